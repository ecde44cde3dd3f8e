"""One timeline of everything, the newest first, page by page."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Channel, ClientStage, ConsentKind, PaymentMethod, Role
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.messaging.outbox_results import HandWritten
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)


@pytest.fixture
def anna(services: Services, owner: Actor, people: People, rows: StudioRows, clock: FakeClock) -> int:
    """Somebody to whom everything has happened, an hour apart."""
    client_id = people.add("Anna Ivanova")
    clock.advance(hours=1)
    called = HandWritten(Channel.COPY, "Welcome", "Welcome, Anna")
    services.outbox.write(owner, client_id, called, key="0123456789abcdef", approve=True)
    clock.advance(hours=1)
    rows.membership(client_id, rows.plan("Gold"), ends_on=TODAY + timedelta(days=60))
    clock.advance(hours=1)
    services.billing.charge(owner, client_id, "Shaker", 900)
    clock.advance(hours=1)
    services.billing.take_payment(owner, client_id, 900, PaymentMethod.CARD)
    clock.advance(hours=1)
    services.records.add_note(owner, client_id, "Likes rowing", pinned=True)
    clock.advance(hours=1)
    services.records.record_consent(owner, client_id, ConsentKind.SMS, given=False, source="by phone")
    clock.advance(hours=1)
    visit = services.checkin.check_in(owner, client_id=client_id)
    clock.advance(hours=1)
    assert visit.visit_id is not None
    services.checkin.undo(owner, visit.visit_id)
    clock.advance(hours=1)
    services.clients.edit(owner, client_id, people.version(client_id), {"city": "Bonn", "goals": "Run"})
    return client_id


def everything(services: Services, actor: Actor, client_id: int, limit: int = 50) -> list[TimelineEntry]:
    found: list[TimelineEntry] = []
    page = services.directory.timeline(actor, client_id, limit=limit)
    found += page.rows
    while page.next_cursor is not None:
        page = services.directory.timeline(actor, client_id, page.next_cursor, limit)
        found += page.rows
    return found


def test_everything_that_happened_is_there_in_order(services: Services, owner: Actor, anna: int) -> None:
    entries = everything(services, owner, anna)
    told = [(entry.kind, entry.word) for entry in entries]
    assert told[:8] == [
        (TimelineKind.RECORD, "client.edit"),
        (TimelineKind.VISIT_UNDONE, "notice"),
        (TimelineKind.VISIT, "notice"),
        (TimelineKind.CONSENT, "sms"),
        (TimelineKind.NOTE, "pinned"),
        (TimelineKind.PAYMENT, "card"),
        (TimelineKind.CHARGE, "other"),
        (TimelineKind.MEMBERSHIP, "sold"),
    ]
    assert (TimelineKind.RECORD, "client.add") in told
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)


def test_entries_say_what_there_is_to_say(services: Services, owner: Actor, anna: int) -> None:
    by_kind = {entry.kind: entry for entry in reversed(everything(services, owner, anna))}
    assert by_kind[TimelineKind.CHARGE].amount == 900
    assert (by_kind[TimelineKind.PAYMENT].amount, by_kind[TimelineKind.PAYMENT].number) == (-900, 1)
    assert by_kind[TimelineKind.CHARGE].text == "Shaker"
    assert by_kind[TimelineKind.MEMBERSHIP].text == "Gold"
    assert by_kind[TimelineKind.VISIT].undone
    assert (by_kind[TimelineKind.CONSENT].given, by_kind[TimelineKind.CONSENT].text) == (False, "by phone")
    assert by_kind[TimelineKind.RECORD].fields == ("city", "goals")
    assert by_kind[TimelineKind.RECORD].staff == "Test owner"


def test_stages_stand_on_the_days_they_began_and_none_is_to_come(
    services: Services, owner: Actor, anna: int
) -> None:
    stages = [entry for entry in everything(services, owner, anna) if entry.kind is TimelineKind.STAGE]
    assert [(entry.word, entry.day) for entry in stages] == [(ClientStage.ACTIVE, TODAY - timedelta(days=30))]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_hold_everything_once(services: Services, owner: Actor, anna: int, limit: int) -> None:
    assert everything(services, owner, anna, limit) == everything(services, owner, anna)


def test_what_happens_in_one_instant_is_not_lost_between_pages(
    services: Services, owner: Actor, people: People
) -> None:
    anna = people.add()
    for number in range(5):
        services.records.add_note(owner, anna, f"Note {number}")
        services.billing.charge(owner, anna, f"Thing {number}", 100 + number)
        services.records.record_consent(owner, anna, ConsentKind.SMS, given=True, source=str(number))
    whole = everything(services, owner, anna)
    assert len(whole) == 17
    for limit in (1, 2, 3, 4):
        assert everything(services, owner, anna, limit) == whole


def test_money_is_left_out_for_those_who_may_not_see_it(services: Services, anna: int) -> None:
    money = {TimelineKind.CHARGE, TimelineKind.PAYMENT}
    all_kinds = {entry.kind for entry in everything(services, an_actor(Role.OWNER), anna)}
    assert money < all_kinds
    assert {entry.kind for entry in everything(services, an_actor(Role.TRAINER), anna)} == all_kinds - money


def test_a_merged_client_leads_to_the_one_that_was_kept(
    services: Services, owner: Actor, people: People, anna: int
) -> None:
    keep = people.add()
    services.clients.merge(owner, keep, anna)
    told = {(entry.kind, entry.number) for entry in everything(services, owner, anna)}
    assert (TimelineKind.RECORD, 1) in told
    assert (TimelineKind.PAYMENT, 1) in told


def test_nobody_has_no_timeline(services: Services, owner: Actor) -> None:
    with pytest.raises(NotFound):
        services.directory.timeline(owner, 99)


def test_the_stage_of_any_day_is_known(services: Services, owner: Actor, anna: int) -> None:
    days = {
        TODAY - timedelta(days=31): ClientStage.LEAD,
        TODAY - timedelta(days=30): ClientStage.ACTIVE,
        TODAY + timedelta(days=60): ClientStage.ACTIVE,
        TODAY + timedelta(days=61): ClientStage.EXPIRED,
        TODAY + timedelta(days=400): ClientStage.FORMER,
    }
    assert {day: services.directory.stage_on(owner, anna, day).stage for day in days} == days
