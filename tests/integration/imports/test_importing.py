"""The studio's client list comes in from a file: whole, checked, and in one step."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.base import Base
from fitnesscrm_desktop.models.client import (
    Client,
    ClientCode,
    ClientFigures,
    ImportRun,
    StaffNote,
    StageSpan,
)
from fitnesscrm_desktop.models.values import ClientStage, Role
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed
from fitnesscrm_desktop.services.imports.results import (
    ClientsImported,
    ImportCancelled,
    ImportField,
    OnDuplicate,
)
from tests.integration.imports.conftest import RunImport, WriteFile
from tests.support.actors import an_actor
from tests.support.soundness import assert_sound


def stored(services: Services, table: type[Any]) -> int:
    with services.core.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def everything(services: Services) -> dict[str, list[Any]]:
    with services.core.read() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def names(services: Services) -> list[str]:
    with services.core.read() as session:
        rows = session.execute(select(Client.first_name, Client.last_name).order_by(Client.member_number))
        return [f"{first} {last}" for first, last in rows]


def test_good_rows_come_in_and_bad_ones_are_told(
    services: Services, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    path = write_csv_file(
        "Ann;Doe;ann@example.com;030 1234567;14.3.1990;17;VIP, Runner;Likes tea",
        ";Nobody;;;;;;",
        "Bob;Roe;not-an-email;;31.02.1990;;;",
        "",
        "Cy;Poe;;;;;;=cmd|' /C calc'!A0",
    )
    outcome = run_import(path)
    assert (outcome.imported, outcome.merged, outcome.skipped) == (2, 0, 0)
    assert [(each.row, each.column) for each in outcome.errors] == [
        (3, "First name"),
        (4, "Born"),
        (4, "E-mail"),
    ]
    with services.core.read() as session:
        ann = session.scalars(select(Client).where(Client.first_name == "Ann")).one()
        assert (ann.member_number, ann.email, ann.phone, ann.born) == (
            1,
            "ann@example.com",
            "+49301234567",
            date(1990, 3, 14),
        )
        assert ann.import_id == outcome.import_id
        assert session.scalars(select(ClientCode.code).where(ClientCode.client_id == ann.id)).all() == ["17"]
        assert (
            session.scalar(select(StageSpan.stage).where(StageSpan.client_id == ann.id)) is ClientStage.LEAD
        )
        assert session.get_one(ClientFigures, ann.id).visits == 0
        notes = set(session.scalars(select(StaffNote.text)))
        assert notes == {"Likes tea", "=cmd|' /C calc'!A0"}
        run = session.scalars(select(ImportRun)).one()
        assert (run.imported, run.merged, run.skipped, run.failed) == (2, 0, 0, 2)


def test_what_came_in_can_be_found_and_let_in(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    run_import(write_csv_file("Łukasz;Wiśniewski;luk@example.com;+48 600 700 800;;A-77;;"))
    for typed in ("lukasz", "wisn", "700800", "luk@", "A-77"):
        assert [hit.last_name for hit in services.directory.search(owner, typed)] == ["Wiśniewski"], typed
    assert services.checkin.check_in(owner, "a-77").client is not None


def test_the_studio_is_sound_after_it(
    services: Services, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    run_import(write_csv_file(*(f"First{n};Last{n};f{n}@example.com;;;;tag{n % 3};note" for n in range(300))))
    assert_sound(services)


def test_a_second_import_of_the_same_file_brings_nobody_in(
    services: Services, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    path = write_csv_file(
        "Ann;Doe;ann@example.com;;;;;", "Bob;Roe;;0171 2345678;;;;", "Cy;Poe;;;1.2.1980;;;", "Di;Loe;;;;;;"
    )
    assert run_import(path).imported == 4
    again = run_import(path)
    assert (again.imported, again.skipped, again.import_id) == (0, 4, None)
    assert [each.row for each in again.skips] == [2, 3, 4, 5]
    assert "number 1" in again.skips[0].text
    assert stored(services, Client) == 4
    assert stored(services, ImportRun) == 1


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Ann;Doe;;;1.2.1990;;;", "ANN;DOE;;;1990-02-01;;;", True),
        ("Ann;Doe;;;1.2.1990;;;", "Ann;Doe;;;1.2.1991;;;", False),
        ("Ann;Doe;a@example.com;;;;;", "Ann;Doe;a@example.com;;1.2.1990;;;", True),
        ("Ann;Doe;a@example.com;;;;;", "Ann;Doe;b@example.com;;;;;", False),
        ("Ann;Doe;;0171 2345678;;;;", "Ann;Smith;;+49 171 2345678;;;;", True),
        (
            "Ann;Doe;a@example.com;0171 2345678;1.2.1980;;;",
            "Tom;Doe;a@example.com;0171 2345678;3.4.2012;;;",
            False,
        ),
        ("José;Núñez;;;;;;", "Jose;Nunez;;;;;;", True),
        ("Ann;Doe;;;;;;", "Bob;Roe;;;;;;", False),
    ],
)
def test_who_is_taken_for_the_same_person(
    write_csv_file: WriteFile, run_import: RunImport, first: str, second: str, *, same: bool
) -> None:
    """A family shares phone and e-mail; a father and his son may share the name."""
    outcome = run_import(write_csv_file(first, second))
    assert (outcome.imported, outcome.skipped) == ((1, 1) if same else (2, 0))


def test_merging_fills_what_is_empty_and_changes_nothing_else(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    ann = services.clients.add(owner, NewClient("Ann", "Doe", email="ann@example.com", city="Bonn"))
    path = write_csv_file(
        "Ann;Doe;ann@example.com;0171 2345678;14.3.1990;4711;VIP;new note",
        "Bob;Roe;;0171 7654321;;;;",
        "Bob;Roe;bob@example.com;0171 7654321;;;VIP;",
    )
    outcome = run_import(path, OnDuplicate.MERGE)
    assert (outcome.imported, outcome.merged, outcome.skipped) == (1, 2, 0)
    with services.core.read() as session:
        row = session.get_one(Client, ann.id)
        assert (row.phone, row.born, row.city, row.version) == ("+491712345678", date(1990, 3, 14), "Bonn", 2)
        bob = session.scalars(select(Client).where(Client.first_name == "Bob")).one()
        assert bob.email == "bob@example.com"
    assert [hit.id for hit in services.directory.search(owner, "4711")] == [ann.id]
    assert_sound(services)


def test_the_notes_of_all_rows_of_one_person_are_kept(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    told = ["a" * 3000, "b" * 3000]
    run_import(write_csv_file(*(f"Bob;Roe;bob@example.com;;;;;{note}" for note in told)), OnDuplicate.MERGE)
    with services.core.read() as session:
        notes = session.scalars(select(StaffNote.text).order_by(StaffNote.id)).all()
    assert "".join(notes) == "\n".join(told)
    assert len(notes) == 2
    assert services.imports.undo(owner).removed == 1


def test_codes_that_somebody_has_are_left_out_and_told(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    services.clients.add(owner, NewClient("Number", "One"))
    outcome = run_import(
        write_csv_file("Ann;Doe;;;;1;;", "Bob;Roe;;;;X9;;", "Cy;Poe;;;;x9;;", "Di;Loe;;;;4;;")
    )
    assert outcome.imported == 4
    assert [(each.row, each.column) for each in outcome.remarks] == [
        (2, "Member number"),
        (4, "Member number"),
    ]
    with services.core.read() as session:
        owners = dict(session.execute(select(ClientCode.code, Client.first_name).join(Client)).all())
        numbers = session.scalars(select(Client.member_number).order_by(Client.member_number)).all()
    assert owners == {"X9": "Bob", "4": "Di"}
    assert numbers == [1, 2, 3, 5, 6], "number 4 opens the door for Di as her old card"
    assert_the_doctor_is_content(services, owner)


def assert_the_doctor_is_content(services: Services, owner: Actor) -> None:
    found = {each.name: each for each in services.doctor.examine(owner)}
    assert found["member numbers"].state == "ok"
    assert found["client figures"].state == "ok"


def test_a_trial_run_changes_nothing(
    services: Services, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    before = everything(services)
    outcome = run_import(write_csv_file("Ann;Doe;;;;;new tag;", "Ann;Doe;;;;;new tag;"), dry_run=True)
    assert (outcome.imported, outcome.skipped, outcome.import_id, outcome.dry_run) == (1, 1, None, True)
    assert everything(services) == before


@pytest.mark.parametrize("look", [0, 1, 2, 3, 5, 8])
def test_cancelled_at_any_time_it_leaves_no_trace(
    services: Services, owner: Actor, write_csv_file: WriteFile, look: int
) -> None:
    path = write_csv_file(*(f"First{n};Last{n};;;;{n};tag{n % 5};note" for n in range(2600)))
    mapping = services.imports.look(path).suggested
    looks = iter(range(1000))
    before = everything(services)
    with pytest.raises(ImportCancelled, match="Nothing of it was stored"):
        services.imports.run(owner, path, mapping, cancelled=lambda: next(looks) >= look)
    assert everything(services) == before


def test_it_says_how_far_it_is_and_tells_the_window_once(
    services: Services, owner: Actor, write_csv_file: WriteFile
) -> None:
    path = write_csv_file(*(f"First{n};Last{n};;;;;;" for n in range(1200)))
    told: list[tuple[int, int]] = []
    seen: list[ClientsImported] = []
    services.core.bus.subscribe(ClientsImported, seen.append)
    services.imports.run(
        owner,
        path,
        services.imports.look(path).suggested,
        progress=lambda done, all_: told.append((done, all_)),
    )
    assert len(seen) == 1
    assert told == sorted(told)
    assert len(told) >= 4
    assert told[-1] == (2400, 2400)


def test_numbers_go_on_without_a_gap(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    services.clients.add(owner, NewClient("First", "One"))
    run_import(write_csv_file("Ann;Doe;;;;;;", "bad;;;;;;;", "Bob;Roe;;;;;;"))
    assert services.clients.add(owner, NewClient("Last", "One")).member_number == 4


def test_names_of_all_kinds(services: Services, write_csv_file: WriteFile, run_import: RunImport) -> None:
    wanted = [
        "😀 Grinning",
        "אנה כהן",
        "Zoë Ångström",
        "<b>Bold</b> <img src=x>",
        "x" * 200 + " y",
        "=1+1 @SUM",
    ]
    outcome = run_import(write_csv_file(*(name.replace(" ", ";", 1) + ";;;;;;" for name in wanted)))
    assert outcome.errors == ()
    assert names(services) == wanted


def test_a_name_that_is_too_long_is_told(write_csv_file: WriteFile, run_import: RunImport) -> None:
    outcome = run_import(write_csv_file("x" * 201 + ";Doe;;;;;;", "Ann;Doe;;;;;;"))
    assert (outcome.imported, len(outcome.errors)) == (1, 1)
    assert "longer than 200" in outcome.errors[0].text


def test_the_list_of_errors_can_be_saved(
    services: Services, write_csv_file: WriteFile, run_import: RunImport, tmp_path: Path
) -> None:
    outcome = run_import(write_csv_file(";Doe;;;;;;", "Ann;Doe;;;;;;", "Ann;Doe;;;;;;", "Bob;Roe;=cmd;;;;;"))
    target = tmp_path / "errors.csv"
    assert services.imports.save_errors(outcome, target) == 4
    text = target.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Row,Column,What is wrong"
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["2", "4", "5"]


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.TRAINER])
def test_not_everybody_may(services: Services, write_csv_file: WriteFile, role: Role) -> None:
    path = write_csv_file("Ann;Doe;;;;;;")
    mapping = services.imports.look(path).suggested
    for deed in (
        lambda: services.imports.run(an_actor(role), path, mapping),
        lambda: services.imports.undo(an_actor(role)),
        lambda: services.imports.past(an_actor(role)),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert stored(services, Client) == 0


def test_the_preview_shows_rows_as_they_would_be_stored(
    services: Services, write_csv_file: WriteFile
) -> None:
    path = write_csv_file("Ann;Doe;ANN@example.com;030 1234567;14.3.1990;;VIP;", ";Roe;;;;;;")
    first, second = services.imports.preview(path, services.imports.look(path).suggested)
    assert first.errors == ()
    assert (first.values[ImportField.BORN], first.values[ImportField.EMAIL]) == (
        "1990-03-14",
        "ann@example.com",
    )
    assert first.values[ImportField.TAGS] == "VIP"
    assert [(each.row, each.column) for each in second.errors] == [(3, "First name")]
    assert len(services.imports.preview(path, services.imports.look(path).suggested, limit=1)) == 1
