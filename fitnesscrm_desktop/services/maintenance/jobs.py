"""What the studio does by itself for the safety of its data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.clock import real_now
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.files.places import content_folder, spare_folder, stem_of
from fitnesscrm_desktop.services.jobs.results import Daily, JobContext, JobSpec
from fitnesscrm_desktop.services.maintenance.backups import back_up
from fitnesscrm_desktop.services.maintenance.content_copies import (
    ContentBackedUp,
    back_up_content,
    copies_of,
)
from fitnesscrm_desktop.services.maintenance.quick_check import quick_check

BACKUP, INTEGRITY = "backup", "integrity"
_BACKUP_AT, _INTEGRITY_AT = "05:00", "05:30"


def _copy_content(copy: Path, file: Path, home: Home, now: datetime) -> ContentBackedUp:
    spare = spare_folder(file, home)
    copies = copies_of(stem_of(file, home.backups), home.backups)
    return back_up_content(copy, copies, content_folder(file, home), spare, now)


def maintenance_jobs(core: Core, home: Home) -> tuple[JobSpec, ...]:
    """The daily copy, and the daily look whether the database is whole."""

    def copy(_context: JobContext) -> str:
        if core.database.file is None:
            return "The database is on a server, which has backups of its own: see that they are made."
        file = core.database.file
        now = real_now(core.clock)
        made = back_up(file, home.backups, now)
        said = (
            f"Copied {made.rows} rows to {made.file.name} and proved the copy; {made.kept} copies are kept."
        )
        files = _copy_content(made.file, file, home, now)
        if files.missing:
            raise StorageTrouble(
                f"{said} But {files.missing} files have no content any more: ask the doctor."
            )
        went = "1 new content" if files.copied == 1 else f"{files.copied} new contents"
        return f"{said} {went} of files went along." if files.copied else said

    def check(_context: JobContext) -> str:
        found = quick_check(core.database)
        if found:
            raise StorageTrouble(found)
        if core.database.file is None:
            return "The server answers; it looks after its own files."
        return "The database is whole."

    return (
        JobSpec(
            INTEGRITY,
            "Database check",
            "Looks whether the database file is whole.",
            Daily(_INTEGRITY_AT),
            check,
        ),
        JobSpec(
            BACKUP,
            "Daily backup",
            "Copies the database and proves that the copy is whole.",
            Daily(_BACKUP_AT),
            copy,
        ),
    )
