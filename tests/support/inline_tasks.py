"""A task runner that runs at once, on the caller's thread: for tests of presenters and models."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fitnesscrm_desktop.ui.core.tasks import CancelToken
from tests.support.task_doors import TaskDoors

T = TypeVar("T")


class InlineTasks(TaskDoors):
    """An error nobody takes is raised where the work was asked for.

    ``log`` names the doors in the order they were used.
    """

    def __init__(self) -> None:
        self.log: list[str] = []

    def ask(
        self,
        door: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None,
        token: CancelToken,
    ) -> CancelToken:
        """Do it now."""
        self.log.append(door)
        try:
            result = work()
        except Exception as error:
            if failed is None:
                raise
            failed(error)
        else:
            if not token.cancelled:
                done(result)
        return token
