"""Puts made-up rows into the database by the thousand, with ids of our own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import Base

ROWS_AT_ONCE = 4000


def table_of(mapped: type[Base]) -> Table:
    """The table behind a mapped class."""
    return Base.metadata.tables[mapped.__tablename__]


class Rows:
    """Collects rows, a table at a time, and stores them in bunches; *stored* is told how many each time."""

    def __init__(self, session: Session, stored: Callable[[int], None]) -> None:
        self._connection = session.connection()
        self._stored = stored
        self._waiting: dict[Table, list[Mapping[str, Any]]] = defaultdict(list)
        self._last_ids: dict[Table, int] = {}

    def next_id(self, mapped: type[Base]) -> int:
        """The id of the next row of *mapped*: they are given out in order."""
        table = table_of(mapped)
        if table not in self._last_ids:
            self._last_ids[table] = self._connection.scalar(select(func.max(table.c.id))) or 0
        self._last_ids[table] += 1
        return self._last_ids[table]

    def add(self, mapped: type[Base], **values: Any) -> None:
        """Store a row some time before ``flush`` returns. All rows of a table name the same columns."""
        table = table_of(mapped)
        bunch = self._waiting[table]
        bunch.append(values)
        if len(bunch) >= ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Store what waits, in the order in which the tables depend on each other."""
        for table in Base.metadata.sorted_tables:
            self._send(table)

    def finish(self) -> None:
        """Store the rest, and let the server go on counting where our ids end."""
        self.flush()
        if self._connection.dialect.name == "postgresql":
            for table, last in self._last_ids.items():
                counter = func.pg_get_serial_sequence(text(f"'{table.name}'"), text("'id'"))
                self._connection.execute(select(func.setval(counter, last)))

    def _send(self, table: Table) -> None:
        bunch = self._waiting.pop(table, None)
        if bunch:
            self._connection.execute(insert(table), bunch)
            self._stored(len(bunch))
