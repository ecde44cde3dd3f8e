"""The table of tasks: one key ticks off, another opens the client."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.services.automation.results import TaskRow
from fitnesscrm_desktop.ui.core.columns import Column
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.feed_table import FeedTableModel
from fitnesscrm_desktop.ui.core.task_words import due_text, due_tone, for_text
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.staff_tasks.state import TaskSource
from fitnesscrm_desktop.ui.staff_tasks.words import tr
from fitnesscrm_desktop.ui.widgets.data_table import DataTable
from fitnesscrm_desktop.ui.widgets.row_buttons import RowButton, RowButtons

TICK, TAKE_BACK, CLIENT = "tick", "take_back", "client"
CLIENT_KEYS = "Ctrl+O"
TEXT, WHO, FOR, WHEN, FROM, DEEDS = range(6)
ROOMY, NARROW = 960, 820


class TaskTable(QWidget):
    """Open tasks (*done* False) or done ones.

    Signals:
        wanted(str, object): what to do (tick, take_back, client) with which ``TaskRow``.
    """

    wanted = Signal(str, object)

    def __init__(self, desk: Desk, *, done: bool) -> None:
        super().__init__()
        self._desk, self._done = desk, done
        self.model: FeedTableModel[TaskRow] = FeedTableModel(self._columns(), desk.tasks, parent=self)
        self.table = DataTable(tr("Done tasks") if done else tr("Open tasks"))
        self.table.setModel(self.model)
        self.table.leave_out_below(ROOMY, FROM)
        self.table.leave_out_below(NARROW, FOR)
        self.buttons = RowButtons(self._buttons_of, self.table)
        self.buttons.pressed.connect(self.wanted.emit)
        self.table.setItemDelegateForColumn(DEEDS, self.buttons)
        self.table.row_activated.connect(self._first_deed)
        self.table.space_pressed.connect(self._first_deed)
        self.table.set_menu(self._menu)
        keys = QShortcut(QKeySequence(CLIENT_KEYS), self.table)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._open_current)
        self._place = -1
        self.model.modelAboutToBeReset.connect(self._keep_place)
        self.model.modelReset.connect(self._take_place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_source(self, source: TaskSource) -> None:
        """Show these from the start."""
        self.table.clearSelection()
        self.model.show(source)

    def refresh(self) -> None:
        """Load them anew."""
        self.model.refresh()

    def deeds_of(self, row: TaskRow) -> list[tuple[str, str]]:
        """What one may do with a task: key and words."""
        first = (TAKE_BACK, tr("Not done")) if self._done else (TICK, tr("Done"))
        return [first, (CLIENT, tr("Client"))] if row.client_id is not None else [first]

    def _columns(self) -> list[Column[TaskRow]]:
        moment = self._desk.formats.moment
        when = (
            Column[TaskRow](tr("Done at"), lambda row: moment(row.done_at), width=150)
            if self._done
            else Column[TaskRow](tr("Due"), self._due, tone=self._tone, width=120)
        )
        by = (
            Column[TaskRow](tr("Done by"), lambda row: row.done_by, width=140)
            if self._done
            else Column[TaskRow](tr("From"), lambda row: row.by or "–", width=140)
        )
        return [
            Column(tr("Task"), lambda row: row.text, tooltip=lambda row: row.text),
            Column(tr("Client"), lambda row: row.client_name or "–", width=160),
            Column(tr("For"), for_text, width=140, tooltip=for_text),
            when,
            by,
            Column("", lambda _row: "", width=150),
        ]

    def _due(self, row: TaskRow) -> str:
        return due_text(row.due_on, self._desk.today(), self._desk.formats)

    def _tone(self, row: TaskRow) -> Tone:
        return due_tone(row.due_on, self._desk.today())

    def _first_deed(self, row: TaskRow) -> None:
        if self.table.selectionModel().hasSelection():  # else nobody can see which row that would be
            self.wanted.emit(self.deeds_of(row)[0][0], row)

    def _open_current(self) -> None:
        row = self.table.current_row()
        if row is not None and row.client_id is not None:
            self.wanted.emit(CLIENT, row)

    def _keep_place(self) -> None:
        selection = self.table.selectionModel()
        self._place = self.table.currentIndex().row() if selection.hasSelection() else -1

    def _take_place(self) -> None:
        """What was ticked off leaves; the next one moves up under the cursor."""
        if self._place >= 0 and self.model.rowCount():
            self.table.select_row(min(self._place, self.model.rowCount() - 1))

    def _buttons_of(self, row: TaskRow) -> Sequence[RowButton]:
        return [RowButton(key, text) for key, text in self.deeds_of(row)]

    def _menu(self, rows: list[TaskRow]) -> list[QAction]:
        return [self._action(key, text, rows[0]) for key, text in self.deeds_of(rows[0])]

    def _action(self, key: str, text: str, row: TaskRow) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: self.wanted.emit(key, row))
        return action
