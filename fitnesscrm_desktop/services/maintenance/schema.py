"""Brings a database to the schema this program works with, and refuses what it does not know."""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.clock import Clock, SystemClock
from fitnesscrm_desktop.services.core.engine import Database
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.storage_errors import plain
from fitnesscrm_desktop.services.maintenance import revisions
from fitnesscrm_desktop.services.maintenance.copies import copy_before_upgrade
from fitnesscrm_desktop.services.maintenance.peek import peek

log = logging.getLogger(__name__)

HEAD, KNOWN = revisions.HEAD, revisions.KNOWN
SCRIPTS = "fitnesscrm_desktop.models:migrations"

LONGEST_UPGRADE_MS = 30_000
"""How long a start waits while another desk upgrades the same database."""

_ONE_AT_A_TIME = 7_319_482_611
"""The server's lock that lets only one desk upgrade; any number nobody else uses."""


class SchemaState(enum.StrEnum):
    """How a database stands towards this program."""

    MISSING = "missing"
    """A file that is not there yet; the first start makes it."""
    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """What was found."""

    state: SchemaState
    revision: str | None
    head: str = HEAD


def status(database: Database) -> SchemaStatus:
    """Look; make and change nothing. Raises ``StorageTrouble`` when the database cannot be read."""
    file = database.file
    try:
        if file is None:
            with database.engine.connect() as connection:
                return _status(connection)
        if not file.exists():
            return SchemaStatus(SchemaState.MISSING, None, HEAD)
        with peek(file) as connection:
            return _status(connection)
    except SQLAlchemyError as error:
        raise plain(error, database.file) or error from error
    except OSError as error:
        message = f"The database file {file} cannot be reached: {error.strerror}. Nothing was changed."
        raise StorageTrouble(message) from error


def _status(connection: Connection) -> SchemaStatus:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        return SchemaStatus(SchemaState.FOREIGN if tables else SchemaState.EMPTY, None, HEAD)
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        strange = len(tables) > 1
        return SchemaStatus(SchemaState.FOREIGN if strange else SchemaState.EMPTY, None, HEAD)
    if revision == HEAD:
        return SchemaStatus(SchemaState.CURRENT, revision, HEAD)
    state = SchemaState.OLDER if revision in KNOWN else SchemaState.NEWER
    return SchemaStatus(state, revision, HEAD)


def ensure_current(database: Database, home: Home, *, clock: Clock | None = None) -> SchemaStatus:
    """Upgrade if needed, after a proven copy of the file; the status found before.

    Raises ``StorageTrouble`` for a newer or a foreign database: it is left as it is.
    """
    found = status(database)
    refuse_unknown(found)
    if found.state is not SchemaState.CURRENT:
        upgrade(database, before=lambda revision: _copy(database, home, revision, clock or SystemClock()))
    return found


def refuse_unknown(found: SchemaStatus) -> None:
    """Raise ``StorageTrouble`` for a newer or a foreign database."""
    if found.state is SchemaState.NEWER:
        message = (
            f"This database was made by a newer version of the program (revision {found.revision}). "
            "It was left as it is. Install the newer version to open it."
        )
        raise StorageTrouble(message, retry=False)
    if found.state is SchemaState.FOREIGN:
        message = "This database belongs to another program. It was left as it is. Choose another one."
        raise StorageTrouble(message, retry=False)


def _copy(database: Database, home: Home, revision: str | None, clock: Clock) -> None:
    """A server has backups of its own, and an empty file nothing to keep."""
    if database.file is not None and revision not in {None, HEAD}:
        copy = copy_before_upgrade(database.file, home, str(revision), clock.now())
        log.info("copied the database to %s before the upgrade", copy)


def upgrade(
    database: Database, revision: str = "head", *, before: Callable[[str | None], None] = lambda _found: None
) -> None:
    """Run the migrations in one transaction: all of them, or none.

    *before* is told the revision that was found, while nobody else can write.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    try:
        with _references_unwatched(database) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = {LONGEST_UPGRADE_MS}"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
            before(_status(connection).revision)
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            _refuse_broken_references(connection)
    except SQLAlchemyError as error:
        raise plain(error, database.file) or error from error


@contextmanager
def _references_unwatched(database: Database) -> Iterator[Connection]:
    """SQLite changes most tables by making them anew, and would not drop one that others refer to."""
    with database.patient(LONGEST_UPGRADE_MS).connect() as connection:
        if not database.is_sqlite:
            yield connection
            return
        watch = connection.connection.execute
        watch("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction, so it comes before it
        try:
            yield connection
        finally:
            watch("PRAGMA foreign_keys=ON")


def _refuse_broken_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        message = (
            "The database could not be upgraded: some of its records refer to others that are not there. "
            "It was left as it is. “fitnesscrm doctor” tells more."
        )
        raise StorageTrouble(message, retry=False)
