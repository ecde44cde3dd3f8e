"""A studio that was made by an older version of the program is brought to the newer schema, or left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.services.core.engine import Database, open_database, sqlite_url
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.maintenance import copies, schema
from fitnesscrm_desktop.services.maintenance.peek import row_counts
from tests.migrations.chain import LATER, NEWEST, write_chain
from tests.support.clock import FakeClock
from tests.support.schema import check, configuration

Later = Callable[..., None]


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Turn the program into a later version of itself, whose schema goes further."""

    def become(*, last: str = "") -> None:
        monkeypatch.setattr(schema, "SCRIPTS", write_chain(tmp_path / f"chain{len(last)}", last=last))
        monkeypatch.setattr(schema, "HEAD", LATER)
        monkeypatch.setattr(schema, "KNOWN", frozenset({*schema.KNOWN, "9001", LATER}))

    return become


@pytest.fixture
def home() -> Home:
    return Home.find()


@pytest.fixture
def old_studio(home: Home) -> Path:
    """Make a file with a studio in it, as today's version does."""
    services = start(home)
    services.demo.fill(command_line(), clients=30, years=1, seed=1, today=date(2026, 3, 1))
    services.close()
    return home.database


def test_head_and_known_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    assert scripts.get_current_head() == schema.HEAD
    assert {script.revision for script in scripts.walk_revisions()} == schema.KNOWN


def test_models_and_migrations_agree(database: Database) -> None:
    assert check(database) == ""


def test_an_older_file_is_copied_and_upgraded(home: Home, old_studio: Path, later: Later) -> None:
    rows = row_counts(old_studio)
    later()
    start(home).close()
    assert schema.status(open_database(sqlite_url(old_studio))).state is schema.SchemaState.CURRENT
    upgraded = row_counts(old_studio)
    assert {name: upgraded[name] for name in rows} == rows
    assert upgraded["locker"] == 30
    (copy,) = home.copies.iterdir()
    assert copy.name.endswith(f"-revision-{NEWEST}.db")
    assert row_counts(copy) == rows


def test_an_older_database_on_either_server_is_upgraded(database: Database, home: Home, later: Later) -> None:
    later()
    found = schema.ensure_current(database, home)
    assert found.state is schema.SchemaState.OLDER
    assert schema.status(database).revision == LATER
    with database.engine.connect() as connection:
        assert {"locker", "towel"} <= set(inspect(connection).get_table_names())
    assert schema.ensure_current(database, home).state is schema.SchemaState.CURRENT


def test_a_migration_that_fails_leaves_the_old_schema(database: Database, home: Home, later: Later) -> None:
    later(last="raise RuntimeError('the developer was tired')")
    with pytest.raises(RuntimeError, match="tired"):
        schema.ensure_current(database, home)
    assert schema.status(database).revision == NEWEST
    with database.engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        assert connection.scalar(text("SELECT count(*) FROM client")) == 0
    assert not {"locker", "towel"} & names


def test_an_older_program_refuses_the_newer_file(
    home: Home, old_studio: Path, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    later()
    start(home).close()
    monkeypatch.undo()
    monkeypatch.setenv("FITNESSCRM_HOME", str(home.root))
    before = row_counts(old_studio)
    with pytest.raises(StorageTrouble, match="newer version of the program"):
        start(home)
    assert row_counts(old_studio) == before


def test_the_last_five_copies_are_kept(home: Home, old_studio: Path, clock: FakeClock) -> None:
    made = []
    for _ in range(7):
        clock.advance(timedelta(minutes=1))
        made.append(copies.copy_before_upgrade(old_studio, home, NEWEST, clock.now()))
    assert sorted(home.copies.iterdir()) == sorted(made[-5:])


def test_a_copy_that_differs_is_not_trusted(
    home: Home, old_studio: Path, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup interrupted by a full disk opens as an empty database and passes every check but the count."""
    later()
    monkeypatch.setattr(copies, "row_counts", lambda _copy: {"client": 0})
    with pytest.raises(StorageTrouble, match=r"could not be proven.*Nothing was changed"):
        start(home)
    assert list(home.copies.iterdir()) == []
    assert schema.status(open_database(sqlite_url(old_studio))).revision == NEWEST


def test_no_room_for_a_copy(
    home: Home, old_studio: Path, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    later()
    monkeypatch.setattr(copies, "SPARE_BYTES", 10**15)
    with pytest.raises(StorageTrouble, match="of free disk space"):
        start(home)
    assert schema.status(open_database(sqlite_url(old_studio))).revision == NEWEST


def test_a_folder_for_copies_that_cannot_be_made(home: Home, old_studio: Path, later: Later) -> None:
    later()
    home.copies.write_text("in the way")
    with pytest.raises(StorageTrouble, match=r"could not be written.*Nothing was changed"):
        start(home)
    assert schema.status(open_database(sqlite_url(old_studio))).revision == NEWEST


def test_a_file_in_use_by_another_desk_is_upgraded_with_all_it_wrote(
    home: Home, old_studio: Path, later: Later
) -> None:
    """What lies in the log beside the file is part of the copy, too."""
    other = sqlite3.connect(old_studio, isolation_level=None)
    other.execute("PRAGMA wal_autocheckpoint = 0")
    other.execute("INSERT INTO household (name) VALUES ('just now')")
    later()
    start(home).close()
    other.close()
    (copy,) = home.copies.iterdir()
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM household WHERE name = 'just now'").fetchone() == (1,)
    connection.close()


def test_an_empty_file_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "studio.db"
    database = open_database(sqlite_url(file))
    assert schema.status(database).state is schema.SchemaState.MISSING
    assert not file.exists()
    file.touch()
    assert schema.status(database).state is schema.SchemaState.EMPTY
    assert file.stat().st_size == 0
    database.dispose()
