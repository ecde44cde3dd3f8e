"""Opens an SQLite file so that nothing in it, or beside it, can change."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from fitnesscrm_desktop.services.core.full_disk import as_it_is, lacks_room


def open_read_only(file: Path, *, wait_seconds: float) -> sqlite3.Connection:
    """The driver's own connection, read-only.

    Even a reader leaves files beside a database in WAL mode. Without a log beside it nobody has it open, so
    it is read as something that cannot change, which leaves nothing behind.
    """
    mode = "mode=ro" if _is_in_use(file) else "mode=ro&immutable=1"
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?{mode}", uri=True, timeout=wait_seconds, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA schema_version")  # the first look is the one that needs files beside it
    except sqlite3.OperationalError as error:
        still = as_it_is(file) if lacks_room(error) else None
        if still is not None:
            connection.close()
            return still
    return connection


def _is_in_use(file: Path) -> bool:
    return any(file.with_name(file.name + ending).exists() for ending in ("-wal", "-journal"))
