"""The file in which all programs of a PC note when they asked a model."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

WAIT = 5.0
"""Seconds another program may hold the file."""


def note_request(file: Path, since: datetime, now: datetime, most: int) -> Sequence[datetime]:
    """The requests after *since*, in their order; one more is noted now if they were fewer than *most*.

    Raises ``OSError`` if the file cannot be read and written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(file, timeout=WAIT, isolation_level=None)) as connection:
            return _noted(connection, since, now, most)
    except sqlite3.Error as reason:
        raise OSError(str(reason)) from reason


def _noted(connection: sqlite3.Connection, since: datetime, now: datetime, most: int) -> Sequence[datetime]:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE IF NOT EXISTS request (at REAL NOT NULL)")
    # What lies ahead was noted before the clock was put right.
    connection.execute("DELETE FROM request WHERE at <= ? OR at > ?", (since.timestamp(), now.timestamp()))
    rows = connection.execute("SELECT at FROM request ORDER BY at").fetchall()
    if len(rows) < most:
        connection.execute("INSERT INTO request VALUES (?)", (now.timestamp(),))
    connection.execute("COMMIT")
    return tuple(datetime.fromtimestamp(at, UTC) for (at,) in rows)
