"""What the assistant does by itself: it forgets what it wrote long ago."""

from __future__ import annotations

from fitnesscrm_desktop.services.assistant.runs import KEPT, forget_old_runs
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.jobs.results import Daily, JobContext, JobSpec

TIDY = "assistant"
_AT = "04:30"


def assistant_jobs(core: Core) -> tuple[JobSpec, ...]:
    """One job: texts about clients are not kept for ever."""

    def tidy(context: JobContext) -> str:
        forgotten = 0
        while not context.stop.is_set():
            with core.write() as work:
                now_gone = forget_old_runs(work.session, context.now)
            forgotten += now_gone
            if not now_gone:
                break
        return f"Forgot {forgotten} texts of the assistant." if forgotten else ""

    about = f"Forgets what the assistant wrote more than {KEPT.days} days ago."
    return (JobSpec(TIDY, "Old drafts", about, Daily(_AT), tidy),)
