"""Two records of one person become one, and nothing is lost."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import ClientRhythm, Rule, RuleMatch, StaffTask
from fitnesscrm_desktop.models.client import ClientTrainer
from fitnesscrm_desktop.models.files import ProgressPhoto, StoredContent, StudioFile
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.registry import Base
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import (
    Audience,
    Channel,
    ClientStage,
    ConsentKind,
    CustomFieldKind,
    FileCategory,
    MatchState,
    MessageState,
    PaymentMethod,
    Pose,
    Purpose,
    RecipientKind,
    Role,
    RuleAction,
    Trigger,
)
from fitnesscrm_desktop.services.clients.events import ClientsMerged
from fitnesscrm_desktop.services.clients.results import ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.progress_rows import body_known, measured_once
from tests.support.signed_forms import form_template, sign
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
NOT_MOVED = {
    "client.household_id",
    "client_figures.client_id",  # both are made anew from the facts
    "client_stage.client_id",
    "client_photo.client_id",  # moved only where the kept one has none
    "client_rhythm.client_id",  # learned anew from the visits
    "rule_match.client_id",  # stays where the same occasion was found for both
}


def rows_of(services: Services, client_id: int) -> dict[str, int]:
    """In which columns of which tables a client is named, and how often."""
    columns = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.target_fullname == "client.id" for key in column.foreign_keys)
    ]
    with services.core.read() as session:
        found = {
            f"{table}.{column}": session.scalar(
                text(f"SELECT count(*) FROM {table} WHERE {column} = :id"),  # noqa: S608 - names from the models
                {"id": client_id},
            )
            for table, column in columns
        }
    return {name: count for name, count in found.items() if count}


def files(services: Services, other: int) -> None:
    """The other one has a file and a progress photo."""
    with services.core.write() as work:
        content = StoredContent(hash="0" * 64, size=1, media_type="image/jpeg", stored_at=work.now)
        work.session.add(content)
        work.session.flush()
        work.session.add(
            StudioFile(
                client_id=other,
                category=FileCategory.PLAN,
                name="Plan",
                search_key="plan",
                added_at=work.now,
            )
        )
        work.session.add(
            ProgressPhoto(
                client_id=other,
                day=TODAY,
                pose=Pose.FRONT,
                content_hash=content.hash,
                thumbnail_hash=content.hash,
                width=1,
                height=1,
                added_at=work.now,
                by="Olga",
            )
        )


def follow_up(services: Services, keep: int, other: int) -> None:
    """A rule has found both of them, the other one twice; the other one has a message and a task too."""
    with services.core.write() as work:
        now = work.now
        rule = Rule(
            name="r",
            trigger=Trigger.VISIT,
            audience=Audience.CLIENT,
            action=RuleAction.TASK,
            created_at=now,
        )
        olga = Staff(login="olga", name="Olga", role=Role.TRAINER, password_hash="", created_at=now)
        work.session.add_all([rule, olga])
        work.session.flush()
        for client_id, occurrence in ((keep, "a"), (other, "a"), (other, "b")):
            match = RuleMatch(
                rule_id=rule.id, client_id=client_id, occurrence=occurrence, on_day=TODAY, at=now
            )
            match.state = MatchState.QUEUED
            work.session.add(match)
        work.session.add(
            Message(
                client_id=other,
                recipient=RecipientKind.CLIENT,
                recipient_id=other,
                to_name="Anna",
                channel=Channel.EMAIL,
                purpose=Purpose.SERVICE,
                text="Hello",
                state=MessageState.SENT,
                created_at=now,
                wire_id="<1@x>",
            )
        )
        work.session.add(StaffTask(client_id=other, text="Call", due_on=TODAY, created_at=now))
        work.session.add_all(
            ClientTrainer(client_id=each, staff_id=olga.id, from_day=TODAY - timedelta(days=9))
            for each in (keep, other)
        )
        for each in (keep, other):
            sign(work, each, form_template(work), TODAY)
            measured_once(work, each, TODAY)
        body_known(work, other)
        work.session.add(ClientRhythm(client_id=other, gap_days=3, last_visit_on=TODAY, quiet_on=TODAY))


@pytest.fixture
def twice(services: Services, owner: Actor, people: People, rows: StudioRows) -> tuple[int, int]:
    """One person twice, each with a life of its own; the second hangs on everything there is."""
    keep = people.add("Anna Ivanova", email="a@web.de", goals="Run", phone="0151 1058756")
    other = people.add(
        "Anna Iwanowa",
        date(2000, 2, 29),
        email="anna@gmx.de",
        goals="Swim",
        medical_alert="Asthma",
        city="Bonn",
    )
    shoe = services.records.define_field(owner, "Shoe size", CustomFieldKind.NUMBER)
    club = services.records.define_field(owner, "Club", CustomFieldKind.TEXT)
    services.clients.edit(owner, keep, 1, {}, custom={shoe.id: "38"})
    services.clients.edit(owner, other, 1, {}, custom={shoe.id: "39", club.id: "Blue"})
    for client_id, code in ((keep, "FOB-1"), (other, "FOB-2")):
        plan = rows.plan(f"Plan {client_id}")
        rows.membership(client_id, plan, ends_on=TODAY + timedelta(days=10 * client_id))
        rows.debt(client_id, 1000 * client_id, TODAY - timedelta(days=1))
        services.billing.take_payment(owner, client_id, 300, PaymentMethod.CASH)
        services.checkin.check_in(owner, client_id=client_id)
        services.records.add_code(owner, client_id, code)
        services.records.add_note(owner, client_id, f"Note {client_id}", pinned=True)
        services.records.record_consent(owner, client_id, ConsentKind.SMS, given=True, source="form")
    both, second = services.records.create_tag(owner, "Both"), services.records.create_tag(owner, "Second")
    services.records.tag(owner, [keep, other], both.id)
    services.records.tag(owner, [other], second.id)
    rows.photo(other)
    child, earlier = people.add("Mia Iwanowa"), people.add("Anna Iwanova")
    services.clients.set_payer(owner, child, other)
    services.clients.set_household(owner, child, other)
    services.clients.merge(owner, other, earlier)
    follow_up(services, keep, other)
    files(services, other)
    return keep, other


def test_everything_moves(services: Services, owner: Actor, twice: tuple[int, int]) -> None:
    keep, other = twice
    mine, theirs = rows_of(services, keep), rows_of(services, other)
    assert set(theirs) > NOT_MOVED - {"client.household_id"}
    services.clients.merge(owner, keep, other)
    assert set(rows_of(services, other)) <= NOT_MOVED
    after = rows_of(services, keep)
    added = {"client_code.client_id": 1, "staff_note.client_id": 1, "client.merged_into_id": 1}
    shared = {"client_tag.client_id": 1, "custom_value.client_id": 1}
    for name in (set(mine) | set(theirs)) - NOT_MOVED:
        together = mine.get(name, 0) + theirs.get(name, 0)
        assert after[name] == together + added.get(name, 0) - shared.get(name, 0), name


def test_what_was_written_and_is_to_be_done_goes_along(
    services: Services, owner: Actor, twice: tuple[int, int]
) -> None:
    keep, other = twice
    services.clients.merge(owner, keep, other)
    with services.core.read() as session:
        message = session.scalars(select(Message)).one()
        assert (message.client_id, message.recipient_id) == (keep, keep)
        trainers = session.scalars(select(ClientTrainer).order_by(ClientTrainer.id)).all()
        assert [each.client_id for each in trainers] == [keep, keep]
        assert [each.to_day for each in trainers] == [None, TODAY - timedelta(days=1)]
        matches = session.execute(select(RuleMatch.client_id, RuleMatch.occurrence).order_by(RuleMatch.id))
        assert [tuple(row) for row in matches] == [(keep, "a"), (other, "a"), (keep, "b")]


def test_sums_and_counts_stay(
    services: Services, owner: Actor, people: People, twice: tuple[int, int]
) -> None:
    keep, other = twice
    before = [people.detail(each) for each in twice]
    merged = services.clients.merge(owner, keep, other)
    after = people.detail(keep)
    assert after.balance == sum(each.balance or 0 for each in before)
    assert after.visits == sum(each.visits for each in before)
    assert after.ends_on == max(each.ends_on for each in before if each.ends_on)
    assert (after.stage, after.visits, merged.moved["visits"]) == (ClientStage.ACTIVE, 2, 1)
    ledger = services.billing.ledger(owner, keep)
    assert sum(entry.amount for entry in ledger.entries) == ledger.balance == after.balance


def test_empty_fields_are_filled_and_what_differs_is_noted(
    services: Services, owner: Actor, people: People, twice: tuple[int, int]
) -> None:
    keep, other = twice
    services.clients.merge(owner, keep, other)
    after = people.detail(keep)
    details = after.details
    assert (details.born, details.city, details.medical_alert) == (date(2000, 2, 29), "Bonn", "Asthma")
    assert (details.last_name, details.email, details.goals) == ("Ivanova", "a@web.de", "Run\nSwim")
    assert {each.field.name: each.value for each in after.fields} == {"Shoe size": "38", "Club": "Blue"}
    note = next(note.text for note in after.notes if note.text.startswith("Merged with number 2"))
    for told in ("last name: Iwanowa", "e-mail: anna@gmx.de", "Shoe size: 39"):
        assert told in note
    assert after.has_photo
    assert after.household is not None
    assert [each.name for each in after.pays_for] == ["Mia Iwanowa"]


def test_every_number_and_code_leads_to_the_one_that_was_kept(
    services: Services, owner: Actor, people: People, twice: tuple[int, int]
) -> None:
    keep, other = twice
    services.clients.merge(owner, keep, other)
    for code in ("1", "2", "4", "FOB-1", "fob-2"):
        assert services.directory.by_code(owner, code) == keep
    assert people.detail(other).id == keep
    assert people.names("iwanowa") == ["Mia Iwanowa"]
    lists = [services.directory.ids(owner, ListQuery(saved=saved)) for saved in (None, SavedList.ARCHIVED)]
    assert other not in lists[0]
    assert lists[1] == []
    with pytest.raises(RuleBroken, match="merged into number 1"):
        services.clients.restore(owner, other)


def test_the_merge_is_told(services: Services, owner: Actor, people: People) -> None:
    keep, other = people.add(), people.add()
    heard: list[Event] = []
    services.core.bus.subscribe(ClientsMerged, heard.append)
    services.clients.merge(owner, keep, other)
    assert heard == [ClientsMerged(keep, other)]


def test_a_blocked_person_stays_blocked_and_a_current_one_stays_in_the_lists(
    services: Services, owner: Actor, people: People
) -> None:
    keep, other = people.add(), people.add()
    services.clients.archive(owner, keep)
    services.clients.block(owner, other, "Broke the rules")
    services.clients.merge(owner, keep, other)
    assert people.detail(keep).blocked_reason == "Broke the rules"
    assert people.detail(keep).archived_at is None


def test_texts_that_do_not_fit_together_become_a_private_note(
    services: Services, owner: Actor, desk: Actor, people: People
) -> None:
    keep, other = people.add(medical_alert="a" * 3000), people.add(medical_alert="b" * 3000)
    services.clients.merge(owner, keep, other)
    assert "b" * 3000 in [note.text for note in people.detail(keep).notes]
    assert "b" * 3000 not in [note.text for note in services.directory.detail(desk, keep).notes]


def test_who_paid_for_the_other_record_pays_for_nobody_now(
    services: Services, owner: Actor, people: People
) -> None:
    keep, other, parent = people.add(), people.add(), people.add("Eva Meyer")
    services.clients.set_payer(owner, keep, other)
    services.clients.set_payer(owner, other, parent)
    services.clients.merge(owner, keep, other)
    payer = people.detail(keep).payer
    assert payer is not None
    assert payer.id == parent


def test_two_households_of_one_person_become_one(services: Services, owner: Actor, people: People) -> None:
    keep, other, anna, bo = (people.add(f"{name} Novak") for name in ("Eva", "Ewa", "Anna", "Bo"))
    services.clients.set_household(owner, keep, anna)
    services.clients.set_household(owner, other, bo)
    services.clients.merge(owner, keep, other)
    household = people.detail(keep).household
    assert household is not None
    assert {each.id for each in household.others} == {anna, bo}


def test_a_person_is_not_merged_with_oneself(services: Services, owner: Actor, people: People) -> None:
    keep, other = people.add(), people.add()
    with pytest.raises(RuleBroken):
        services.clients.merge(owner, keep, keep)
    services.clients.merge(owner, keep, other)
    with pytest.raises(RuleBroken):
        services.clients.merge(owner, keep, other)


def test_the_desk_does_not_merge(services: Services, desk: Actor, people: People) -> None:
    keep, other = people.add(), people.add()
    with pytest.raises(NotAllowed):
        services.clients.merge(desk, keep, other)


def test_a_merge_adds_and_removes_no_money(services: Services, owner: Actor, twice: tuple[int, int]) -> None:
    keep, other = twice

    def totals() -> list[object]:
        with services.core.read() as session:
            sums = [Base.metadata.tables[name].c.amount for name in ("charge", "payment", "takings_day")]
            return [session.scalar(select(func.sum(column))) for column in sums]

    before = totals()
    services.clients.merge(owner, keep, other)
    assert totals() == before


def test_two_records_that_are_both_inside_leave_one_inside(
    services: Services, owner: Actor, rows: StudioRows, clock: FakeClock
) -> None:
    kept, other = rows.member("Anna Ivanova"), rows.member("Anne Ivanova")
    services.checkin.check_in(owner, client_id=other)
    clock.advance(minutes=20)
    came = clock.now()
    services.checkin.check_in(owner, client_id=kept)
    services.clients.merge(owner, kept, other)
    assert [(row.client_id, row.at) for row in services.visits.inside(owner)] == [(kept, came)]
    assert services.visits.occupancy(owner).inside == 1
