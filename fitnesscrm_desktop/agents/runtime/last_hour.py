"""How often the models of this PC were asked within an hour, by whichever program."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fitnesscrm_desktop.agents.runtime.errors import LimitReached

LOG = logging.getLogger(__name__)
HOUR = timedelta(hours=1)
WAIT = 5.0
"""Seconds another program may hold the file."""


class LastHour:
    """The requests of the last hour, whichever models they went to. From any thread.

    They stand in *file*, so that a window and what runs beside it keep the limit together. Without a file, or
    when it cannot be written, this program counts for itself: a full disk is no reason to write nothing.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._begun: list[datetime] = []

    def count(self, now: datetime, most: int) -> None:
        """One more. Raises ``LimitReached`` if there were *most* already."""
        with self._lock:
            if self._file is not None:
                try:
                    self._count_in(self._file, now, most)
                except (sqlite3.Error, OSError) as reason:
                    LOG.info("the requests of the last hour cannot be kept: %s", reason)
                else:
                    return
            self._begun = [each for each in self._begun if now - HOUR < each <= now]
            _check(self._begun, now, most)
            self._begun.append(now)

    def _count_in(self, file: Path, now: datetime, most: int) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=WAIT, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("CREATE TABLE IF NOT EXISTS request (at REAL NOT NULL)")
            first, last = (now - HOUR).timestamp(), now.timestamp()
            # What lies ahead was counted before the clock was put right.
            connection.execute("DELETE FROM request WHERE at <= ? OR at > ?", (first, last))
            rows = connection.execute("SELECT at FROM request ORDER BY at").fetchall()
            _check([datetime.fromtimestamp(at, UTC) for (at,) in rows], now, most)
            connection.execute("INSERT INTO request VALUES (?)", (last,))
            connection.execute("COMMIT")


def _check(begun: Sequence[datetime], now: datetime, most: int) -> None:
    if len(begun) >= most:
        minutes = int((begun[-most] + HOUR - now).total_seconds() // 60) + 1
        raise LimitReached(
            f"The limit of {most} requests to the model within an hour is reached. "
            f"The next one is possible in {minutes} min."
        )
