"""Decides what the jobs page shows; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.jobs.results import JobRow, JobRunRow, JobsStanding
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.tasks import CancelToken
from fitnesscrm_desktop.ui.jobs.state import JobsState, LogSource, Tab

Found = tuple[tuple[JobRow, ...], JobsStanding]


class JobsView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: JobsState) -> None:
        """Show *state*."""
        ...

    def show_log(self, source: LogSource) -> None:
        """Show another log, from its start."""
        ...

    def say_ran(self, run: JobRunRow) -> None:
        """A job that somebody asked for has ended."""
        ...

    def say_paused(self, row: JobRow, undo: Callable[[], None]) -> None:
        """A job runs no more by itself."""
        ...

    def say_resumed(self, row: JobRow, undo: Callable[[], None]) -> None:
        """A job runs by itself again."""
        ...

    def report(self, error: Exception) -> None:
        """Something went wrong."""
        ...


class JobsPresenter:
    """Reads the list, runs, pauses and resumes."""

    def __init__(self, desk: Desk, view: JobsView, owner: QObject) -> None:
        self._desk, self._view, self._owner = desk, view, owner
        self._jobs = desk.services.jobs
        self._reading = CancelToken()
        self.state = JobsState()

    def load(self) -> None:
        """Read the list again."""
        self._reading.cancel()
        token = self._reading = CancelToken()
        jobs, actor = self._jobs, self._desk.actor

        def read() -> Found:
            return jobs.list(actor), jobs.standing()

        def arrived(found: Found) -> None:
            if not token.cancelled:
                self._show(replace(self.state, jobs=found[0], standing=found[1], error=""))

        def failed(error: Exception) -> None:
            if token.cancelled:
                return
            if isinstance(error, StudioError):
                self._show(replace(self.state, error=error.text))
            else:
                self._view.report(error)

        self._desk.tasks.run(read, done=arrived, failed=failed, owner=self._owner)

    def turn_to(self, tab: Tab, of_job: str | None = None) -> None:
        """Show the list, or the log of all jobs or of one."""
        self._show(replace(self.state, tab=tab, of_job=of_job))
        if tab is Tab.LOG:
            self._view.show_log(LogSource(self._jobs, self._desk.actor, of_job))

    def run(self, name: str) -> None:
        """Run a job now; the window goes on meanwhile."""
        if name in self.state.running:
            return
        jobs, actor = self._jobs, self._desk.actor
        self._show(replace(self.state, running=self.state.running | {name}))

        def ended() -> None:
            self._show(replace(self.state, running=self.state.running - {name}))

        def done(run: JobRunRow) -> None:
            ended()
            self._view.say_ran(run)

        def failed(error: Exception) -> None:
            ended()
            self._view.report(error)

        self._desk.tasks.long(
            lambda _progress: jobs.run_now(actor, name),
            progress=lambda _done, _total: None,
            done=done,
            failed=failed,
            owner=self._owner,
        )

    def pause(self, row: JobRow) -> None:
        """Run it no more by itself."""
        jobs, actor = self._jobs, self._desk.actor
        self._write(
            lambda: jobs.pause(actor, row.name),
            lambda: self._view.say_paused(row, lambda: self._write(lambda: jobs.resume(actor, row.name))),
        )

    def resume(self, row: JobRow) -> None:
        """Let it go on."""
        jobs, actor = self._jobs, self._desk.actor
        self._write(
            lambda: jobs.resume(actor, row.name),
            lambda: self._view.say_resumed(row, lambda: self._write(lambda: jobs.pause(actor, row.name))),
        )

    def _write(self, deed: Callable[[], None], said: Callable[[], None] = lambda: None) -> None:
        self._desk.tasks.write(
            deed, done=lambda _nothing: said(), failed=self._view.report, owner=self._owner
        )

    def _show(self, state: JobsState) -> None:
        self.state = state
        self._view.render_state(state)
