"""What the door does by itself."""

from __future__ import annotations

from fitnesscrm_desktop.services.checkin.service import CheckInService
from fitnesscrm_desktop.services.jobs.results import Every, JobContext, JobSpec


def checkin_jobs(checkin: CheckInService) -> tuple[JobSpec, ...]:
    """Writes down that forgotten visits have ended."""

    def check_out(context: JobContext) -> str:
        left = checkin.auto_check_out(context.actor)
        if not left:
            return ""
        return f"Checked {left} people out." if left > 1 else "Checked one person out."

    return (
        JobSpec(
            "automatic-check-out",
            "Automatic check-out",
            "Writes down that somebody left who forgot to check out.",
            Every(15),
            check_out,
        ),
    )
