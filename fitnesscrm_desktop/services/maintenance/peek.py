"""Looks into an SQLite file without making, changing or locking anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from fitnesscrm_desktop.services.core.engine import PATIENCE_MS
from fitnesscrm_desktop.services.maintenance.read_only import open_read_only

WAIT_SECONDS = PATIENCE_MS / 1000


@contextmanager
def peek(file: Path) -> Iterator[Connection]:
    """A connection that can only read *file*, which has to exist.

    Raises SQLAlchemy's errors when it cannot be opened.
    """
    engine = create_engine(
        "sqlite://", creator=lambda: open_read_only(file, wait_seconds=WAIT_SECONDS), poolclass=NullPool
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def row_counts(file: Path) -> dict[str, int]:
    """How many rows each table of *file* has."""
    with closing(open_read_only(file, wait_seconds=WAIT_SECONDS)) as connection:
        return count_rows(connection)


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has (without those that the search index makes for itself)."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " AND name NOT LIKE 'client_search%' ORDER BY name"
    ).fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - from the schema
        for (name,) in names
    }


def is_sound(file: Path) -> bool:
    """Whether the integrity check of *file* finds nothing."""
    with closing(open_read_only(file, wait_seconds=WAIT_SECONDS)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
