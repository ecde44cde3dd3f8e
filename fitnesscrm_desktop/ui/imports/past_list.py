"""The imports of the past, each with its way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from fitnesscrm_desktop.services.imports.results import PastImport
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.imports.presenter import undoable
from fitnesscrm_desktop.ui.imports.state import ListedRows
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

UNDO = "undo"
BY = 2
ROOMY = 940
"""Below this width nobody is told who imported."""


class PastList(Card):
    """What was imported when, by whom.

    Signals:
        undo_wanted(int): take this import back.
    """

    undo_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.title.setText(self.tr("Imports so far"))
        self.title.show()
        self._desk = desk
        self._shown: tuple[PastImport, ...] | None = None
        self.table = DataTable(self.tr("Imports so far"))
        self.table.setProperty("kind", "flat")
        self.table.set_empty(
            "clock", self.tr("No imports yet"), self.tr("Each import is listed here, and can be taken back.")
        )
        columns = self._columns()
        self.model: FeedTableModel[PastImport] = FeedTableModel(columns, desk.tasks, parent=self)
        self.table.setModel(self.model)
        buttons = RowButtons(self._buttons_of, self.table)
        buttons.pressed.connect(lambda _key, row: self._undo(row))
        self.table.leave_out_below(ROOMY, BY)
        self.table.setItemDelegateForColumn(len(columns) - 1, buttons)
        self.table.set_menu(self._menu)
        self.add(self.table, 1)

    def show_past(self, past: tuple[PastImport, ...] | None) -> None:
        """Show them; None: they are on their way."""
        if past is not None and past != self._shown:
            self._shown = past
            self.model.show(ListedRows(past))

    def _columns(self) -> list[Column[PastImport]]:
        formats = self._desk.formats
        return [
            Column(self.tr("When"), lambda row: formats.moment(row.at), width=175),
            Column(self.tr("File"), lambda row: row.file_name, tooltip=lambda row: row.file_name),
            Column(self.tr("By"), lambda row: row.staff or self.tr("Command line"), width=130),
            Column(self.tr("Imported"), lambda row: formats.number(row.imported), width=84, numeric=True),
            Column(self.tr("Filled in"), lambda row: formats.number(row.merged), width=84, numeric=True),
            Column(self.tr("Left out"), lambda row: formats.number(row.failed), width=84, numeric=True),
            Column(
                self.tr("State"),
                lambda row: self.tr("Taken back") if row.undone_at else self.tr("Stored"),
                tone=lambda row: Tone.NEUTRAL if row.undone_at else Tone.GREEN,
                width=110,
            ),
            Column("", lambda _row: "", width=84),
        ]

    def _buttons_of(self, row: PastImport) -> Sequence[RowButton]:
        return [RowButton(UNDO, self.tr("Undo"))] if undoable(row) else []

    def _menu(self, rows: list[PastImport]) -> list[QAction]:
        if not rows or not undoable(rows[0]):
            return []
        action = QAction(self.tr("Undo this import"), self)
        action.triggered.connect(lambda _checked=False: self._undo(rows[0]))
        return [action]

    def _undo(self, row: PastImport) -> None:
        if undoable(row):
            self.undo_wanted.emit(row.id)
