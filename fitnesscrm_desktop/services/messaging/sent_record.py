"""What this PC has sent, kept beside the database: a restored backup does not know, and would send it again.

One file for each month in a folder of its own. A line is a hash of the name of a message and the moment: no
address, no word. Lines are only ever added, each flushed to the disk before the database is told, so that
whatever happens to the database, what has left is known. Whole months are thrown away when they are old.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

log = logging.getLogger(__name__)

KEPT_DAYS = 400
"""A backup that is older is not worth restoring."""
_LINE = re.compile(rb"([0-9a-f]{32}) ([0-9]{11})")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])\.log")


class SentRecord:
    """May be used by several threads and programs at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[bytes, tuple[int, ...]] = {}
        self._read_to: dict[str, int] = {}
        self._cleared = False
        self._lock = threading.Lock()

    def add(self, names: Iterable[str], at: datetime) -> None:
        """Write down that messages with these names have left; it is on the disk when this returns.

        A disk that takes nothing does not undo what was sent: that is logged.
        """
        lines = b"".join(b"\n%s %011d" % (_hash(name), int(at.timestamp())) for name in names)
        with self._lock:
            try:
                self._append(f"{at.astimezone(UTC):%Y-%m}.log", lines)
            except OSError as error:
                log.warning("what was sent could not be written down beside the database: %s", error)

    def when(self, names: Iterable[str], after: datetime | None = None) -> datetime | None:
        """When a message with one of these names has left first, or first *after* a moment.

        None: it has not, or long ago.
        """
        since = 0 if after is None else int(after.timestamp()) + 1
        with self._lock:
            self._read_news()
            found = [at for each in map(_hash, names) for at in self._known.get(each, ()) if at >= since]
        return datetime.fromtimestamp(min(found), UTC) if found else None

    def has_any(self) -> bool:
        """Whether anything is written down at all."""
        return bool(self._months())

    def _append(self, name: str, lines: bytes) -> None:
        """Each line begins with its end of line: one that a power cut has torn does not spoil the next."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._cleared:
            self._clear()
        file = self._folder / name
        is_new = not file.exists()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        descriptor = os.open(file, flags, 0o600)
        try:
            os.write(descriptor, lines)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new and os.name == "posix":
            _flush_folder(self._folder)

    def _read_news(self) -> None:
        """What this and other programs have added since the last look."""
        for file in self._months():
            begun = self._read_to.get(file.name, 0)
            if file.stat().st_size <= begun:
                continue
            with file.open("rb") as stream:
                stream.seek(begun)
                content = stream.read()
            for line in content.split(b"\n"):
                if found := _LINE.fullmatch(line):
                    self._known[found[1]] = (*self._known.get(found[1], ()), int(found[2]))
            whole = _LINE.fullmatch(content.rpartition(b"\n")[2]) is not None
            self._read_to[file.name] = begun + (len(content) if whole else content.rfind(b"\n") + 1)

    def _clear(self) -> None:
        """Throw old months away, as seen from the newest: a clock that is wrong for a day clears nothing."""
        self._cleared = True
        months = self._months()
        newest = max((_first_day(file) for file in months), default=date.min)
        for file in months:
            if newest - _first_day(file) > timedelta(days=KEPT_DAYS + 31):
                file.unlink(missing_ok=True)

    def _months(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(file for file in self._folder.iterdir() if _MONTH.fullmatch(file.name))


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode()).hexdigest()[:32].encode()


def _first_day(file: Path) -> date:
    return date(int(file.name[:4]), int(file.name[5:7]), 1)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
