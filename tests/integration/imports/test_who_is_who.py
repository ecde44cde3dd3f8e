"""Who is taken for the same person: a name alone proves nothing, and no file comes in twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import StaffNote
from fitnesscrm_desktop.services.clients.results import ListQuery, NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.imports.results import OnDuplicate, RowDoubt
from tests.integration.imports.conftest import RunImport, WriteFile
from tests.integration.imports.test_importing import names
from tests.support.clock import FakeClock

BOTH = pytest.mark.parametrize("on_duplicate", list(OnDuplicate))


def phones(services: Services, owner: Actor) -> list[str]:
    return sorted(str(hit.phone) for hit in services.directory.search(owner, "maria garcia"))


@BOTH
def test_a_name_alone_comes_in_and_is_told(
    services: Services,
    owner: Actor,
    write_csv_file: WriteFile,
    run_import: RunImport,
    on_duplicate: OnDuplicate,
) -> None:
    """Two people called Maria Garcia are common: neither may be dropped, or mixed with the other."""
    maria = services.clients.add(owner, NewClient("Maria", "Garcia"))
    outcome = run_import(write_csv_file("Maria;Garcia;;0171 2345678;14.3.1990;;;"), on_duplicate)
    assert (outcome.imported, outcome.merged, outcome.skipped) == (1, 0, 0)
    (doubt,) = outcome.doubts
    assert (doubt.row, doubt.perhaps_client_id) == (2, maria.id)
    assert doubt.client_id not in {None, maria.id}
    assert doubt.text == ("Perhaps the same as Maria Garcia (number 1); only the name says so.")
    assert phones(services, owner) == ["+491712345678", "None"]


def test_they_can_be_merged_later_and_the_file_still_comes_in_once(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    maria = services.clients.add(owner, NewClient("Maria", "Garcia"))
    path = write_csv_file("Maria;Garcia;;0171 2345678;;;;", "Maria;Garcia;;;;;;")
    (doubt, *_others) = run_import(path).doubts
    assert doubt.client_id is not None
    services.clients.merge(owner, maria.id, doubt.client_id)
    assert phones(services, owner) == ["+491712345678"]
    assert run_import(path).imported == 0


@pytest.mark.parametrize(
    "row",
    [
        "Maria;Garcia;;;14.3.1990;;;",
        "Maria;Garcia;;0171 2345678;;;;",
        "Maria;Garcia;maria@example.com;;;;;",
        "Maria;Garcia;;;;F17;;",
        "Maria;Garcia;;;;#0001;;",
    ],
    ids=["birth date", "phone", "e-mail", "card", "member number"],
)
def test_the_name_and_one_thing_more_is_the_same_person(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport, row: str
) -> None:
    everything = "Maria;Garcia;maria@example.com;0171 2345678;14.3.1990;F17;;"
    run_import(write_csv_file(everything))
    outcome = run_import(write_csv_file(row))
    assert (outcome.imported, outcome.skipped, outcome.doubts) == (0, 1, ())
    assert names(services) == ["Maria Garcia"]


@pytest.mark.parametrize(
    "row",
    ["Maria;Garcia;;0171 9999999;;;;", "Maria;Garcia;;0171 2345678;15.3.1990;;;"],
    ids=["phone", "born"],
)
def test_who_is_told_apart_is_nobody_to_wonder_about(
    write_csv_file: WriteFile, run_import: RunImport, row: str
) -> None:
    outcome = run_import(write_csv_file("Maria;Garcia;;0171 2345678;14.3.1990;;;", row))
    assert (outcome.imported, outcome.doubts) == (2, ())


def test_namesakes_in_one_file_are_told_by_row(write_csv_file: WriteFile, run_import: RunImport) -> None:
    path = write_csv_file("Maria;Garcia;;0171 2345678;;;;", "Maria;Garcia;;;;;;")
    trial = run_import(path, dry_run=True).doubts
    assert trial == (
        RowDoubt(
            3,
            "Perhaps the same as Maria Garcia in row 2; only the name says so.",
            None,
            None,
        ),
    )
    (doubt,) = run_import(path).doubts
    assert "Maria Garcia in row 2 (number 1)" in doubt.text
    assert None not in {doubt.client_id, doubt.perhaps_client_id}


@BOTH
def test_no_file_comes_in_twice(
    services: Services,
    owner: Actor,
    write_csv_file: WriteFile,
    run_import: RunImport,
    on_duplicate: OnDuplicate,
) -> None:
    """Whatever its rows know: names only, tags and notes only, cards that somebody else has."""
    services.clients.add(owner, NewClient("Number", "One"))
    path = write_csv_file(
        "Maria;Garcia;;;;;;;;",
        "Maria;Garcia;;;;;;likes tea;;",
        "Maria;Garcia;;;;;VIP, Runner;;;",
        "Maria;Garcia;;;;;;;1.2.2020;",
        "Maria;Garcia;;;;;;;;Madrid",
        "Maria;Garcia;;0171 2345678;;;;;;",
        "Di;Loe;;;;X9;;;;",
        "Ed;Fox;;;;x9;;;;",
        "Flo;Ray;;;;1;;;;",
        header="First name;Last name;E-mail;Phone;Born;Member number;Tags;Notes;Member since;City",
    )
    first = run_import(path, on_duplicate)
    assert (first.imported, len(first.doubts), len(first.remarks)) == (9, 5, 2)
    again = run_import(path, on_duplicate)
    assert again.imported == 0
    assert (again.doubts, again.errors) == ((), ())
    assert len(names(services)) == 10


def test_what_the_desk_has_learned_since_does_not_bring_anybody_in_again(
    services: Services, owner: Actor, clock: FakeClock, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    path = write_csv_file("Maria;Garcia;;;;;;", "Ann;Doe;;;;;;")
    run_import(path)
    clock.advance(hours=1)
    (maria,) = services.directory.search(owner, "maria")
    (ann,) = services.directory.search(owner, "ann")
    services.clients.edit(owner, maria.id, 1, {"phone": "0171 2345678", "city": "Bonn"})
    services.records.add_code(owner, ann.id, "FOB5")
    assert run_import(path).skipped == 2


def test_another_file_with_the_name_alone_is_another_person(
    services: Services, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    run_import(write_csv_file("Maria;Garcia;;0171 2345678;;;;"))
    outcome = run_import(write_csv_file("Maria;Garcia;;;;;;", name="other.csv"))
    assert (outcome.imported, len(outcome.doubts)) == (1, 1)
    assert names(services) == ["Maria Garcia"] * 2


def test_what_only_a_skipped_row_knows_is_told(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    services.clients.add(owner, NewClient("Ann", "Doe", email="ann@example.com"))
    outcome = run_import(write_csv_file("Ann;Doe;ann@example.com;0171 2345678;14.3.1990;;;"))
    (skip,) = outcome.skips
    assert skip.text == (
        "Ann Doe is there already (number 1). Only the row knows: date of birth, phone. "
        "“Fill what is missing” would keep it."
    )


def test_filling_in_twice_adds_nothing(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    services.clients.add(owner, NewClient("Ann", "Doe", email="ann@example.com"))
    first = write_csv_file("Ann;Doe;ann@example.com;0171 2345678;;X9;VIP;likes tea")
    outcomes = [run_import(first, OnDuplicate.MERGE) for _turn in range(2)]
    assert [(each.merged, each.skipped) for each in outcomes] == [(1, 0), (0, 1)]
    assert "Only the row knows" not in outcomes[1].skips[0].text
    more = write_csv_file("Ann;Doe;ann@example.com;;14.3.1990;;;likes tea", name="more.csv")
    assert run_import(more, OnDuplicate.MERGE).merged == 1
    with services.core.read() as session:
        assert session.scalars(select(StaffNote.text)).all() == ["likes tea"]


@BOTH
def test_what_this_program_has_exported_is_known_again(
    services: Services, owner: Actor, run_import: RunImport, tmp_path: Path, on_duplicate: OnDuplicate
) -> None:
    """By the member number, if by nothing else; a disarmed formula is what it was."""
    for first, last, phone in [
        ("=cmd", "-Danger", ""),
        ("Maria", "Garcia", ""),
        ("Ann", "Doe", "0171 2345678"),
    ]:
        services.clients.add(owner, NewClient(first, last, phone=phone))
    services.directory.export(owner, ListQuery(), tmp_path / "export.csv")
    outcome = run_import(tmp_path / "export.csv", on_duplicate)
    assert (outcome.imported, outcome.merged, outcome.skipped) == (0, 0, 3)
    assert (outcome.errors, outcome.doubts, outcome.remarks) == ((), (), ())


def test_two_rows_with_numbers_of_their_own_are_two_people(
    write_csv_file: WriteFile, run_import: RunImport
) -> None:
    outcome = run_import(write_csv_file("Maria;Garcia;;;;17;;", "Maria;Garcia;;;;18;;"))
    assert (outcome.imported, outcome.doubts) == (2, ())


def test_thousands_of_one_name_are_told_apart_in_no_time(
    services: Services, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    rows = [f"Maria;Garcia;maria{number}@example.com;;;;;" for number in range(3000)]
    assert run_import(write_csv_file(*rows)).imported == 3000
    assert run_import(write_csv_file(*rows)).skipped == 3000


def test_doubts_stand_in_the_saved_list(
    services: Services, write_csv_file: WriteFile, run_import: RunImport, tmp_path: Path
) -> None:
    outcome = run_import(write_csv_file("Maria;Garcia;;0171 2345678;;;;", "Maria;Garcia;;;;;;"))
    services.imports.save_errors(outcome, tmp_path / "list.csv")
    assert "3,,Perhaps the same as Maria Garcia in row 2" in (tmp_path / "list.csv").read_text("utf-8-sig")
