"""The list of what was measured: last value, change and a little line; what is selected is charted."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.rows_table import RowsTableModel
from fitnesscrm_desktop.ui.progress.spark_cell import WIDTH, SparkCell
from fitnesscrm_desktop.ui.progress.state import MetricRow
from fitnesscrm_desktop.ui.widgets.data_table import DataTable

SPARK = 3


class MetricList(QWidget):
    """Arrows choose, Shift and Ctrl choose several, Enter opens all values of one.

    Signals:
        chosen(object): keys of the metrics that are selected (``tuple[str, ...]``).
        opened(str): the key of a metric whose values are wanted.
    """

    chosen = Signal(object)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsTableModel[MetricRow] = RowsTableModel(
            [
                Column(self.tr("Metric"), lambda row: row.name, tooltip=lambda row: row.about),
                Column(
                    self.tr("Last"),
                    lambda row: row.value,
                    tooltip=lambda row: row.day,
                    width=92,
                    numeric=True,
                ),
                Column(self.tr("Change"), lambda row: row.change, tone=lambda row: row.tone, width=84),
                Column(self.tr("1 year"), lambda _row: "", width=WIDTH),
            ],
            key=lambda row: row.key,
            parent=self,
        )
        self.table = DataTable(self.tr("What was measured"), multi=True)
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(SPARK, SparkCell(lambda row: row.spark, self.table))
        self.table.selection_changed_to.connect(self._selected)
        self.table.row_activated.connect(lambda row: self.opened.emit(row.key))
        self.table.set_menu(self._menu)
        self._showing = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_rows(self, rows: tuple[MetricRow, ...], chosen: tuple[str, ...]) -> None:
        """Show these, with those selected that are charted."""
        self._showing = True
        self.model.show_rows(rows)
        places = [place for place, row in enumerate(rows) if row.key in chosen]
        if [row.key for row in self.table.selected_rows()] != [rows[place].key for place in places]:
            self._select(places)
        self._showing = False

    def _select(self, places: list[int]) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().clearSelection()
        for place in places:
            index = self.model.index(place, 0)
            self.table.selectionModel().select(index, flags.Select | flags.Rows)
            if place == places[0]:
                self.table.selectionModel().setCurrentIndex(index, flags.NoUpdate)

    def _selected(self, rows: list[MetricRow]) -> None:
        if rows and not self._showing:
            self.chosen.emit(tuple(row.key for row in rows))

    def _menu(self, rows: list[MetricRow]) -> list[QAction]:
        action = QAction(self.tr("All values…"), self)
        action.triggered.connect(lambda _checked=False: self.opened.emit(rows[0].key))
        return [action]
