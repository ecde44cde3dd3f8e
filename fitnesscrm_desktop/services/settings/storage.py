"""Where the studio's data is and how much of it there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from fitnesscrm_desktop.services.core.engine import Database

_BESIDE = ("", "-wal", "-shm")
"""What belongs to an SQLite database besides its file."""


@dataclass(frozen=True, slots=True)
class CopyOnDisk:
    """One copy of the database file."""

    file: Path
    size: int
    """Bytes."""
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StorageFacts:
    """The database in figures."""

    label: str
    """File or address, never with a password."""
    kind: str
    """SQLite or PostgreSQL, with the version."""
    folder: Path | None
    """Where the file is; None for a server."""
    size: int
    """Bytes, with everything that belongs to it."""
    revision: str
    copies: tuple[CopyOnDisk, ...]
    """The newest first."""
    copies_folder: Path


def look_at_storage(session: Session, database: Database, copies_folder: Path) -> StorageFacts:
    """Look at files and ask the database."""
    if database.is_sqlite:
        kind = f"SQLite {session.scalar(text('SELECT sqlite_version()'))}"
        file = database.file
        size = sum(_size(Path(f"{file}{beside}")) for beside in _BESIDE) if file else 0
    else:
        kind = f"PostgreSQL {session.scalar(text('SHOW server_version'))}"
        file, size = None, int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    return StorageFacts(
        label=database.label,
        kind=kind,
        folder=file.absolute().parent if file else None,
        size=size,
        revision=str(session.scalar(text("SELECT version_num FROM alembic_version")) or ""),
        copies=_copies(copies_folder),
        copies_folder=copies_folder,
    )


def _copies(folder: Path) -> tuple[CopyOnDisk, ...]:
    found = []
    for file in folder.glob("*.db"):
        try:
            facts = file.stat()
        except OSError:  # removed a moment ago
            continue
        found.append(CopyOnDisk(file, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC)))
    return tuple(sorted(found, key=lambda copy: copy.made_at, reverse=True))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
