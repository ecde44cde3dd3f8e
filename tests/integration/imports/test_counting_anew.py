"""After a large import the database knows what its tables hold now."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.imports import importing
from tests.integration.imports.conftest import RunImport, WriteFile

ROWS = [f"Ann;Doe{number};;;;;;" for number in range(3)]


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small file count as a large one."""
    monkeypatch.setattr(importing, "MANY", 3)


@pytest.fixture
def full_disk(services: Services) -> Iterator[None]:
    """Leave no room for counting."""

    def fail(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("ANALYZE"):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    event.listen(services.core.database.engine, "before_cursor_execute", fail)
    yield
    event.remove(services.core.database.engine, "before_cursor_execute", fail)


def known_clients(services: Services) -> int:
    """How many clients the database believes to have; -1: it has never counted."""
    counted = text("SELECT reltuples FROM pg_class WHERE relname = 'client'")
    with services.core.read() as session:
        if services.core.database.is_sqlite:
            counted = text("SELECT max(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = 'client'")
            if not session.execute(text("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'")).all():
                return -1
        return int(session.execute(counted).scalar_one())


def test_the_database_knows_how_many_there_are_now(
    services: Services, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    run_import(write_csv_file(*ROWS))
    assert known_clients(services) == 3


def test_a_few_more_are_not_counted(
    services: Services, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    run_import(write_csv_file(*ROWS[:2]))
    assert known_clients(services) == -1


@pytest.mark.usefixtures("full_disk")
def test_an_import_is_done_even_if_nothing_can_be_counted(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    assert run_import(write_csv_file(*ROWS)).imported == 3
    assert [run.imported for run in services.imports.past(owner)] == [3]
    assert known_clients(services) == -1
