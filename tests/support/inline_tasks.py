"""A task runner that runs at once, on the caller's thread: for tests of presenters and models."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from fitnesscrm_desktop.ui.core.tasks import CancelToken, Progress

T = TypeVar("T")


class InlineTasks:
    """Has the three doors of ``TaskRunner``; an error nobody takes is raised where the work was asked for.

    ``log`` names the doors in the order they were used.
    """

    def __init__(self) -> None:
        self.log: list[str] = []

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Read now."""
        self.log.append("run")
        return self._now(work, done, failed, CancelToken())

    def write(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Change now."""
        self.log.append("write")
        return self._now(work, done, failed, CancelToken())

    def long(
        self,
        work: Callable[[Progress], T],
        *,
        progress: Callable[[int, int], None],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Do all of it now."""
        self.log.append("long")
        token = CancelToken()
        handle = Progress(token, progress)
        return self._now(lambda: work(handle), done, failed, token)

    def _now(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None,
        token: CancelToken,
    ) -> CancelToken:
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
