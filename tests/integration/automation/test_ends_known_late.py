"""An end is told when what was to follow does not, though late; one of long ago is not told anew."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MessageState, Trigger
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import PACK, Till
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
ENDS = TODAY + 7 * DAY


@pytest.fixture
def anna(services: Services) -> int:
    """Somebody who can be written to."""
    return People(services).add("Anna Ivanova", email="anna@example.org", language="en")


def test_an_end_is_told_when_what_was_to_follow_is_cancelled_after_the_day_of_the_rule(
    services: Services, owner: Actor, rows: StudioRows, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    plan = rows.plan()
    rows.membership(anna, plan, ends_on=ENDS)
    follows = rows.membership(anna, plan, starts_on=ENDS + DAY, ends_on=ENDS + 30 * DAY)
    farther, nearer = (book.mail(Trigger.MEMBERSHIP_ENDING, days) for days in (7, 1))
    assert book.look() == {"skipped": 1}
    clock.advance(days=3)
    assert book.look() == {}
    services.memberships.cancel(owner, follows, ENDS + DAY)
    assert book.look() == {"queued": 1}
    assert [len(book.matches(each)) for each in (farther, nearer)] == [1, 0]
    ids = [each.id for each in book.messages()]
    assert list(services.outbox.approve(owner, ids).done) == ids
    assert book.look() == {}


def test_an_end_that_was_told_is_not_told_again_when_another_membership_is_cancelled(
    services: Services, owner: Actor, rows: StudioRows, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    rows.membership(anna, rows.plan(), ends_on=ENDS)
    other = rows.pack(anna, 5)
    rule = book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    assert book.look() == {"queued": 1}
    clock.advance(days=3)
    services.memberships.cancel(owner, other, TODAY + 3 * DAY)
    assert book.look() == {}
    assert len(book.matches(rule)) == 1


def test_an_end_is_told_when_the_renewal_is_taken_back_after_the_day_of_the_rule(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    sold = services.memberships.sell(owner, anna, till.plan().id)
    rule = book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    clock.advance(days=(sold.ends_on - TODAY).days - 7)
    renewed = services.memberships.renew(owner, sold.membership_id)
    clock.advance(days=1)
    assert book.look() == {}
    services.memberships.withdraw(owner, sold.membership_id, renewed.fact_id)
    assert book.look() == {"queued": 1}
    assert [key for _, key, _, _ in book.matches(rule)] == [f"membership:{sold.membership_id}:{sold.ends_on}"]
    clock.advance(days=1)
    assert book.look() == {}


def test_a_pack_that_was_used_up_before_it_is_cancelled_has_ended_long_ago(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    pack = till.plan(draft=PACK, visits=1, days=365)
    sold = services.memberships.sell(owner, anna, pack.id)
    services.checkin.check_in(owner, client_id=anna)
    clock.advance(days=60)
    rule = book.mail(Trigger.MEMBERSHIP_ENDED, 1)
    book.look()
    services.memberships.cancel(owner, sold.membership_id)
    assert book.look() == {}
    clock.advance(days=1)
    assert book.look() == {}
    assert book.matches(rule) == []


def test_an_end_that_was_told_is_not_told_again_when_the_day_of_the_cancellation_is_corrected(
    services: Services, owner: Actor, rows: StudioRows, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    membership = rows.membership(anna, rows.plan(), starts_on=TODAY - 20 * DAY, ends_on=ENDS + 30 * DAY)
    rule = book.mail(Trigger.MEMBERSHIP_ENDED, 1)
    clock.advance(days=5)
    book.look()
    services.memberships.cancel(owner, membership, TODAY + 5 * DAY)
    assert book.look() == {"queued": 1}
    with services.core.write() as work:
        work.session.scalars(select(Message)).one().state = MessageState.SENT
    services.memberships.uncancel(owner, membership)
    services.memberships.cancel(owner, membership, TODAY + DAY)
    assert book.look() == {}
    clock.advance(days=1)
    assert book.look() == {}
    assert len(book.matches(rule)) == 1
