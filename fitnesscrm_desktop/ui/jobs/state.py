"""What the jobs page shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.jobs.results import JobRow, JobRunRow, JobsStanding
from fitnesscrm_desktop.services.jobs.service import JobService


class Tab(enum.StrEnum):
    """The two halves of the page."""

    JOBS = "jobs"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class JobsState:
    """One look at it; what is None is on its way."""

    tab: Tab = Tab.JOBS
    jobs: tuple[JobRow, ...] | None = None
    standing: JobsStanding | None = None
    of_job: str | None = None
    """The log is shown of this job only."""
    running: frozenset[str] = frozenset()
    """What somebody at this window has asked for and is not done yet."""
    error: str = ""

    def row(self, name: str | None) -> JobRow | None:
        """The job called *name*."""
        return next((row for row in self.jobs or () if row.name == name), None)


@dataclass(frozen=True, slots=True)
class LogSource:
    """The log, for a table."""

    jobs: JobService
    actor: Actor
    of_job: str | None

    def fetch(self, after: Cursor | None, limit: int) -> Page[JobRunRow]:
        """The page of at most *limit* runs that starts behind *after*."""
        return self.jobs.runs(self.actor, self.of_job, after, limit)
