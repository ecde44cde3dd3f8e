"""Encrypted content as files in a folder beside a SQLite database, each called by its hash.

What is on its way in has another name until it is whole and on the disk.
"""

from __future__ import annotations

import errno
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.processes import is_gone, is_running, process_mark
from fitnesscrm_desktop.services.files.framing import HEAD, Piece, boxes_of, mark_of

_HASH = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"(\d+-\d+)\.[0-9a-f]{32}\.part")
_FOLDER = re.compile(r"[0-9a-f]{2}")
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
LONG_AGO = timedelta(hours=1)
"""After so long an unfinished file is nobody's: programs elsewhere have numbers of their own."""
NEVER_SO_LONG = timedelta(days=1)
"""Nobody writes a file for so long: then the number of the program may well be another one's by now."""


class ContentFolder:
    """Knows names and bytes only: nothing here is readable, and no name comes from a person."""

    def __init__(self, root: Path, spare: Path | None = None) -> None:
        self.root = root
        self.spare = None if spare is None else ContentFolder(spare)
        """Where the backup keeps copies."""

    def file_of(self, digest: str) -> Path:
        """Where content lies. Two letters of its name make a folder, so that none grows endless."""
        if not _HASH.fullmatch(digest):
            message = "a content hash has 64 hexadecimal digits"
            raise ValueError(message)
        return self.root / digest[:2] / digest

    def write_part(self, boxes: Iterable[Piece]) -> Path:
        """Write *boxes* to a new file that has no name yet; it is on the disk when this returns.

        Raises ``StorageTrouble``, and then nothing is left of it.
        """
        part = self.root / f"{process_mark()}.{uuid.uuid4().hex}.part"
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(
                part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
            )
            with os.fdopen(descriptor, "wb") as stream:
                for box in boxes:
                    stream.write(box)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            self.drop_part(part)
            raise cannot_store(error, self.root) from error
        except BaseException:
            self.drop_part(part)
            raise
        return part

    def drop_part(self, part: Path) -> None:
        """It is not wanted, or was moved to its place."""
        with suppress(OSError):  # somebody looks at it, such as a virus scanner: the next sweep takes it
            part.unlink(missing_ok=True)

    def put_in_place(self, part: Path, digest: str) -> None:
        """Give *part* its name, in place of what may lie there damaged. Raises ``StorageTrouble``."""
        file = self.file_of(digest)
        try:
            is_new = not file.parent.is_dir()
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                part.replace(file)
            except PermissionError:  # Windows, while somebody reads the same content
                if not file.is_file() or file.stat().st_size != part.stat().st_size:
                    raise
            _flush_folder(file.parent)
            if is_new:
                _flush_folder(self.root)
        except OSError as error:
            raise cannot_store(error, self.root) from error

    def boxes(self, digest: str) -> Iterator[bytes]:
        """What lies there, box by box; else what the spare folder has. Raises ``FileNotFoundError``."""
        with self._found(digest).open("rb") as stream:
            yield from boxes_of(stream)

    def size(self, digest: str) -> int | None:
        """How many bytes lie there; None: nothing does."""
        try:
            return self.file_of(digest).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return None

    def key_mark(self, digest: str) -> str | None:
        """By which key what lies there is encrypted; None: nothing does, or it is damaged."""
        with suppress(OSError), self.file_of(digest).open("rb") as stream:
            return mark_of(stream.read(HEAD))
        return None

    def names(self) -> Iterator[str]:
        """The hashes of all that lies there."""
        if self.root.is_dir():
            for folder in self.root.iterdir():
                if folder.is_dir():
                    yield from (each.name for each in folder.iterdir() if _HASH.fullmatch(each.name))

    def remove(self, digest: str) -> None:
        """It is wanted no more."""
        with suppress(OSError):  # somebody has it open: the next sweep takes it
            self.file_of(digest).unlink(missing_ok=True)

    def remove_dead_parts(self, now: datetime) -> int:
        """Remove what programs have left that were ended on the way; how many there were."""
        removed = 0
        for each, mark in self._parts():
            if self._is_nobodys(each, mark, now, LONG_AGO):
                self.drop_part(each)
                removed += 1
        return removed

    def dead_parts(self, now: datetime) -> list[int]:
        """The sizes of what programs have left that were ended on the way, however long ago."""
        sizes = []
        for each, mark in self._parts():
            if self._is_nobodys(each, mark, now, timedelta(0)):
                with suppress(FileNotFoundError):  # removed meanwhile
                    sizes.append(each.stat().st_size)
        return sizes

    def strangers(self) -> list[str]:
        """What lies there and was never put there by this program."""
        found: list[str] = []
        for each in sorted(self.root.iterdir()) if self.root.is_dir() else ():
            if each.is_dir() and _FOLDER.fullmatch(each.name):
                names = sorted(one.name for one in each.iterdir())
                found += (f"{each.name}/{name}" for name in names if not _HASH.fullmatch(name))
            elif each.is_dir() or not _PART.fullmatch(each.name):
                found.append(each.name)
        return found

    def _parts(self) -> Iterator[tuple[Path, str]]:
        """What is unfinished, with the mark of the program that began it."""
        for each in self.root.iterdir() if self.root.is_dir() else ():
            if mark := _PART.fullmatch(each.name):
                yield each, mark[1]

    @staticmethod
    def _is_nobodys(part: Path, mark: str, now: datetime, waited: timedelta) -> bool:
        try:
            age = now - _changed(part)
        except FileNotFoundError:  # it was finished meanwhile
            return False
        return (is_gone(mark) and age > waited) or (age > NEVER_SO_LONG and not is_running(mark))

    def _found(self, digest: str) -> Path:
        file = self.file_of(digest)
        if self.spare is None or file.exists():
            return file
        spared = self.spare.file_of(digest)
        return spared if spared.exists() else file


def cannot_store(error: OSError, place: Path) -> StorageTrouble:
    """The sentence for a file that could not be written."""
    if error.errno in _FULL:
        return StorageTrouble(
            f"The disk of the folder {place} is full. The file was not stored, everything before is safe. "
            "Free some space there and try again."
        )
    reason = error.strerror or str(error)
    return StorageTrouble(f"Files cannot be stored in {place}: {reason}. Nothing was changed.")


def _changed(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _flush_folder(folder: Path) -> None:
    """A name is on the disk only when its folder is."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
