"""What the sign-in shows before the studio is open: exactly what the services will say, or nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.services.maintenance.glimpse import glimpse
from tests.integration.settings.test_settings import a_png
from tests.support.staff import hire, make_hashing_cheap


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A studio in a file of its own, where people with and without a PIN work, and one does no more."""
    make_hashing_cheap(monkeypatch)
    services = start(Home(tmp_path / "studio"))
    hire(services, "zoe", Role.OWNER, "975310")
    hire(services, "ben", Role.TRAINER, None)
    gone = hire(services, "carl")
    services.staff.leave(command_line(), gone.id)
    services.settings.set_logo(command_line(), a_png())
    yield services
    services.close()


def file_of(services: Services) -> Path:
    file = services.core.database.file
    assert file is not None
    return file


def test_it_says_what_the_services_say(studio: Services) -> None:
    seen = glimpse(file_of(studio))
    assert seen is not None
    assert seen.profile == studio.settings.profile()
    assert seen.logo == studio.settings.logo()
    assert seen.people == studio.staff.who_can_switch()
    assert [type(value) for value in vars_of(seen.profile)] == [
        type(value) for value in vars_of(studio.settings.profile())
    ]


def vars_of(profile: object) -> list[object]:
    return [getattr(profile, name) for name in type(profile).__slots__]  # type: ignore[attr-defined]


def test_it_leaves_no_trace_beside_a_closed_file(studio: Services) -> None:
    file = file_of(studio)
    studio.close()
    before = {each.name: each.read_bytes() for each in file.parent.iterdir()}
    assert glimpse(file) is not None
    assert {each.name: each.read_bytes() for each in file.parent.iterdir()} == before


def missing(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def no_database(file: Path) -> None:
    file.write_text("a letter to the owner", encoding="utf-8")


def changed(statement: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        connection = sqlite3.connect(file)
        with connection:
            connection.execute(statement)
        connection.close()

    return change


@pytest.mark.parametrize(
    "spoil",
    [
        missing,
        empty,
        cut_off,
        no_database,
        changed("UPDATE alembic_version SET version_num = '9999'"),
        changed("UPDATE alembic_version SET version_num = '0000'"),
        changed("DELETE FROM alembic_version"),
        changed("UPDATE staff SET left_at = created_at WHERE role = 'owner'"),
        changed("UPDATE staff SET role = 'wizard' WHERE role = 'trainer'"),
        changed("DELETE FROM studio"),
    ],
)
def test_it_says_nothing_when_there_is_something_to_do_or_to_say_first(
    studio: Services, spoil: Callable[[Path], None]
) -> None:
    file = file_of(studio)
    studio.close()
    spoil(file)
    assert glimpse(file) is None


def test_it_waits_for_nobody(studio: Services) -> None:
    file = file_of(studio)
    studio.close()
    busy = sqlite3.connect(file, isolation_level=None)
    busy.execute("PRAGMA journal_mode=DELETE")
    busy.execute("BEGIN EXCLUSIVE")
    busy.execute("UPDATE studio SET name = 'half way'")
    assert glimpse(file) is None
    busy.close()
