"""Everything the assistant has written, the newest first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.services.assistant.results import RunRow
from fitnesscrm_desktop.ui.assistant.page_state import RunSource
from fitnesscrm_desktop.ui.assistant.words import (
    VERDICT_TONES,
    stored_kind_name,
    took_text,
    tr,
    verdict_name,
)
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.widgets.data_table import DataTable

OPEN, CLIENT = "open", "client"
ROOMY = 900
MODEL, TOOK = 4, 7


class RunList(QWidget):
    """Enter shows one with everything about it.

    Signals:
        wanted(str, object): what to do with which run.
    """

    wanted = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table = DataTable(tr("What the assistant has written"))
        self.model: FeedTableModel[RunRow] = FeedTableModel(self._columns(), desk.tasks, parent=self)
        self.table.setModel(self.model)
        self.table.leave_out_below(ROOMY, MODEL, TOOK)
        self.table.row_activated.connect(lambda row: self.wanted.emit(OPEN, row))
        self.table.set_menu(self._menu)
        self.table.set_empty(
            "sparkles",
            tr("Nothing has been written yet"),
            tr("Each text is listed here with the facts it was given, and whether it kept to them."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_runs(self, source: RunSource) -> None:
        """List others, from the start."""
        self.model.show(source)

    def refresh(self) -> None:
        """Something was written; whoever reads further down is left in peace."""
        if self.table.verticalScrollBar().value() == 0:
            self.model.refresh()

    def _columns(self) -> list[Column[RunRow]]:
        formats = self._desk.formats
        return [
            Column(tr("When"), lambda row: formats.moment(row.at), width=165),
            Column(tr("What for"), lambda row: stored_kind_name(row.kind), width=170),
            Column(tr("To"), lambda row: row.client_name or tr("A template")),
            Column(tr("Asked for by"), lambda row: row.staff_name, width=140),
            Column(tr("Written by"), lambda row: row.model or "–", width=130),
            Column(
                tr("Result"),
                lambda row: verdict_name(row.verdict),
                tone=lambda row: VERDICT_TONES[row.verdict],
                width=120,
            ),
            Column(tr("Tokens"), lambda row: formats.number(row.tokens), width=80, numeric=True),
            Column(tr("Took"), lambda row: took_text(row.ms), width=80, numeric=True),
        ]

    def _menu(self, rows: list[RunRow]) -> list[QAction]:
        if not rows:
            return []
        row = rows[0]
        deeds = [(OPEN, tr("Details…"))]
        if row.client_id is not None:
            deeds.append((CLIENT, tr("Open the client")))
        return [self._action(text, key, row) for key, text in deeds]

    def _action(self, text: str, key: str, row: RunRow) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action
