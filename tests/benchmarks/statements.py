"""Watches the statements that a studio sends to its database: the text, the values, the time."""

from __future__ import annotations

import functools
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from fitnesscrm_desktop.bootstrap import Services


@dataclass(slots=True)
class Watch:
    """Each statement with the seconds it took to run and to hand out its rows."""

    sent: list[tuple[str, Any]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        """Seconds of the slowest statement."""
        return max(self.seconds, default=0.0)

    @property
    def slowest_statement(self) -> str:
        """Its text."""
        return " ".join(self.sent[self.seconds.index(self.slowest)][0].split()) if self.seconds else ""


def _cursor_of(watch: Watch) -> type[sqlite3.Cursor]:
    """A cursor that tells *watch*; SQLite works while rows are fetched, so that counts too."""

    class Watched(sqlite3.Cursor):
        def execute(self, statement: str, parameters: Any = (), /) -> Any:
            begun = time.perf_counter()
            try:
                return super().execute(statement, parameters)
            finally:
                watch.sent.append((statement, parameters))
                watch.seconds.append(time.perf_counter() - begun)

        def fetchall(self) -> list[Any]:
            begun = time.perf_counter()
            try:
                return super().fetchall()
            finally:
                watch.seconds[-1] += time.perf_counter() - begun

        def fetchmany(self, size: int | None = None) -> list[Any]:
            begun = time.perf_counter()
            try:
                return super().fetchmany(self.arraysize if size is None else size)
            finally:
                watch.seconds[-1] += time.perf_counter() - begun

        def fetchone(self) -> Any:
            begun = time.perf_counter()
            try:
                return super().fetchone()
            finally:
                watch.seconds[-1] += time.perf_counter() - begun

    return Watched


class _ServerCursor(psycopg.Cursor[Any]):
    """A cursor that tells a watch; a server has sent all rows when a statement is done."""

    def __init__(self, watch: Watch, connection: psycopg.Connection[Any], **options: Any) -> None:
        super().__init__(connection, **options)
        self._watch = watch

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        begun = time.perf_counter()
        try:
            return super().execute(query, params, **options)
        finally:
            self._watch.sent.append((str(query), params))
            self._watch.seconds.append(time.perf_counter() - begun)


@contextmanager
def watched(services: Services) -> Iterator[Watch]:
    """Watch everything that is sent meanwhile."""
    engine, watch = services.core.database.engine, Watch()
    cursors = _cursor_of(watch)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = None) -> Any:
            del factory
            return super().cursor(cursors)

    def connect(_dialect: Any, _record: Any, arguments: Any, named: Any) -> Any:
        cursor = functools.partial(_ServerCursor, watch)
        return psycopg.connect(*arguments, cursor_factory=cursor, **named)  # type: ignore[arg-type]

    engine.dispose()
    patch = pytest.MonkeyPatch()
    if services.core.database.is_sqlite:
        opened = functools.partial(sqlite3.connect, factory=Connection)
        patch.setattr("fitnesscrm_desktop.services.core.engine.connect", opened)
    else:
        event.listen(engine, "do_connect", connect)
    try:
        with services.core.read():
            pass  # the first connection sets its pragmas
        watch.sent.clear()
        watch.seconds.clear()
        yield watch
    finally:
        patch.undo()
        if not services.core.database.is_sqlite:
            event.remove(engine, "do_connect", connect)
        engine.dispose()
