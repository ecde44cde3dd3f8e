"""The daily copy: whole or not there at all, made while others write, and thinned out."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.maintenance import backups, copies
from fitnesscrm_desktop.services.maintenance.peek import count_rows, is_sound, row_counts
from fitnesscrm_desktop.services.maintenance.quick_check import quick_check
from tests.support.clock import START

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def file(services: Services) -> Path:
    found = services.core.database.file
    assert found is not None
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def test_the_copy_holds_everything_and_opens(
    services: Services, owner: Actor, file: Path, folder: Path
) -> None:
    services.clients.add(owner, NewClient("Ada", "Berg"))
    made = backups.back_up(file, folder, START)
    assert row_counts(made.file) == row_counts(file)
    assert made.rows == sum(row_counts(file).values())
    assert made.kept == 1
    assert [each.name for each in folder.iterdir()] == ["studio-20260304-090000.db"]


def test_the_copy_is_whole_while_somebody_writes(
    services: Services, owner: Actor, file: Path, folder: Path
) -> None:
    end = threading.Event()

    def write() -> None:
        number = 0
        while not end.is_set():
            number += 1
            services.clients.add(owner, NewClient(f"Number {number}", "Berg"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(10):
            made = backups.back_up(file, folder, START + timedelta(minutes=number))
            assert is_sound(made.file)
    finally:
        end.set()
        writer.join()


def test_what_is_stored_between_counting_and_copying_is_in_the_next_copy(
    services: Services, owner: Actor, file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count_and_let_somebody_write(connection: sqlite3.Connection) -> dict[str, int]:
        found = count_rows(connection)
        services.clients.add(owner, NewClient("Ada", "Berg"))
        return found

    before = row_counts(file)
    monkeypatch.setattr(copies, "count_rows", count_and_let_somebody_write)
    made = backups.back_up(file, folder, START)
    assert row_counts(made.file) == before


def test_a_copy_that_a_full_disk_cut_short_never_counts(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backups.back_up(file, folder, START)
    monkeypatch.setattr(copies, "row_counts", lambda _copy: {"client": 0})
    with pytest.raises(StorageTrouble, match="could not be proven"):
        backups.back_up(file, folder, START + timedelta(days=1))
    assert list(folder.iterdir()) == [first.file]


def test_no_room_is_said_before_anything_is_written(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "SPARE_BYTES", 10**15)
    with pytest.raises(StorageTrouble, match="MB are left"):
        backups.back_up(file, folder, START)
    assert list(folder.iterdir()) == []


def test_what_a_killed_program_left_is_cleared_away(file: Path, folder: Path) -> None:
    folder.mkdir()
    (folder / "studio-20200101-000000.part").write_bytes(b"half a copy")
    (folder / "letters.txt").write_text("not ours", encoding="utf-8")
    made = backups.back_up(file, folder, START)
    assert sorted(each.name for each in folder.iterdir()) == ["letters.txt", made.file.name]


def test_a_year_of_backups_keeps_two_weeks_of_days_and_two_months_of_weeks(file: Path, folder: Path) -> None:
    folder.mkdir()
    for day in range(1, 366):
        moment = START - timedelta(days=day)
        (folder / f"studio-{moment:%Y%m%d-%H%M%S}.db").write_bytes(b"a copy")
    made = backups.back_up(file, folder, START)
    names = sorted(each.name for each in folder.iterdir())
    assert made.kept == len(names)
    assert names[-14:] == [
        f"studio-{START - timedelta(days=day):%Y%m%d}-090000.db" for day in range(13, -1, -1)
    ]
    assert 18 <= len(names) <= 20


def test_files_of_the_same_name_are_told_apart(file: Path, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "studio.db"
    other.parent.mkdir()
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE client (id INTEGER)")
    first, second = (backups.back_up(each, folder, START) for each in (file, other))
    assert first.file != second.file
    assert (first.kept, second.kept) == (1, 1)


@given(st.sets(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), min_size=1))  # noqa: DTZ001 - the bounds are naive
def test_the_newest_always_stays(moments: set[datetime]) -> None:
    stay = backups.kept(moments)
    assert max(moments) in stay
    assert stay <= moments
    assert len(stay) <= backups.DAYS + backups.WEEKS
    assert backups.kept(stay) == stay


def test_a_whole_database_passes_the_daily_look(services: Services) -> None:
    assert quick_check(services.core.database) == ""


def test_a_damaged_database_is_noticed(services: Services, owner: Actor, file: Path) -> None:
    for number in range(200):
        services.clients.add(owner, NewClient(f"Number {number}", "Berg"))
    with services.core.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    services.close()
    page = 4096
    with file.open("r+b") as stream:
        size = file.stat().st_size
        for position in range(20 * page, size, 3 * page):
            stream.seek(position)
            stream.write(b"\xff" * 64)
    assert "damaged" in quick_check(services.core.database)
