"""What a feature hands in as a job, and what is told about jobs."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from fitnesscrm_desktop.models.values import JobResult
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_DAY_MINUTES = 24 * 60
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_FIRST_SAFE_HOUR = 4


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, *minutes* apart."""

    minutes: int

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= _DAY_MINUTES:
            raise ValueError(f"a job cannot run every {self.minutes} minutes")


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a time of the studio's zone, "05:00".

    Never before 04:00: on the two nights when the clocks change such a time comes twice or not at all.
    """

    at: str

    def __post_init__(self) -> None:
        if not _CLOCK.fullmatch(self.at) or self.time.hour < _FIRST_SAFE_HOUR:
            raise ValueError(f"{self.at!r} is not a time from 04:00 to 23:59")

    @property
    def time(self) -> time:
        """The time on the studio's clock."""
        return time.fromisoformat(self.at)


Schedule = Every | Daily


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job gets to know when it runs."""

    now: datetime
    profile: StudioProfile
    actor: Actor
    """Whom its changes are audited as."""
    stop: threading.Event
    """Set when the program ends, or another PC has taken over: finish the step at hand and return."""
    mark: str
    """What the job kept the last time; "" at first."""
    keep_mark: Callable[[str], None]
    """Keep another mark for the next run, in a transaction of its own."""


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A job that a feature hands in.

    ``run`` does everything that is to be done by now, however long the PC was off, and may be killed and
    begun again anywhere: what is done is known by its own rows, never by the clock. It returns a sentence
    for the log, or "" when there was nothing to do (the log then keeps only the last such run).
    """

    name: str
    title: str
    about: str
    schedule: Schedule
    run: Callable[[JobContext], str]
    needs_leader: bool = True
    """Whether only the one PC that leads may run it; else whichever comes first."""


@dataclass(frozen=True, slots=True)
class JobRunRow:
    """One run in the log."""

    id: int
    job: str
    title: str
    due_at: datetime
    started_at: datetime
    finished_at: datetime | None
    result: JobResult
    text: str
    place: str
    by: str
    """Who asked for it; "" when it was due."""
    as_if: datetime | None = None
    """The moment that was made up for it; everything else here is the real time."""

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it runs and when nobody knows."""
        if self.finished_at is None:
            return None
        return max(0.0, (self.finished_at - self.started_at).total_seconds())


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the jobs page shows it."""

    name: str
    title: str
    about: str
    schedule: Schedule
    paused: bool
    next_at: datetime | None
    """When it runs next; None while it is paused. A moment that is past: with the next tick."""
    last_run: JobRunRow | None


@dataclass(frozen=True, slots=True)
class JobsStanding:
    """How the jobs are doing, for everybody to see."""

    place: str
    """The PC that runs them; "" when none does."""
    failed: tuple[str, ...]
    """The titles of the jobs whose last run failed."""
    paused: tuple[str, ...]
    running: tuple[str, ...]
    done_at: Mapping[str, datetime]
    """When each job was last done, by name."""
