"""The scheduler only ticks: at once, again and again, and when the clock has jumped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.clock import SystemClock
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.jobs.results import JobContext
from fitnesscrm_desktop.services.jobs.scheduler import JobScheduler
from fitnesscrm_desktop.services.jobs.service import JobService
from tests.support.clock import SetClock
from tests.support.jobs import Notebook, a_job
from tests.support.logs import LogGuard

PATIENCE = 20.0
NEVER = 3600.0

pytestmark = pytest.mark.sqlite_only


class Counted(JobService):
    """Counts the ticks."""

    def __init__(self, services: Services, fail: Callable[[], None] = lambda: None) -> None:
        super().__init__(services.core, tuple)
        self.ticks, self._fail = threading.Semaphore(0), fail

    def tick(self) -> int:
        self.ticks.release()
        self._fail()
        return super().tick()

    def waited(self, ticks: int = 1) -> bool:
        return all(self.ticks.acquire(timeout=PATIENCE) for _ in range(ticks))


@contextmanager
def running(scheduler: JobScheduler) -> Iterator[None]:
    scheduler.start()
    try:
        yield
    finally:
        scheduler.stop()


def test_it_ticks_at_once_and_again_and_again(services: Services) -> None:
    jobs = Counted(services)
    with running(JobScheduler(jobs, SystemClock(), every=0.05)):
        assert jobs.waited(4)
    assert jobs.standing().place == ""


def test_it_ticks_at_once_when_the_clock_was_set_back(services: Services) -> None:
    """The library waits for a moment, and would wait for an hour more."""
    jobs, clock = Counted(services), SetClock()
    with running(JobScheduler(jobs, clock, every=NEVER, watch=0.05)):
        assert jobs.waited()
        clock.ahead = -timedelta(hours=1)
        assert jobs.waited()
        clock.ahead = timedelta(hours=8)  # the lid was closed
        assert jobs.waited()


def test_trouble_does_not_end_it(services: Services, expected_log: LogGuard) -> None:
    troubles = [StorageTrouble("The server is gone."), ZeroDivisionError("a bug")]

    def fail() -> None:
        if troubles:
            raise troubles.pop()

    expected_log("the jobs wait: The server is gone")
    expected_log("the jobs could not be looked at")
    jobs = Counted(services, fail)
    with running(JobScheduler(jobs, SystemClock(), every=0.05)):
        assert jobs.waited(4)


def test_it_waits_for_the_job_that_runs_and_tells_it_to_end(notebook: Notebook) -> None:
    begun = threading.Event()
    heard: list[bool] = []

    def run(context: JobContext) -> str:
        begun.set()
        heard.append(context.stop.wait(PATIENCE))
        return "Ended early."

    jobs = notebook.program(a_job("long", run), notebook.job("next"))
    with running(JobScheduler(jobs, SystemClock(), every=0.05)):
        assert begun.wait(PATIENCE)
    assert heard == [True]
    assert notebook.ran == []
    assert jobs.standing().running == ()
