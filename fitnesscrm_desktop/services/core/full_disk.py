"""Reads a studio's file where there is no room for what SQLite keeps beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

NO_ROOM = ("database or disk is full", "disk i/o error")
"""With hardly a byte free SQLite cannot even begin, and calls that an error of the disk."""


def lacks_room(error: sqlite3.Error) -> bool:
    """Whether *error* may mean that the disk is full."""
    return any(sign in str(error).lower() for sign in NO_ROOM)


def as_it_is(file: Path) -> sqlite3.Connection | None:
    """The driver's connection to *file* as something that cannot change; None where that would not be true.

    It needs nothing beside the file. What waits in a log there would be missed, so there must be none.
    """
    if not file.is_file() or any(_holds_something(file, ending) for ending in ("-wal", "-journal")):
        return None
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _holds_something(file: Path, ending: str) -> bool:
    beside = file.with_name(file.name + ending)
    return beside.exists() and beside.stat().st_size > 0
