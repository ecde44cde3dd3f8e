"""Brings a database to the schema this program works with, and refuses what it does not know."""

from __future__ import annotations

import enum
import logging
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.engine import Database
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.storage_errors import plain

log = logging.getLogger(__name__)

HEAD = "0001"
"""The newest revision; a test keeps it equal to the migrations', so that start-up needs no alembic."""

KNOWN = frozenset({"0001"})


class SchemaState(enum.StrEnum):
    """How a database stands towards this program."""

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
    """Look, change nothing. Raises ``StorageTrouble`` when the database cannot be read."""
    try:
        with database.engine.connect() as connection:
            return _status(connection)
    except SQLAlchemyError as error:
        raise plain(error) or error from error


def _status(connection: Connection) -> SchemaStatus:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        state = SchemaState.FOREIGN if tables else SchemaState.EMPTY
        return SchemaStatus(state, None)
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return SchemaStatus(SchemaState.EMPTY, None)
    if revision == HEAD:
        return SchemaStatus(SchemaState.CURRENT, revision)
    return SchemaStatus(SchemaState.OLDER if revision in KNOWN else SchemaState.NEWER, revision)


def ensure_current(database: Database, home: Home) -> SchemaStatus:
    """Upgrade if needed, after a copy of the file; the status found before.

    Raises ``StorageTrouble`` for a newer or a foreign database: it is left as it is.
    """
    found = status(database)
    if found.state is SchemaState.NEWER:
        message = (
            f"This database was made by a newer version of the program (revision {found.revision}). "
            "It was left as it is. Install the newer version to open it."
        )
        raise StorageTrouble(message, retry=False)
    if found.state is SchemaState.FOREIGN:
        message = "This database belongs to another program. It was left as it is. Choose another one."
        raise StorageTrouble(message, retry=False)
    if found.state is SchemaState.OLDER:
        copy_before_upgrade(database, home, found)
    if found.state is not SchemaState.CURRENT:
        upgrade(database)
    return found


def copy_before_upgrade(database: Database, home: Home, found: SchemaStatus) -> None:
    """Copy an SQLite file beside the upgrade; a server has backups of its own."""
    if database.file is None:
        return
    home.copies.mkdir(parents=True, exist_ok=True)
    target = home.copies / f"before-{HEAD}-from-{found.revision}.db"
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        with database.engine.connect() as connection:
            connection.rollback()
            connection.connection.execute("VACUUM INTO ?", (str(part),))
    except SQLAlchemyError as error:
        part.unlink(missing_ok=True)
        raise plain(error) or error from error
    part.replace(target)


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations in one transaction: all of them, or none."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "fitnesscrm_desktop.models:migrations")
    try:
        with database.write_engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except SQLAlchemyError as error:
        raise plain(error) or error from error
