"""Decides what the page of tasks shows and does; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.automation.results import TaskRow
from fitnesscrm_desktop.services.automation.staff_tasks import StaffTaskService, TaskList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.core.task_words import done_text
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.staff_tasks.state import TaskSource, TasksState
from fitnesscrm_desktop.ui.staff_tasks.words import tr


class TasksView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: TasksState) -> None:
        """Show *state*."""
        ...

    def show_source(self, source: TaskSource) -> None:
        """Show these tasks from the start."""
        ...

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done, with a way back."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong."""
        ...


class TasksPresenter:
    """Turns from list to list, and ticks off."""

    def __init__(
        self, tasks: StaffTaskService, actor: Actor, runner: TaskRunner, view: TasksView, owner: QObject
    ) -> None:
        self._tasks, self._actor, self._runner, self._view, self._owner = tasks, actor, runner, view, owner
        self._under_way: set[int] = set()
        self.state = TasksState(may_add=actor.may(Permission.WRITE_NOTES))

    def turn_to(self, which: TaskList) -> None:
        """Show another list."""
        self.state = replace(self.state, which=which)
        self._view.render_state(self.state)
        self._view.show_source(TaskSource(self._tasks, self._actor, which))

    def tick(self, row: TaskRow) -> None:
        """It is done; a second press on the same row is not a second deed."""
        self._set(row, done=True, said=done_text(row))

    def take_back(self, row: TaskRow) -> None:
        """It is not done after all."""
        self._set(row, done=False, said=tr("Open again: {task}").format(task=row.text))

    def _set(self, row: TaskRow, *, done: bool, said: str) -> None:
        if row.id in self._under_way:
            return
        self._under_way.add(row.id)

        def stored(_row: TaskRow) -> None:
            self._under_way.discard(row.id)
            self._view.offer_undo(said, lambda: self._undo(row, done=done))

        def failed(error: Exception) -> None:
            self._under_way.discard(row.id)
            self._view.report(error)

        deed = self._tasks.done if done else self._tasks.undo_done
        self._runner.write(lambda: deed(self._actor, row.id), done=stored, failed=failed, owner=self._owner)

    def _undo(self, row: TaskRow, *, done: bool) -> None:
        back = self._tasks.undo_done if done else self._tasks.done
        self._runner.write(
            lambda: back(self._actor, row.id),
            done=lambda _row: None,
            failed=self._view.report,
            owner=self._owner,
        )
