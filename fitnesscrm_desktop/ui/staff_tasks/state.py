"""What the page of tasks shows."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.automation.results import TaskRow
from fitnesscrm_desktop.services.automation.staff_tasks import StaffTaskService, TaskList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.paging import Cursor, Page


@dataclass(frozen=True, slots=True)
class TasksState:
    """Which tasks are looked at, and what this person may do."""

    which: TaskList = TaskList.MINE
    may_add: bool = False


@dataclass(frozen=True, slots=True)
class TaskSource:
    """The tasks of one list, page by page."""

    tasks: StaffTaskService
    actor: Actor
    which: TaskList

    def fetch(self, after: Cursor | None, limit: int) -> Page[TaskRow]:
        """The page of at most *limit* tasks behind *after*."""
        return self.tasks.rows(self.actor, self.which, after=after, limit=limit)
