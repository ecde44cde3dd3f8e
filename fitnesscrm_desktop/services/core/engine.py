"""Opens the studio's database, SQLite or PostgreSQL, and says in plain words when that fails."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.full_disk import as_it_is, lacks_room
from fitnesscrm_desktop.services.core.storage_errors import FILE_IN_USE
from fitnesscrm_desktop.services.core.write_lock import is_locked, keep_a_log, take_write_lock

PATIENCE_MS = 3000
"""How long a desk waits for another program that does not let go of what it has locked."""
_WRITE = "studio_write"
_PATIENCE = "studio_patience_ms"
_AS_IT_IS = "studio_as_it_is"


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one engine for reads, the same pool for writes."""

    url: URL
    engine: Engine
    write_engine: Engine
    is_sqlite: bool
    """Whether it is a file on this PC."""
    file: Path | None
    """The SQLite file, if it is one."""

    @property
    def label(self) -> str:
        """What the status line calls it; never with a password."""
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)

    def patient(self, patience_ms: int) -> Engine:
        """For work that others may keep waiting for long, and that nobody stands at the desk for."""
        return self.write_engine.execution_options(**{_PATIENCE: patience_ms})

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def sqlite_url(path: Path) -> str:
    """The database URL of a file."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def open_database(url: str, *, patience_ms: int = PATIENCE_MS) -> Database:
    """Open *url* without touching its content.

    Raises ``StorageTrouble`` when the URL cannot be understood.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = (
            "The database address cannot be understood. Use sqlite:///FILE or "
            "postgresql+psycopg://USER@SERVER/DATABASE."
        )
        raise StorageTrouble(message, retry=False) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        engine = _open_sqlite(parsed, patience_ms)
    elif backend == "postgresql":
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=5,
            connect_args={"connect_timeout": 5, "options": _server_options(parsed, patience_ms)},
        )
    else:
        message = f"“{backend}” databases are not supported. Use SQLite or PostgreSQL."
        raise StorageTrouble(message, retry=False)
    is_file = backend == "sqlite"
    file = Path(parsed.database) if is_file and parsed.database else None
    return Database(parsed, engine, engine.execution_options(**{_WRITE: True}), is_file, file)


def _server_options(url: URL, patience_ms: int) -> str:
    """What the address asks for, and that nobody waits for ever for a row somebody else has locked."""
    asked = url.query.get("options", ())
    return " ".join([f"-c lock_timeout={patience_ms}", *([asked] if isinstance(asked, str) else asked)])


def _prepare_to_store(raw: sqlite3.Connection, patience_ms: int) -> None:
    _prepare(raw)
    keep_a_log(raw, patience_ms)
    raw.execute("PRAGMA synchronous=FULL")  # an acknowledged write survives a power cut


def _prepare(raw: sqlite3.Connection) -> None:
    raw.isolation_level = None  # transactions are begun by the engine, not guessed by the driver
    for pragma in ("foreign_keys=ON", "temp_store=MEMORY", "cache_size=-6000"):
        raw.execute(f"PRAGMA {pragma}")


def _open_sqlite(url: URL, patience_ms: int) -> Engine:
    engine = create_engine(url, connect_args={"timeout": patience_ms / 1000, "check_same_thread": False})

    @event.listens_for(engine, "do_connect")
    def open_file(_dialect: Any, record: Any, arguments: Any, options: Any) -> sqlite3.Connection:
        raw: sqlite3.Connection = connect(*arguments, **options)
        try:
            _prepare_to_store(raw, patience_ms)
        except sqlite3.OperationalError as error:
            raw.close()
            still = as_it_is(Path(url.database)) if url.database and lacks_room(error) else None
            if still is None:
                raise
            _prepare(still)
            record.info[_AS_IT_IS] = True
            return still
        return raw

    @event.listens_for(engine, "checkin")
    def give_back(_connection: Any, record: Any) -> None:
        """The next look tries again to open the file as one that changes."""
        if record.info.pop(_AS_IT_IS, False):
            record.invalidate(soft=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """Writers queue for the lock before they look; a deferred BEGIN would fail half-way."""
        options = connection.get_execution_options()
        if not options.get(_WRITE, False):
            connection.exec_driver_sql("BEGIN")
            return
        try:
            raw = cast("sqlite3.Connection", connection.connection.driver_connection)
            take_write_lock(raw, options.get(_PATIENCE, patience_ms))
        except sqlite3.OperationalError as error:
            if is_locked(error):
                raise StorageTrouble(FILE_IN_USE) from error
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails alike, with an error SQLAlchemy knows

    return engine
