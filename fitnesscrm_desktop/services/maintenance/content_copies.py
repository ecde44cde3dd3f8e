"""The backup takes the content of files along: encrypted, each once, for as long as a copy refers to it."""

from __future__ import annotations

import filecmp
import glob
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.files.folder import LONG_AGO, ContentFolder, cannot_store
from fitnesscrm_desktop.services.maintenance.copies import MEGABYTE, SPARE_BYTES
from fitnesscrm_desktop.services.maintenance.peek import WAIT_SECONDS
from fitnesscrm_desktop.services.maintenance.read_only import open_read_only


@dataclass(frozen=True, slots=True)
class ContentBackedUp:
    """How many contents were copied now, and how many are not there to be copied."""

    copied: int
    missing: int


def back_up_content(
    copy: Path, copies: Iterable[Path], content: Path, spare: Path, now: datetime
) -> ContentBackedUp:
    """Copy what the database *copy* refers to from *content* to *spare*; forget what none of *copies* needs.

    Raises ``StorageTrouble``. A content gets its name when all of it is there; what is there stays, because
    content never changes; only what was encrypted anew, with a newer key, takes the place of the older.
    """
    source, target = ContentFolder(content), ContentFolder(spare)
    _sweep(target, now)
    key = newest_key(copy)

    def is_stale(digest: str) -> bool:
        """Somebody brought again what no key opened any more: the copy is to open, too."""
        return key is not None and target.key_mark(digest) != key == source.key_mark(digest)

    wanted = {each for each in referred_to(copy) if target.size(each) is None or is_stale(each)}
    there = {each: size for each in wanted if (size := source.size(each)) is not None}
    _refuse_little_room(sum(there.values()), spare)
    for digest in sorted(there):
        _copy(source, target, digest)
    still = {digest for each in copies for digest in referred_to(each)}
    for digest in set(target.names()) - still:
        target.remove(digest)
    return ContentBackedUp(len(there), len(wanted) - len(there))


def copies_of(stem: str, folder: Path) -> list[Path]:
    """The copies of a database that are kept."""
    return [*folder.glob(f"{glob.escape(stem)}-*.db")]


def referred_to(file: Path) -> set[str]:
    """The contents that a copy of a database refers to; one of an older schema knows none."""
    with closing(open_read_only(file, wait_seconds=WAIT_SECONDS)) as connection:
        try:
            return {str(row[0]) for row in connection.execute("SELECT hash FROM stored_content")}
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return set()
            raise


def newest_key(file: Path) -> str | None:
    """By which fingerprint a copy of a database knows the key of what comes in."""
    with closing(open_read_only(file, wait_seconds=WAIT_SECONDS)) as connection:
        try:
            row = connection.execute("SELECT fingerprint FROM file_key ORDER BY id DESC LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
    return None if row is None else str(row[0])


def _copy(source: ContentFolder, target: ContentFolder, digest: str) -> None:
    part = target.write_part(source.boxes(digest))
    try:
        if not filecmp.cmp(source.file_of(digest), part, shallow=False):
            raise StorageTrouble(
                "A file could not be proven to be copied whole. Check the disk, then try again."
            )
        target.put_in_place(part, digest)
    except OSError as error:
        raise cannot_store(error, target.root) from error
    finally:
        target.drop_part(part)


def _sweep(target: ContentFolder, now: datetime) -> None:
    """Remove what programs have begun here and were ended at; an hour ago and longer."""
    target.remove_dead_parts(now)
    for part in target.root.glob("??/*.part"):  # as they were called until version 0.1
        with suppress(OSError):
            if now - datetime.fromtimestamp(part.stat().st_mtime, UTC) > LONG_AGO:
                part.unlink(missing_ok=True)


def _refuse_little_room(needed: int, folder: Path) -> None:
    place = folder if folder.exists() else folder.parent
    free = shutil.disk_usage(place).free
    if needed and free < needed + SPARE_BYTES:
        message = (
            f"The daily backup needs {(needed + SPARE_BYTES) // MEGABYTE} MB of free disk space in {place} "
            f"for files, {free // MEGABYTE} MB are left. The database is copied. "
            "Free some space, then run it again."
        )
        raise StorageTrouble(message)
