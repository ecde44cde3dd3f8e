"""The statements that a studio sends to its database, and how a file would answer them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from fitnesscrm_desktop.bootstrap import Services


@contextmanager
def sent_statements(services: Services) -> Iterator[list[str]]:
    """Give the text of each statement that is sent meanwhile."""
    sent: list[str] = []

    def note(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = services.core.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def query_plans(services: Services, about: str) -> Iterator[list[list[str]]]:
    """Give the plan of SQLite, line by line, for each statement with *about* in it that is sent meanwhile."""
    plans: list[list[str]] = []

    def explain(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if about in statement:
            raw = connection.connection.driver_connection
            assert raw is not None
            plans.append([row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)])

    engine = services.core.database.engine
    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        event.remove(engine, "before_cursor_execute", explain)
