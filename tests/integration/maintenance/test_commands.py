"""``fitnesscrm doctor`` and ``db``, whatever has become of the database."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.engine import sqlite_url
from tests.support.command_line import Ran, run


@pytest.fixture
def home() -> Home:
    return Home.find()


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def bad_lines(ran: Ran) -> list[str]:
    return [line for line in ran.out.splitlines() if line.startswith("BAD")]


def test_before_the_first_start_nothing_is_there_and_nothing_is_made(home: Home) -> None:
    status = run("db", "status", "--json")
    assert status.code == 0
    assert status.document["state"] == "missing"
    assert "not there yet" in run("db", "status").out
    doctor = run("doctor")
    assert doctor.code == 0
    assert "not there yet" in doctor.out
    assert not home.root.exists()


def test_a_good_database(home: Home) -> None:
    assert run("db", "upgrade", "--json").document["state"] == "current"
    before = names_in(home.root)
    status = run("db", "status", "--json")
    assert (status.code, status.document["state"], status.err) == (0, "current", "")
    doctor = run("doctor", "--json")
    assert doctor.code == 0
    assert doctor.document["healthy"] is True
    assert {"name", "state", "text"} == set(doctor.document["findings"][0])
    assert run("doctor", "--repair").code == 0
    assert names_in(home.root) == before


def test_a_lost_file(home: Home) -> None:
    run("db", "upgrade")
    home.database.unlink()
    for command in (["db", "status"], ["doctor"]):
        ran = run(*command)
        assert ran.code == 1
        assert "is missing" in ran.err
        assert len(ran.err.strip().splitlines()) == 1
    assert not home.database.exists()


@pytest.mark.parametrize(
    "content", [b"dear landlord, " * 500, b"\0" * 9000, b"SQLite format 3\0 and then nonsense" * 99]
)
def test_not_a_database(home: Home, content: bytes) -> None:
    home.root.mkdir(parents=True)
    home.database.write_bytes(content)
    for command in (["db", "status"], ["doctor"], ["db", "upgrade"]):
        ran = run(*command)
        assert ran.code == 1
        assert len(ran.err.strip().splitlines()) == 1
    assert home.database.read_bytes() == content
    assert len(bad_lines(run("doctor"))) == 1


def test_a_truncated_file(home: Home) -> None:
    run("demo", "create", "--clients", 20, "--years", 1, "--today", "2026-03-01")
    half = home.database.read_bytes()[: home.database.stat().st_size // 2]
    home.database.write_bytes(half)
    for command in (["doctor"], ["db", "status"], ["db", "upgrade"]):
        ran = run(*command)
        assert ran.code == 1
        assert "is damaged" in ran.err
        assert len(ran.err.strip().splitlines()) == 1
    assert run("doctor", "--json").document["healthy"] is False
    assert home.database.read_bytes() == half


def test_a_newer_schema(home: Home) -> None:
    run("db", "upgrade")
    with sqlite3.connect(home.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    status = run("db", "status", "--json")
    assert (status.code, status.document["state"], status.document["revision"]) == (1, "newer", "9999")
    assert "newer version" in status.err
    doctor = run("doctor")
    assert doctor.code == 1
    assert "newer version" in bad_lines(doctor)[0]


def test_somebody_elses_database_is_not_even_touched(home: Home) -> None:
    home.root.mkdir(parents=True)
    with sqlite3.connect(home.database) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    other.close()
    before = home.database.read_bytes()
    for command in (["db", "status"], ["doctor"], ["db", "upgrade"]):
        ran = run(*command)
        assert ran.code == 1
        assert "another program" in ran.err
    assert home.database.read_bytes() == before
    assert names_in(home.root) == [home.database.name]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "nowhere" / "studio.db")
    assert run("db", "status", "--db", url).code == 0
    upgrade = run("db", "upgrade", "--db", url)
    assert upgrade.code == 1
    assert "is not there" in upgrade.err
    assert not (tmp_path / "nowhere").exists()


def test_a_server_that_is_not_there() -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/gym"
    for command in (["db", "status"], ["doctor"]):
        ran = run(*command, "--db", url)
        assert ran.code == 1
        assert "does not answer" in ran.err + ran.out


def test_demo_create(home: Home) -> None:
    made = run(
        "demo", "create", "--clients", 12, "--years", 1, "--seed", 9, "--today", "2026-03-01", "--json"
    )
    assert made.code == 0
    assert made.document["clients"] == 12
    again = run("demo", "create", "--clients", 12, "--years", 1, "--seed", 9, "--json")
    assert again.code == 1
    assert "has clients already" in again.err
    assert again.document["error"] == "RuleBroken"


def test_a_demo_made_for_a_later_day_lets_people_in_on_that_day(home: Home) -> None:
    later = datetime.now(UTC).date() + timedelta(days=40)
    run("demo", "create", "--clients", 30, "--years", 1, "--seed", 9, "--today", later)
    at = f"{later}T12:00:00+00:00"
    answers = [run("checkin", number, "--at", at, "--json") for number in range(1, 31)]
    assert any(each.code == 0 and each.document["at"].startswith(str(later)) for each in answers)
    assert run("checkin", 1, "--at", f"{later + timedelta(days=1)}T12:00:00+00:00").code == 1


@pytest.mark.parametrize("wrong", [["--clients", "-5"], ["--clients", "many"], ["--today", "tomorrow"]])
def test_demo_create_with_nonsense(wrong: list[str]) -> None:
    ran = run("demo", "create", "--seed", 1, "--years", 1, *wrong)
    assert ran.code in {1, 2}
    assert ran.err.strip()
