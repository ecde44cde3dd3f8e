"""A list as a file: complete, defused, without health data."""

import csv
from datetime import date
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.clients.results import ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, StorageTrouble
from tests.support.actors import an_actor
from tests.support.people import People
from tests.support.studio_rows import StudioRows
from tests.support.visits import audited


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_list_is_written_as_it_is_shown(
    services: Services, owner: Actor, people: People, rows: StudioRows, tmp_path: Path
) -> None:
    anna = people.add("Anna Müller", date(1990, 5, 6), phone="0151 1058756", medical_alert="Asthma")
    rows.debt(anna, 4905, date(2026, 3, 4))
    people.add("=cmd|' /C calc'!A0 Ábel")
    path = tmp_path / "clients.csv"
    assert services.directory.export(owner, ListQuery(), path) == 2
    evil, row = sorted(read(path), key=lambda each: each["Number"], reverse=True)
    assert (row["Number"], row["First name"], row["Last name"]) == ("1", "Anna", "Müller")
    assert (row["Phone"], row["Date of birth"]) == ("+49 1511058756", "1990-05-06")
    assert (row["Balance"], row["Currency"], row["Stage"]) == ("49.05", "EUR", "lead")
    assert evil["First name"] == "'=cmd|'"
    assert "Asthma" not in path.read_text(encoding="utf-8")
    assert audited(services, "clients.export")[0]["clients"] == 2


def test_only_the_list_that_is_asked_for(
    services: Services, owner: Actor, people: People, tmp_path: Path
) -> None:
    people.add("Anna Müller")
    services.clients.archive(owner, people.add("Bo Novak"))
    path = tmp_path / "clients.csv"
    services.directory.export(owner, ListQuery(saved=SavedList.ARCHIVED), path)
    assert [row["First name"] for row in read(path)] == ["Bo"]
    assert services.directory.export(owner, ListQuery(text="nobody"), path) == 0
    assert read(path) == []


def test_the_desk_exports_nothing(services: Services, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        services.directory.export(an_actor(Role.FRONT_DESK), ListQuery(), tmp_path / "clients.csv")
    assert not (tmp_path / "clients.csv").exists()


def test_a_folder_that_is_not_there(services: Services, owner: Actor, tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        services.directory.export(owner, ListQuery(), tmp_path / "none" / "clients.csv")
    assert audited(services, "clients.export") == []
