"""Looks into an SQLite file without making, changing or locking anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from fitnesscrm_desktop.services.core.engine import PATIENCE_MS

WAIT_SECONDS = PATIENCE_MS / 1000


@contextmanager
def peek(file: Path) -> Iterator[Connection]:
    """A connection that can only read *file*, which has to exist.

    Raises SQLAlchemy's errors when it cannot be opened.
    """
    engine = create_engine("sqlite://", creator=lambda: open_read_only(file), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def open_read_only(file: Path) -> sqlite3.Connection:
    """The driver's own connection, read-only.

    Even a reader leaves files beside a database in WAL mode. Without a log beside it nobody has it open, so
    it is read as something that cannot change, which leaves nothing behind.
    """
    mode = "mode=ro" if _is_in_use(file) else "mode=ro&immutable=1"
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?{mode}", uri=True, timeout=WAIT_SECONDS, check_same_thread=False
    )


def _is_in_use(file: Path) -> bool:
    return any(file.with_name(file.name + ending).exists() for ending in ("-wal", "-journal"))


def row_counts(file: Path) -> dict[str, int]:
    """How many rows each table of *file* has (without those that the search index makes for itself)."""
    with closing(open_read_only(file)) as connection:
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
    with closing(open_read_only(file)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
