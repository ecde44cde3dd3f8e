"""The daily copy of the database file: proven whole before it counts, the older ones thinned out."""

from __future__ import annotations

import glob
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.files.places import stem_of
from fitnesscrm_desktop.services.maintenance.copies import MEGABYTE, SPARE_BYTES, Unproven, write_copy

DAYS, WEEKS = 14, 8
_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"-(\d{8}-\d{6})\.db$")


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A copy that was proven, how many rows it has, and how many copies there are now."""

    file: Path
    rows: int
    kept: int


def back_up(file: Path, folder: Path, now: datetime) -> BackedUp:
    """Copy *file* into *folder* while everybody goes on working. Raises ``StorageTrouble``.

    A copy that cannot be proven, or is not finished, never gets the name of one; the older ones stay.
    """
    stem = stem_of(file, folder)
    target = folder / f"{stem}-{now.strftime(_STAMP)}.db"
    part = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for unfinished in folder.glob(f"{glob.escape(stem)}-*.part"):  # the program was killed meanwhile
            unfinished.unlink(missing_ok=True)
        _refuse_little_room(file, folder)
        rows = write_copy(file, part)
        part.replace(target)
    except Unproven as error:
        message = (
            "The daily backup could not be proven to be whole and was thrown away. The older ones are there. "
            "Check the disk, then run the backup again."
        )
        raise StorageTrouble(message) from error
    except (OSError, sqlite3.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = (
            f"The daily backup could not be written to {folder}: {reason}. The older ones are there. "
            "Free some space or mend the folder, then run the backup again."
        )
        raise StorageTrouble(message) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return BackedUp(target, rows, _thin_out(folder, stem))


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which of the copies made at *moments* stay: the newest of each of 14 days and of each of 8 weeks."""
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for moment in sorted(moments, reverse=True):
        days.setdefault(moment.date(), moment)
        weeks.setdefault(moment.isocalendar()[:2], moment)
    return {*list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]}


def _refuse_little_room(file: Path, folder: Path) -> None:
    needed = file.stat().st_size + SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        message = (
            f"The daily backup needs {needed // MEGABYTE} MB of free disk space in {folder}, "
            f"{free // MEGABYTE} MB are left. The older ones are there. Free some space, then run it again."
        )
        raise StorageTrouble(message)


def _thin_out(folder: Path, stem: str) -> int:
    """Remove what is not kept; how many copies are left."""
    made: dict[datetime, Path] = {}
    for each in folder.glob(f"{glob.escape(stem)}-*.db"):
        stamp = _NAME.fullmatch(each.name.removeprefix(stem))
        if stamp is not None:
            made[datetime.strptime(f"{stamp[1]}+0000", f"{_STAMP}%z")] = each
    stay = kept(made)
    for moment, each in made.items():
        if moment not in stay:
            with suppress(OSError):  # somebody has it open: it goes with the next backup
                each.unlink(missing_ok=True)
    return len(stay)
