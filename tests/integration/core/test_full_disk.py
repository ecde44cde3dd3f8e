"""A disk without room for anything: what is stored can be read, and it goes on once there is some."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.models.client import Tag
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core import engine, storage_errors
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.full_disk import as_it_is

SAID = (
    r"No file was written: what leaves the studio is noted in its log first. "
    r"The disk of the folder .*gym is full. .* Free some space there and try again."
)


class NoRoom(sqlite3.Connection):
    """SQLite where not one byte is left: it fails as soon as it needs a file beside the database."""

    def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
        """Fail as on a full disk."""
        if "journal_mode" in sql or "BEGIN IMMEDIATE" in sql:
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(sql, *arguments)


class Disk:
    """A disk that can be filled up to the last byte."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch, self._connect = monkeypatch, sqlite3.connect

    def fill(self) -> None:
        """Leave no room."""
        self._patch.setattr(storage_errors, "HARDLY_ANY", 2**62)
        self._patch.setattr(
            engine, "connect", lambda *place, **how: self._connect(*place, factory=NoRoom, **how)
        )

    def clear(self) -> None:
        """Make room again."""
        self._patch.setattr(storage_errors, "HARDLY_ANY", 0)
        self._patch.setattr(engine, "connect", self._connect)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Give a disk with room on it."""
    return Disk(monkeypatch)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a studio with one tag."""
    home = Home(tmp_path / "gym")
    services = start(home)
    add_tag(services, "before")
    services.close()
    return home


def add_tag(services: Services, name: str) -> None:
    with services.core.write() as work:
        work.session.add(Tag(name=name, folded=name))


def tags(services: Services) -> int:
    with services.core.read() as session:
        return session.scalar(select(func.count()).select_from(Tag)) or 0


def test_what_is_stored_can_be_read_and_the_program_goes_on_when_there_is_room(
    home: Home, disk: Disk
) -> None:
    disk.fill()
    services = start(home)
    assert tags(services) == 1
    with pytest.raises(StorageTrouble, match=r"The disk of the folder .* is full"):
        add_tag(services, "while full")
    disk.clear()
    add_tag(services, "after")
    assert tags(services) == 2
    services.close()


def test_nothing_leaves_the_studio_that_cannot_be_noted(
    home: Home, disk: Disk, owner: Actor, tmp_path: Path
) -> None:
    """Also onto another disk, where there is room: the log would not know who took the list along."""
    out = tmp_path / "stick"
    out.mkdir()
    before = out / "clients.csv"
    before.write_text("the list of last month", encoding="utf-8")
    disk.fill()
    services = start(home)
    report = services.reports.takings(owner, date(2026, 1, 1), date(2026, 1, 31))
    for leave in (
        lambda: services.directory.export(owner, ListQuery(), before),
        lambda: services.reports.save_csv(owner, report, out / "takings.csv"),
        lambda: services.reports.save_pdf(owner, report, out / "takings.pdf"),
    ):
        with pytest.raises(StorageTrouble, match=SAID):
            leave()
    assert [file.name for file in out.iterdir()] == ["clients.csv"]
    assert before.read_text(encoding="utf-8") == "the list of last month"
    disk.clear()
    assert services.directory.export(owner, ListQuery(), before) == 0
    with services.core.read() as session:
        assert session.scalars(select(AuditEntry.action)).all()[-1] == "clients.export"
    services.close()


def test_the_doctor_says_it_once_and_looks_at_the_rest(home: Home, disk: Disk, owner: Any) -> None:
    disk.fill()
    services = start(home)
    found = {each.name: each for each in services.doctor.examine(owner)}
    assert "is full" in found["database"].text
    assert (found["integrity"].state, found["search"].state) == ("ok", "warning")
    services.close()


def test_what_waits_in_a_log_beside_it_is_not_missed(home: Home) -> None:
    assert as_it_is(home.database) is not None
    home.database.with_name("studio.db-wal").write_bytes(b"")
    assert as_it_is(home.database) is not None
    home.database.with_name("studio.db-wal").write_bytes(b"something")
    assert as_it_is(home.database) is None


def test_a_folder_in_the_place_of_the_file_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "studio.db").mkdir()
    with pytest.raises(StorageTrouble, match=r"studio\.db is a folder, not a database file"):
        start(Home(tmp_path))
