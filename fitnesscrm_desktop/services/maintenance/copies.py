"""Copies of the database file, proven to be whole; of those made before an upgrade the last few are kept."""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.maintenance.peek import WAIT_SECONDS, count_rows, is_sound, row_counts
from fitnesscrm_desktop.services.maintenance.read_only import open_read_only

KEPT = 5
MEGABYTE = 1024 * 1024
SPARE_BYTES = 20 * MEGABYTE
_UNPROVEN = (
    "The copy that is made before an upgrade could not be proven to be whole. Nothing was changed. "
    "Check the disk, then start again."
)


class Unproven(Exception):
    """A copy differs from its original, or is damaged."""


def copy_before_upgrade(file: Path, home: Home, revision: str, now: datetime) -> Path:
    """Copy *file* while nobody writes to it (the caller holds the lock); where the copy is.

    The copy is opened, checked and counted against the original before it gets its name. Raises
    ``StorageTrouble``; the original is left as it is.
    """
    target = home.copies / f"{file.stem}-{now:%Y%m%d-%H%M%S}-revision-{revision}.db"
    part = target.with_suffix(".part")
    try:
        home.copies.mkdir(parents=True, exist_ok=True, mode=0o700)
        _refuse_little_room(file, home.copies)
        write_copy(file, part)
        part.replace(target)
    except Unproven as error:
        raise StorageTrouble(_UNPROVEN) from error
    except (OSError, sqlite3.Error) as error:
        message = (
            f"The copy that is made before an upgrade could not be written to {home.copies}: {error}. "
            "Nothing was changed. Free some space or mend the folder, then start again."
        )
        raise StorageTrouble(message) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    _forget_old(home.copies, file.stem)
    return target


def _refuse_little_room(file: Path, folder: Path) -> None:
    needed = 2 * file.stat().st_size + SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        message = (
            f"An upgrade needs {needed // MEGABYTE} MB of free disk space, {free // MEGABYTE} MB are left. "
            "Nothing was changed. Free some space, then start again."
        )
        raise StorageTrouble(message)


def write_copy(file: Path, part: Path) -> int:
    """Copy *file* to *part* while others may go on writing, prove the copy; how many rows it has.

    Raises ``Unproven`` and the errors of files and SQLite. A copy that a full disk cut short opens as an
    empty database and is sound, so its rows are counted.
    """
    part.unlink(missing_ok=True)
    with (
        closing(open_read_only(file, wait_seconds=WAIT_SECONDS)) as source,
        closing(sqlite3.connect(part)) as copy,
    ):
        source.execute("BEGIN")  # what is counted is what is copied
        expected = count_rows(source)
        source.backup(copy)
    found = row_counts(part)
    if not is_sound(part) or found != expected:
        raise Unproven(str(part))
    _flush_to_disk(part)
    return sum(found.values())


def _flush_to_disk(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget_old(folder: Path, stem: str) -> None:
    """Keep the newest; a copy that cannot be removed now is removed after the next upgrade."""
    for unfinished in folder.glob(f"{glob.escape(stem)}-*-revision-*.part"):  # of an upgrade that was killed
        unfinished.unlink(missing_ok=True)
    copies = sorted(folder.glob("*-revision-*.db"), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in copies[KEPT:]:
        each.unlink(missing_ok=True)
