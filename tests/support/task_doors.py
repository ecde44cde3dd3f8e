"""The three doors of ``TaskRunner``, all leading to one place: where a test decides when the work is done."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from fitnesscrm_desktop.ui.core.tasks import CancelToken, Progress

T = TypeVar("T")


class TaskDoors(ABC):
    """Subclasses say in ``ask`` what becomes of the work; the owner is not looked at."""

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Ask for a read."""
        return self.ask("run", work, done, failed, CancelToken())

    def write(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Ask for a change."""
        return self.ask("write", work, done, failed, CancelToken())

    def long(
        self,
        work: Callable[[Progress], T],
        *,
        progress: Callable[[int, int], None],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Ask for something that takes seconds."""
        token = CancelToken()
        handle = Progress(token, progress)
        return self.ask("long", lambda: work(handle), done, failed, token)

    @abstractmethod
    def ask(
        self,
        door: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None,
        token: CancelToken,
    ) -> CancelToken:
        """Do *work* that came through *door*, now or later; *token* is what gives it up."""
