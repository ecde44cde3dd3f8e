"""Jobs of tests, which write down that they ran."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.jobs.results import Daily, Every, JobContext, JobSpec, Schedule
from fitnesscrm_desktop.services.jobs.service import JobService

QUARTER, MORNING = Every(15), Daily("05:00")


def a_job(
    name: str,
    run: Callable[[JobContext], str],
    schedule: Schedule = QUARTER,
    *,
    needs_leader: bool = True,
) -> JobSpec:
    """Make a job called *name*."""
    return JobSpec(name, name.capitalize(), f"Does {name}.", schedule, run, needs_leader)


class Notebook:
    """Make jobs that write into one list; a PC of its own for each ``program``."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.ran: list[str] = []

    def job(self, name: str, text: str = "Done.", schedule: Schedule = QUARTER) -> JobSpec:
        """Make a job that notes its name."""

        def run(_context: JobContext) -> str:
            self.ran.append(name)
            return text

        return a_job(name, run, schedule)

    def program(self, *specs: JobSpec) -> JobService:
        """Make another program on the same database."""
        return another_program(self.services, specs)


def another_program(services: Services, specs: Sequence[JobSpec]) -> JobService:
    """Make another program on the same database."""
    return JobService(services.core, lambda: specs)
