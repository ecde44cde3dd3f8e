"""Databases for tests: the migrations run once per session, then every test gets a copy."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from fitnesscrm_desktop.services.core.engine import open_database, sqlite_url
from fitnesscrm_desktop.services.maintenance import schema


def migrate(url: str) -> None:
    """Bring *url* to the newest schema."""
    database = open_database(url)
    try:
        schema.upgrade(database)
    finally:
        database.dispose()


class SqliteTemplate:
    """A migrated file to copy."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template.db"
        migrate(sqlite_url(self._file))

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """Give the URL of a fresh, migrated, empty database."""
        yield sqlite_url(Path(shutil.copy(self._file, folder / "studio.db")))


class PostgresTemplate:
    """A migrated database to copy on a server."""

    def __init__(self, server: str) -> None:
        self._server: URL = make_url(server)
        self._prefix = f"fitnesscrm_test_{os.getpid()}"
        self._numbers = itertools.count(1)
        self._create(self._prefix, "template1")
        migrate(self._url(self._prefix))

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Give the URL of a fresh, migrated, empty database, which is dropped at the end."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self._create(name, self._prefix)
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    def close(self) -> None:
        """Drop the template itself."""
        self._drop(self._prefix)

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _create(self, name: str, template: str) -> None:
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)

    def _drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        conninfo = self._server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
