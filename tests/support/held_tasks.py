"""A task runner whose work is done when the test says so, in whatever order: for what arrives too late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from fitnesscrm_desktop.ui.core.tasks import CancelToken
from tests.support.task_doors import TaskDoors

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HeldWork:
    """One piece of work that waits."""

    door: str
    work: Callable[[], Any]
    done: Callable[[Any], None]
    token: CancelToken

    def deliver(self) -> None:
        """Do it now, and tell whoever asked for it, unless they did not want it any more."""
        result = self.work()
        if not self.token.cancelled:
            self.done(result)


class HeldTasks(TaskDoors):
    """Keeps all work until it is taken; an error of the work is raised where it is delivered."""

    def __init__(self) -> None:
        self.held: list[HeldWork] = []

    def take(self, door: str = "run") -> HeldWork:
        """The oldest work of this door that waits."""
        found = next(each for each in self.held if each.door == door)
        self.held.remove(found)
        return found

    def deliver_all(self) -> None:
        """Do everything in the order in which it was asked for, and what comes of it."""
        while self.held:
            self.held.pop(0).deliver()

    def ask(
        self,
        door: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None,
        token: CancelToken,
    ) -> CancelToken:
        """Keep it."""
        self.held.append(HeldWork(door, work, done, token))
        return token
