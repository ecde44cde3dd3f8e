"""The page "Tasks": what is to be done, for me, for all, and what is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from fitnesscrm_desktop.services.automation.events import TasksChanged
from fitnesscrm_desktop.services.automation.results import TaskRow
from fitnesscrm_desktop.services.automation.staff_tasks import TaskList
from fitnesscrm_desktop.services.clients.events import ClientsMerged
from fitnesscrm_desktop.ui.core.desk import Desk, Page
from fitnesscrm_desktop.ui.core.tokens import XL, L, M
from fitnesscrm_desktop.ui.staff_tasks import task_table
from fitnesscrm_desktop.ui.staff_tasks.presenter import TasksPresenter
from fitnesscrm_desktop.ui.staff_tasks.state import TaskSource, TasksState
from fitnesscrm_desktop.ui.staff_tasks.task_table import TaskTable
from fitnesscrm_desktop.ui.widgets.buttons import PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.page_header import PageHeader
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl


class TasksPage(Page):
    """``arrive(tab="mine"|"open"|"done")``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self.presenter = TasksPresenter(desk.services.staff_tasks, desk.actor, desk.tasks, self, self)
        self.header = PageHeader(self.tr("Tasks"))
        self.new = PrimaryButton(
            self.tr("New task"), lambda: desk.window.open_dialog("tasks.add"), icon="plus"
        )
        self.header.add(self.new)
        self.new.setVisible(self.presenter.state.may_add)
        self.tabs = SegmentedControl(
            [
                (TaskList.MINE.value, self.tr("Mine")),
                (TaskList.OPEN.value, self.tr("All")),
                (TaskList.DONE.value, self.tr("Done")),
            ],
            name=self.tr("Show"),
        )
        self.tabs.chosen.connect(lambda key: self.presenter.turn_to(TaskList(key)))
        self.open, self.done = TaskTable(desk, done=False), TaskTable(desk, done=True)
        for part in (self.open, self.done):
            part.wanted.connect(self._do)
        self.done.table.set_empty(
            "list-check", self.tr("Nothing is done yet"), self.tr("What is ticked off is listed here.")
        )
        self._lay_out()
        for kind in (TasksChanged, ClientsMerged):
            desk.bridge.on(kind, lambda _event: self._changed(), owner=self)

    def _lay_out(self) -> None:
        self.hint = Label("", "muted", elide=True)
        self.halves = QStackedWidget()
        self.halves.addWidget(self.open)
        self.halves.addWidget(self.done)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(self.tabs)
        row.addWidget(self.hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, L)
        layout.setSpacing(M)
        layout.addWidget(self.header)
        layout.addLayout(row)
        layout.addWidget(self.halves, 1)

    def arrive(self, **where: Any) -> None:
        """Show the tasks as they are now."""
        tab = where.get("tab")
        self.presenter.turn_to(TaskList(tab) if tab else self.presenter.state.which)
        self._shown().table.setFocus()

    def _changed(self) -> None:
        if self.isVisible():
            self._shown().refresh()

    def _shown(self) -> TaskTable:
        return self.done if self.presenter.state.which is TaskList.DONE else self.open

    # --- what the presenter asks ------------------------------------------------------------------------

    def render_state(self, state: TasksState) -> None:
        """Show it."""
        self.tabs.set_current(state.which.value)
        self.halves.setCurrentWidget(self._shown())
        is_done = state.which is TaskList.DONE
        self.hint.setText(
            self.tr("Space opens a task again, Ctrl+O opens the client.")
            if is_done
            else self.tr("Space ticks a task off, Ctrl+O opens the client.")
        )
        if not is_done:
            self._say_empty(mine=state.which is TaskList.MINE, may_add=state.may_add)

    def _say_empty(self, *, mine: bool, may_add: bool) -> None:
        title = self.tr("Nothing to do for you") if mine else self.tr("Nothing to do")
        text = self.tr(
            "Rules give tasks, and everybody can write one: call back, find a lost bottle, ask about a knee."
        )
        empty = self.open.table.set_empty("list-check", title, text, self.tr("Add a task") if may_add else "")
        empty.acted.connect(lambda: self._desk.window.open_dialog("tasks.add"))

    def show_source(self, source: TaskSource) -> None:
        """Show these tasks from the start."""
        self._shown().show_source(source)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say it in a toast."""
        self._desk.toasts.show_toast(text, undo=undo, tone="good")

    def report(self, error: Exception) -> None:
        """Hand it to the window."""
        self._desk.window.report(error)

    def _do(self, deed: str, row: TaskRow) -> None:
        if deed == task_table.TICK:
            self.presenter.tick(row)
        elif deed == task_table.TAKE_BACK:
            self.presenter.take_back(row)
        else:
            self._desk.window.go("clients.client", client_id=row.client_id)
