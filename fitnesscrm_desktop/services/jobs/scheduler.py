"""Ticks: at the start, every half minute, and at once after the PC slept or its clock was set.

The only door to apscheduler. It keeps no jobs of its own: what is due is decided by the tables.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from fitnesscrm_desktop.services.core.clock import Clock, SystemClock
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.jobs.service import JobService

log = logging.getLogger(__name__)

TICK_SECONDS = 30.0
"""Another PC leads at the latest one lease and one tick after the last one died: within two minutes."""
WATCH_SECONDS = 5.0
_TICK, _RENEW = "tick", "renew"

logging.getLogger("apscheduler").setLevel(
    logging.ERROR
)  # it would warn of every job that takes half a minute


class JobScheduler:
    """Calls the jobs between ``start`` and ``stop``, on threads of its own."""

    def __init__(
        self, jobs: JobService, clock: Clock, *, every: float = TICK_SECONDS, watch: float = WATCH_SECONDS
    ) -> None:
        self._jobs, self._clock, self._every, self._watch = jobs, clock, every, watch
        self._end = threading.Event()
        self._apart = self._gap()
        self._waits = False
        """The database does not answer: said once, not twice a minute for as long as it lasts."""
        self._watching = threading.Thread(target=self._watch_clock, name="jobs-clock", daemon=True)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Tick now, and from now on."""
        for name, deed in ((_TICK, self._tick), (_RENEW, self._renew)):
            self._scheduler.add_job(deed, "interval", seconds=self._every, id=name)
        self._scheduler.start()
        self._tick_now()
        self._watching.start()

    def stop(self) -> None:
        """Let what runs finish the step at hand; afterwards nothing touches the database any more."""
        self._end.set()
        self._jobs.stop()
        if self._watching.is_alive():
            self._watching.join()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._guarded(self._jobs.leave)

    def _tick(self) -> None:
        self._guarded(self._jobs.tick)

    def _renew(self) -> None:
        self._guarded(self._jobs.renew)

    def _tick_now(self) -> None:
        now = SystemClock().now()  # the library looks at the computer's clock, whatever ours says
        for name in (_TICK, _RENEW):
            self._scheduler.modify_job(name, next_run_time=now)

    def _watch_clock(self) -> None:
        """The scheduler waits for moments; those are wrong once the clock is set, and late after sleep."""
        while not self._end.wait(self._watch):
            gap = self._gap()
            if abs(gap - self._apart) > timedelta(seconds=self._watch):
                log.info("the clock has jumped by %s", gap - self._apart)
                self._tick_now()
            self._apart = gap

    def _gap(self) -> timedelta:
        return timedelta(seconds=self._clock.now().timestamp() - time.monotonic())

    def _guarded(self, deed: Callable[[], object]) -> None:
        """Jobs look after themselves; what is left is a database that does not answer for a while."""
        try:
            deed()
            self._waits = False
        except (StudioError, SQLAlchemyError) as error:
            log.log(logging.DEBUG if self._waits else logging.WARNING, "the jobs wait: %s", error)
            self._waits = True
        except Exception:
            log.exception("the jobs could not be looked at")
