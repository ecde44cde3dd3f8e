"""What was dropped because it was not so any more stands again when that was a slip and was taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MatchState, MessageState, Trigger
from fitnesscrm_desktop.services.messaging.queueing import Origin
from fitnesscrm_desktop.services.messaging.results import SkipReason
from tests.integration.messaging.test_untrue_meanwhile import TODAY, Studio
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk


@pytest.fixture
def studio(services: Services, outbox: OutboxDesk, server: MailServer) -> Studio:
    return Studio(services, outbox, server)


def renewed_by_mistake(studio: Studio, *, by_itself: bool) -> Callable[[], None]:
    """Boris is renewed, and his reminder dropped; what takes the renewal back."""
    theirs = studio.services.memberships.sell(studio.owner, studio.boris, studio.till.plan().id)
    days = (theirs.ends_on - TODAY).days
    studio.book.mail(Trigger.MEMBERSHIP_ENDING, days, by_itself=by_itself)
    assert studio.book.look() == {"queued": 1}
    if not by_itself:
        studio.services.outbox.approve(studio.owner, [studio.outbox.stored()[0].id])
    renewed = studio.services.memberships.renew(studio.owner, theirs.membership_id)
    assert studio.outbox.deliver().dropped == 1
    studio.book.look()
    assert [each.state for each in studio.outbox.stored()] == [MessageState.DROPPED]

    def take_back() -> None:
        studio.services.memberships.withdraw(studio.owner, theirs.membership_id, renewed.fact_id)

    return take_back


def test_a_slip_that_is_taken_back_costs_nobody_the_reminder(studio: Studio) -> None:
    take_back = renewed_by_mistake(studio, by_itself=False)
    take_back()
    studio.book.look()
    (message,) = studio.outbox.stored()
    assert (message.state, message.outcome, message.approved_by) == (MessageState.DRAFT, "so_again", "")
    studio.services.outbox.approve(studio.owner, [message.id])
    assert studio.outbox.deliver().sent == 1
    studio.book.look()
    assert len(studio.server.received) == 1


def test_what_leaves_by_itself_does_so_after_a_slip_that_is_taken_back(studio: Studio) -> None:
    take_back = renewed_by_mistake(studio, by_itself=True)
    take_back()
    studio.book.look()
    assert studio.outbox.deliver().sent == 1
    assert [each.text for each in studio.outbox.see(1).events] == [
        "",
        "settled",
        "so_again",
        "250 2.0.0 Taken",
    ]


def test_what_a_person_has_dropped_stays_dropped(studio: Studio) -> None:
    studio.book.mail(Trigger.BIRTHDAY)
    studio.write()
    studio.services.outbox.drop(studio.owner, [each.id for each in studio.outbox.stored()])
    studio.book.look()
    assert {each.state for each in studio.outbox.stored()} == {MessageState.DROPPED}


def test_however_much_is_settled_for_good_a_slip_is_found(studio: Studio) -> None:
    """Two hundred were thanked for a membership that is none any more."""
    take_back = renewed_by_mistake(studio, by_itself=False)
    thanks = studio.book.mail(Trigger.MEMBERSHIP_SOLD)
    ids = [settled_for_good(studio, thanks.id, number) for number in range(201)]
    take_back()
    studio.book.look()
    stood = {each.id: each.state for each in studio.outbox.stored()}
    assert stood.pop(1) is MessageState.DRAFT
    assert stood == dict.fromkeys(ids, MessageState.DROPPED)


def settled_for_good(studio: Studio, rule_id: int, number: int) -> int:
    """A message about a sale that was taken back long ago."""
    with studio.services.core.write() as work:
        match = RuleMatch(
            rule_id=rule_id,
            client_id=studio.anna,
            occurrence=f"fact:{9000 + number}",
            on_day=TODAY,
            at=work.now,
            state=MatchState.QUEUED,
        )
        work.session.add(match)
        work.session.flush()
        origin, good_until = Origin(match_id=match.id, rule_id=rule_id), work.now + timedelta(days=3)
    message_id = studio.outbox.queue(client_id=studio.anna, origin=origin, good_until=good_until)
    with studio.services.core.write() as work:
        message = work.session.get_one(Message, message_id)
        message.state, message.outcome = MessageState.DROPPED, SkipReason.SETTLED
    return message_id
