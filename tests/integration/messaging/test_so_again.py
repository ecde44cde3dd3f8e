"""What was dropped because it was not so any more stands again when that was a slip and was taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import MessageState, Trigger
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
