"""An import is taken back in one step, and nothing that came after it is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client, ImportRun, Tag
from fitnesscrm_desktop.models.studio import MEMBER_NUMBERS, Counter
from fitnesscrm_desktop.models.values import ConsentKind, PaymentMethod, PlanKind
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.imports.results import ImportUndone, OnDuplicate
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft
from tests.integration.imports.conftest import RunImport, WriteFile
from tests.integration.imports.test_importing import everything
from tests.support.clock import FakeClock
from tests.support.soundness import assert_sound

FIVE = [f"First{n};Last{n};f{n}@example.com;;;{100 + n};imported;a note" for n in range(1, 6)]


def by_name(services: Services, last: str) -> int:
    with services.core.read() as session:
        return session.scalars(select(Client.id).where(Client.last_name == last)).one()


def last_number(services: Services) -> int:
    with services.core.read() as session:
        return session.scalar(select(Counter.value).where(Counter.name == MEMBER_NUMBERS)) or 0


def test_everything_is_as_it_was(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    services.clients.add(owner, NewClient("Ann", "Doe", email="ann@example.com"))
    before = everything(services)
    told: list[ImportUndone] = []
    services.core.bus.subscribe(ImportUndone, told.append)
    path = write_csv_file(*FIVE, "Ann;Doe;ann@example.com;0171 2345678;1.2.1990;A1;imported;a note")
    outcome = run_import(path, OnDuplicate.MERGE)
    undone = services.imports.undo(owner)
    assert (undone.import_id, undone.removed, undone.restored, undone.kept) == (outcome.import_id, 5, 1, ())
    assert len(told) == 1
    after = everything(services)
    changed = {name for name in before if after[name] != before[name]}
    assert changed <= {"audit", "client", "import_run", "import_change"}
    with services.core.read() as session:
        ann = session.scalars(select(Client)).one()
        assert (ann.phone, ann.born, ann.member_number) == (None, None, 1)
    assert_sound(services)


def test_the_numbers_are_given_out_again(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    run_import(write_csv_file(*FIVE))
    assert last_number(services) == 5
    services.imports.undo(owner)
    assert last_number(services) == 0
    assert services.clients.add(owner, NewClient("Next", "One")).member_number == 1


def test_who_has_something_since_stays_and_is_named(
    services: Services, owner: Actor, clock: FakeClock, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    run_import(write_csv_file(*(f"First{n};Last{n};;;;;;" for n in range(1, 8))))
    clock.advance(hours=1)
    plan = services.plans.add(owner, PlanDraft("Day", PlanKind.DAY, days=1), 1000)
    services.memberships.sell(owner, by_name(services, "Last1"), plan.id)
    services.billing.take_payment(owner, by_name(services, "Last2"), 500, PaymentMethod.CASH)
    services.records.add_note(owner, by_name(services, "Last3"), "Came by")
    services.records.record_consent(
        owner, by_name(services, "Last4"), ConsentKind.EMAIL, given=True, source="form"
    )
    services.records.add_code(owner, by_name(services, "Last5"), "FOB5")
    services.clients.edit(owner, by_name(services, "Last6"), 1, {"city": "Bonn"})
    undone = services.imports.undo(owner)
    assert undone.removed == 1
    assert {each.name: each.reason for each in undone.kept} == {
        "First1 Last1": "has a membership",
        "First2 Last2": "has payments",
        "First3 Last3": "has notes of the staff",
        "First4 Last4": "has given consents",
        "First5 Last5": "has got a card since",
        "First6 Last6": "was changed since",
    }
    assert [each.member_number for each in undone.kept] == [1, 2, 3, 4, 5, 6]
    assert last_number(services) == 6
    assert_sound(services)


def test_what_somebody_changed_since_stays(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    ann = services.clients.add(owner, NewClient("Ann", "Doe", email="ann@example.com"))
    run_import(write_csv_file("Ann;Doe;ann@example.com;0171 2345678;1.2.1990;;;"), OnDuplicate.MERGE)
    services.clients.edit(owner, ann.id, 2, {"phone": "0171 9999999"})
    services.imports.undo(owner)
    with services.core.read() as session:
        row = session.get_one(Client, ann.id)
        assert (row.phone, row.born) == ("+491719999999", None)


def test_a_tag_that_others_wear_stays(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    ann = services.clients.add(owner, NewClient("Ann", "Doe"))
    run_import(write_csv_file(*FIVE))
    with services.core.read() as session:
        tag_id = session.scalars(select(Tag.id)).one()
    services.records.tag(owner, [ann.id], tag_id)
    services.imports.undo(owner)
    with services.core.read() as session:
        assert session.scalars(select(Tag.name)).all() == ["imported"]


def test_the_last_one_first_and_each_once(
    services: Services, owner: Actor, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    first = run_import(write_csv_file("Ann;Doe;;;;;;", name="one.csv"))
    second = run_import(write_csv_file("Bob;Roe;;;;;;", name="two.csv"))
    assert [each.file_name for each in services.imports.past(owner)] == ["two.csv", "one.csv"]
    assert services.imports.undo(owner).import_id == second.import_id
    with pytest.raises(RuleBroken, match="taken back already"):
        services.imports.undo(owner, second.import_id)
    assert services.imports.undo(owner).import_id == first.import_id
    with pytest.raises(NotFound, match="no import"):
        services.imports.undo(owner)
    with pytest.raises(NotFound):
        services.imports.undo(owner, 4711)
    assert all(each.undone_at is not None for each in services.imports.past(owner))
    with services.core.read() as session:
        assert session.scalar(select(func.count()).select_from(ImportRun)) == 2


def test_who_was_let_in_since_stays_with_the_visit(
    services: Services, owner: Actor, clock: FakeClock, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    run_import(write_csv_file("Ann;Doe;;;;A1;;", "Bob;Roe;;;;B1;;"))
    clock.advance(hours=1)
    services.checkin.check_in(owner, "A1", override="trial lesson")
    undone = services.imports.undo(owner)
    assert (undone.removed, [(each.name, each.reason) for each in undone.kept]) == (
        1,
        [("Ann Doe", "has visits")],
    )
    assert_sound(services)


def test_who_was_merged_since_stays_merged(
    services: Services, owner: Actor, clock: FakeClock, write_csv_file: WriteFile, run_import: RunImport
) -> None:
    maria = services.clients.add(owner, NewClient("Maria", "Garcia"))
    (doubt,) = run_import(write_csv_file("Maria;Garcia;;0171 2345678;;;;")).doubts
    clock.advance(hours=1)
    assert doubt.client_id is not None
    services.clients.merge(owner, maria.id, doubt.client_id)
    undone = services.imports.undo(owner)
    assert (undone.removed, [each.client_id for each in undone.kept]) == (0, [doubt.client_id])
    with services.core.read() as session:
        assert session.get_one(Client, maria.id).phone == "+491712345678"
    assert_sound(services)
