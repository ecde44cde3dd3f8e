"""Jobs run while the window is open, and end before the database is closed."""

from __future__ import annotations

import threading

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.shell.background_jobs import BackgroundJobs
from tests.support.window import StudioWindow

OURS = {"APScheduler", "jobs-clock"}


def test_what_is_due_is_done_once_the_window_is_at_rest(
    window: StudioWindow, services: Services, owner: Actor
) -> None:
    jobs = BackgroundJobs(window.program, quiet_ms=1)
    assert not jobs.runs()
    window.open(services, owner)
    window.until(jobs.runs)
    window.until(lambda: services.jobs.standing().done_at.keys() >= {"integrity", "backup"})
    assert services.jobs.standing().place
    window.close()
    assert not jobs.runs()
    assert not [each.name for each in threading.enumerate() if each.name in OURS]
    assert window.errors == []


def test_another_program_may_lead_as_soon_as_the_window_is_closed(
    window: StudioWindow, services: Services, owner: Actor
) -> None:
    jobs = BackgroundJobs(window.program, quiet_ms=1)
    window.open(services, owner)
    window.until(jobs.runs)
    window.until(lambda: services.jobs.standing().place)
    window.close()
    assert services.jobs.standing().place == ""


def test_a_window_that_is_closed_at_once_starts_no_jobs(
    window: StudioWindow, services: Services, owner: Actor
) -> None:
    jobs = BackgroundJobs(window.program, quiet_ms=60_000)
    window.open(services, owner)
    window.close()
    assert not jobs.runs()
    assert services.jobs.standing().done_at == {}
