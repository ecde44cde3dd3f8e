"""Run a function off the UI thread and get its result back on it.

The only way off the UI thread. Three doors, because they promise different things:

* ``run``: a read. Several at once, order does not matter, a stale one may be cancelled.
* ``write``: a change. One thread, strictly in the order of the clicks; happens even if the page is closed.
* ``long``: work that takes seconds. Has threads of its own, so that an import never delays a search.

Results are delivered on the UI thread only, never after ``cancel()`` and never to an owner that is gone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QMetaObject, QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.garbage import UiThreadGarbage

log = logging.getLogger(__name__)

T = TypeVar("T")

READERS = 4
LONG_WORKERS = 3


class CancelToken:
    """Tells work whether it should stop."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; its result will not be delivered."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody has asked to stop."""
        return self._event.is_set()


class Progress:
    """What long work holds in its hand: says how far it is, and asks whether to go on."""

    def __init__(self, token: CancelToken, tell: Callable[[int, int], None]) -> None:
        self._token, self._tell = token, tell

    @property
    def cancelled(self) -> bool:
        """Whether somebody has asked to stop."""
        return self._token.cancelled

    def report(self, done: int, total: int) -> None:
        """Tell the person that *done* of *total* steps are behind us (0 in all: not known)."""
        if not self._token.cancelled:
            self._tell(done, total)


class TaskRunner(Protocol):
    """What presenters and models need; tests pass one which runs at once."""

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Read something in the background."""
        ...

    def write(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Change something, after all changes asked for earlier."""
        ...

    def long(
        self,
        work: Callable[[Progress], T],
        *,
        progress: Callable[[int, int], None],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Do something that takes seconds, can be watched and can be cancelled."""
        ...


class _Task:
    """One piece of work on its way; everything but ``work`` is touched on the UI thread only."""

    def __init__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
        token: CancelToken,
        *,
        is_write: bool,
    ) -> None:
        self.work, self.done, self.failed, self.token, self.is_write = work, done, failed, token, is_write
        self.owner_gone = False
        self.watch: QMetaObject.Connection | None = None

    def on_owner_gone(self) -> None:
        """Deliver nothing any more; a read may stop, a click that changed something still counts."""
        self.owner_gone = True
        self.watch = None
        if not self.is_write:
            self.token.cancel()


class _Skipped:
    """Outcome of work that was cancelled before it began."""


class _Job(QRunnable):
    """Carries a task to a worker thread and its outcome back."""

    def __init__(self, task: _Task, post: Callable[[_Task, object, Exception | None], None]) -> None:
        super().__init__()
        self._task, self._post = task, post

    def run(self) -> None:
        """Do the work; whatever happens, an outcome is posted."""
        outcome: object = _Skipped()
        error: Exception | None = None
        if not self._task.token.cancelled:
            try:
                outcome = self._task.work()
            except Exception as problem:  # noqa: BLE001 - handed to the UI thread, never swallowed
                error = problem
            except BaseException as problem:  # noqa: BLE001 - a worker must not take the application down
                error = RuntimeError(f"work ended with {type(problem).__name__}: {problem}")
        self._post(self._task, outcome, error)


class QtTaskRunner(QObject):
    """The real runner: Qt's thread pools, callbacks on the UI thread.

    ``report`` gets every error nobody else takes. Create it, and call it, on the UI thread.
    """

    _finished = Signal(object, object, object)
    _progressed = Signal(object)

    def __init__(self, report: Callable[[Exception], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._write_day: Callable[[date], str] = date.isoformat
        self._readers = self._pool(READERS)
        self._writer = self._pool(1)
        self._long = self._pool(LONG_WORKERS)
        self._running: set[_Task] = set()
        self._ended = False
        self._garbage = UiThreadGarbage(self)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)

    def write_days_as(self, write: Callable[[date], str]) -> None:
        """How the studio writes the days that refusals name."""
        self._write_day = write

    def _pool(self, threads: int) -> QThreadPool:
        pool = QThreadPool(self)
        pool.setMaxThreadCount(threads)
        return pool

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Read in the background; nothing is delivered after cancel() or after *owner* is gone."""
        return self._start(self._readers, _Task(work, done, failed, CancelToken(), is_write=False), owner)

    def write(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Change something, strictly after earlier writes; it happens even if *owner* is closed meanwhile."""
        return self._start(self._writer, _Task(work, done, failed, CancelToken(), is_write=True), owner)

    def long(
        self,
        work: Callable[[Progress], T],
        *,
        progress: Callable[[int, int], None],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Do something that takes seconds; *progress* is called on the UI thread, at most once per turn."""
        token = CancelToken()
        steps = _Steps(token, progress, self._progressed.emit)
        handle = Progress(token, steps.tell)
        return self._start(
            self._long, _Task(lambda: work(handle), done, failed, token, is_write=False), owner
        )

    def idle(self) -> bool:
        """Whether nothing is under way (tests wait for it)."""
        return not self._running

    def shutdown(self, timeout_ms: int = 5000) -> bool:
        """Cancel reads, let writes finish, wait; nothing begins after it, and the database can be closed."""
        self._ended = True
        for task in list(self._running):
            if not task.is_write:
                task.token.cancel()
        ended = [pool.waitForDone(timeout_ms) for pool in (self._writer, self._readers, self._long)]
        self._garbage.stop()
        return all(ended)

    def _start(self, pool: QThreadPool, task: _Task, owner: QObject | None) -> CancelToken:
        if self._ended:  # a timer of a window that is being taken apart
            task.token.cancel()
            if task.is_write:
                log.error("a change came after the end and was not stored")
            return task.token
        if owner is not None:
            task.watch = owner.destroyed.connect(task.on_owner_gone)
        self._running.add(task)
        pool.start(_Job(task, self._finished.emit))
        return task.token

    @Slot(object, object, object)
    def _on_finished(self, task: _Task, outcome: object, error: Exception | None) -> None:
        self._running.discard(task)
        if task.watch is not None:
            # Or a page that lives for months would collect one connection per refresh.
            QObject.disconnect(task.watch)
            task.watch = None
        silent = task.owner_gone or task.token.cancelled
        if isinstance(error, StudioError):
            error.write_days(self._write_day)
        if error is not None:
            if not silent:
                (task.failed or self._report)(error)
            elif task.is_write:
                self._report(error)  # what was clicked has not happened: that is never kept quiet
            else:
                log.info("a read nobody waits for has failed", exc_info=error)
        elif not silent and not isinstance(outcome, _Skipped):
            task.done(outcome)

    @Slot(object)
    def _on_progressed(self, steps: _Steps) -> None:
        steps.deliver()


class _Steps:
    """Passes only the newest step to the UI thread, so that a tight loop cannot flood it."""

    def __init__(
        self, token: CancelToken, progress: Callable[[int, int], None], post: Callable[[object], None]
    ) -> None:
        self._token, self._progress, self._post = token, progress, post
        self._lock = threading.Lock()
        self._latest: tuple[int, int] | None = None

    def tell(self, done: int, total: int) -> None:
        """Called by the worker."""
        with self._lock:
            waiting = self._latest is not None
            self._latest = (done, total)
        if not waiting:
            self._post(self)

    def deliver(self) -> None:
        """Called on the UI thread."""
        with self._lock:
            latest, self._latest = self._latest, None
        if latest is not None and not self._token.cancelled:
            self._progress(*latest)
