"""What happens to files by itself."""

from __future__ import annotations

from fitnesscrm_desktop.services.files.service import FileService
from fitnesscrm_desktop.services.jobs.results import Daily, JobContext, JobSpec

_AT = "04:40"


def file_jobs(files: FileService) -> tuple[JobSpec, ...]:
    """Removes for good what was removed a month ago."""

    def tidy(context: JobContext) -> str:
        removed = files.tidy(context.actor, context.stop)
        contents = "1 content" if removed == 1 else f"{removed} contents"
        return f"Removed {contents} for good." if removed else ""

    return (
        JobSpec(
            "files",
            "Files",
            "Removes for good what was removed 30 days ago, and what was left over.",
            Daily(_AT),
            tidy,
        ),
    )
