"""Who reads for a client may be another one by the time a message goes out: then that one is written to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Audience, MessageState, Trigger
from fitnesscrm_desktop.services.automation.other_readers import InVain
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.clock import FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


@pytest.fixture
def outbox(services: Services) -> Iterator[OutboxDesk]:
    """Give a studio whose e-mail goes through a server."""
    with MailServer() as server:
        desk = OutboxDesk(services)
        desk.set_up_mail(server.port)
        yield desk


class Family:
    """A client who is seventeen till tomorrow, and two who may pay."""

    def __init__(self, services: Services, owner: Actor, rows: StudioRows) -> None:
        people = People(services)
        self.mother = people.add("Maria Meyer", email="mother@example.org", language="en")
        self.father = people.add("Hugo Meyer", email="father@example.org", language="en")
        born = (TODAY + DAY).replace(year=2008)
        self.child = people.add("Anna Meyer", born, email="anna@example.org", language="en")
        services.clients.set_payer(owner, self.child, self.mother)
        rows.membership(self.child, rows.plan(), ends_on=TODAY + 7 * DAY)


@pytest.fixture
def family(services: Services, owner: Actor, rows: StudioRows) -> Family:
    return Family(services, owner, rows)


def seen(outbox: OutboxDesk) -> list[tuple[str, MessageState, str]]:
    return [(each.to_address, each.state, each.outcome) for each in outbox.stored()]


def test_who_has_come_of_age_is_written_to_and_no_parent(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, clock: FakeClock, family: Family
) -> None:
    del family
    book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    book.look()
    services.outbox.approve(owner, [each.id for each in outbox.stored()])
    clock.advance(days=1)
    assert outbox.deliver().dropped == 1
    dropped = ("mother@example.org", MessageState.DROPPED, "not_responsible")
    assert seen(outbox) == [dropped]
    book.look()
    book.look()
    assert seen(outbox) == [dropped, ("anna@example.org", MessageState.DRAFT, "")]
    services.outbox.approve(owner, [outbox.stored()[-1].id])
    assert outbox.deliver().sent == 1


@pytest.mark.parametrize("trigger", [Trigger.MEMBERSHIP_ENDING, Trigger.CLIENT_CREATED])
def test_another_payer_is_written_to_anew(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, family: Family, trigger: Trigger
) -> None:
    book.mail(trigger, 7)
    if trigger is Trigger.CLIENT_CREATED:
        born = TODAY.replace(year=2012)
        family.child = People(services).add("Olga Meyer", born, email="olga@example.org", language="en")
        services.clients.set_payer(owner, family.child, family.mother)
    book.look()
    services.outbox.approve(owner, [each.id for each in outbox.stored()])
    services.clients.set_payer(owner, family.child, family.father)
    assert outbox.deliver().dropped == 1
    book.look()
    assert seen(outbox) == [
        ("mother@example.org", MessageState.DROPPED, "not_responsible"),
        ("father@example.org", MessageState.DRAFT, ""),
    ]
    assert len(book.matches()) == 1


def test_who_pays_again_after_a_slip_is_written_to_after_all(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, family: Family
) -> None:
    book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    book.look()
    for payer, waits in ((family.father, "father"), (family.mother, "mother"), (family.father, "father")):
        services.outbox.approve(
            owner, [each.id for each in outbox.stored() if each.state is MessageState.DRAFT]
        )
        services.clients.set_payer(owner, family.child, payer)
        assert outbox.deliver().dropped == 1
        book.look()
        book.look()
        (draft,) = [each for each in outbox.stored() if each.state is MessageState.DRAFT]
        assert (draft.to_address, draft.approved_by) == (f"{waits}@example.org", "")
    assert len(outbox.stored()) == 2


def test_who_got_it_after_a_slip_was_the_last_to_get_it(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, family: Family
) -> None:
    book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    book.look()
    for payer in (family.father, family.mother):
        services.outbox.approve(
            owner, [each.id for each in outbox.stored() if each.state is MessageState.DRAFT]
        )
        services.clients.set_payer(owner, family.child, payer)
        assert outbox.deliver().dropped == 1
        book.look()
    services.outbox.approve(owner, [1])
    assert outbox.deliver().sent == 1
    services.clients.set_payer(owner, family.child, family.father)
    book.look()
    assert [each.state for each in outbox.stored()] == [MessageState.SENT, MessageState.DROPPED]


def test_a_birthday_on_another_day_is_written_about_to_who_pays_by_now(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, clock: FakeClock, family: Family
) -> None:
    born = TODAY.replace(year=2012)
    book.mail(Trigger.BIRTHDAY)
    for day in (born, born + DAY):
        version = services.directory.detail(owner, family.child).version
        services.clients.edit(owner, family.child, version, {"born": day})
        book.look()
        clock.advance(days=1)
    wrong, right = outbox.stored()
    services.outbox.approve(owner, [wrong.id, right.id])
    services.clients.set_payer(owner, family.child, family.father)
    assert outbox.deliver().dropped == 1
    book.look()
    assert seen(outbox) == [
        ("mother@example.org", MessageState.DROPPED, "settled"),
        ("mother@example.org", MessageState.DROPPED, "not_responsible"),
        ("father@example.org", MessageState.DRAFT, ""),
    ]


def test_who_turns_out_to_be_under_age_is_written_to_by_way_of_who_pays(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, rows: StudioRows, family: Family
) -> None:
    rows.change_client(family.child, born=TODAY.replace(year=1990))
    book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    book.look()
    services.outbox.approve(owner, [each.id for each in outbox.stored()])
    rows.change_client(family.child, born=TODAY.replace(year=2012))
    assert outbox.deliver().dropped == 1
    book.look()
    assert [each.to_address for each in outbox.stored()] == ["anna@example.org", "mother@example.org"]


def test_who_pays_by_now_reads_what_is_for_whoever_pays(
    services: Services, owner: Actor, book: RuleBook, outbox: OutboxDesk, family: Family
) -> None:
    book.mail(Trigger.CLIENT_CREATED, audience=Audience.PAYER)
    olga = People(services).add("Olga Meyer", TODAY.replace(year=1990), email="olga@example.org")
    book.look()
    services.outbox.approve(owner, [each.id for each in outbox.stored()])
    services.clients.set_payer(owner, olga, family.father)
    assert outbox.deliver().dropped == 1
    book.look()
    assert seen(outbox) == [
        ("olga@example.org", MessageState.DROPPED, "not_responsible"),
        ("father@example.org", MessageState.DRAFT, ""),
    ]


def test_two_may_look_at_once_at_what_nobody_reads() -> None:
    class WithAnother(InVain):
        """Another look finds something meanwhile."""

        def rests(self, message_id: int, now: datetime) -> bool:
            self.add(message_id + 1, now)
            return super().rests(message_id, now)

    now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    in_vain = WithAnother()
    in_vain.add(1, now)
    in_vain.tidy(now)
    assert in_vain.rests(1, now)
