"""A task runner whose work is done when the test says so, in whatever order: for what arrives too late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from fitnesscrm_desktop.ui.core.tasks import CancelToken, Progress

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


class HeldTasks:
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

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Keep a read."""
        return self._keep("run", work, done)

    def write(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Keep a change."""
        return self._keep("write", work, done)

    def long(
        self,
        work: Callable[[Progress], T],
        *,
        progress: Callable[[int, int], None],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Keep something that takes seconds."""
        handle = Progress(CancelToken(), progress)
        return self._keep("long", lambda: work(handle), done)

    def _keep(self, door: str, work: Callable[[], T], done: Callable[[T], None]) -> CancelToken:
        kept = HeldWork(door, work, done, CancelToken())
        self.held.append(kept)
        return kept.token
