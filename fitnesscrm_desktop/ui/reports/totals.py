"""The sums of a report beside each other, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S
from fitnesscrm_desktop.ui.widgets.labels import Label


class TotalsStrip(QFrame):
    """``strip.show_totals([("Cash", "€ 120.00")])``."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Totals"))
        self._shown: tuple[tuple[str, str], ...] = ()
        self._cells: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(L, M, L, M)
        self._grid.setHorizontalSpacing(XL)
        self._grid.setVerticalSpacing(S)

    def show_totals(self, totals: Sequence[tuple[str, str]]) -> None:
        """Show these names and sums."""
        if tuple(totals) == self._shown:
            return
        self._shown = tuple(totals)
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()  # it is gone only one turn of the event loop later
            cell.deleteLater()
        self._cells = [_cell(name, value) for name, value in totals]
        self.setAccessibleDescription("; ".join(f"{name}: {value}" for name, value in totals))
        self._columns = 0
        self._place()

    def texts(self) -> dict[str, str]:
        """Name and sum of each total."""
        return dict(self._shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new width."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """One line if it holds everything, else as few as will do, evenly filled."""
        if not self._cells:
            return
        room, wide = self.width() - 2 * L, [cell.sizeHint().width() for cell in self._cells]
        count = len(wide)
        one_line = sum(wide) + XL * (count - 1) <= room
        fit = count if one_line else max(1, (room + XL) // (max(wide) + XL))
        lines = -(-count // fit)
        columns = -(-count // lines)
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        for place, cell in enumerate(self._cells):
            self._grid.addWidget(cell, place // columns, place % columns)
            self._grid.setColumnStretch(place % columns, 0 if one_line else 1)
        self._grid.setColumnStretch(columns, 1 if one_line else 0)
        self._columns = columns


def _cell(name: str, value: str) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(name, "muted"))
    column.addWidget(Label(value, "strong"))
    return cell
