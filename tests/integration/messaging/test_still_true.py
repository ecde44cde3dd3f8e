"""What is settled between the yes and the sending is not sent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.models.values import (
    Audience,
    MatchState,
    MessageState,
    RuleAction,
    Trigger,
)
from fitnesscrm_desktop.services.messaging.queueing import Origin
from fitnesscrm_desktop.services.messaging.results import SkipReason
from tests.support.clock import START, FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People

TODAY = START.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WEEK = 7


def found(outbox: OutboxDesk, client_id: int, trigger: Trigger, on_day: date) -> Origin:
    """A rule has found an occasion."""
    with outbox.services.core.write() as work:
        rule = Rule(
            name="A rule",
            trigger=trigger,
            days=WEEK,
            audience=Audience.CLIENT,
            action=RuleAction.EMAIL,
            created_at=work.now,
        )
        work.session.add(rule)
        work.session.flush()
        match = RuleMatch(
            rule_id=rule.id,
            client_id=client_id,
            occurrence="1",
            on_day=on_day,
            at=work.now,
            state=MatchState.QUEUED,
        )
        work.session.add(match)
        work.session.flush()
        return Origin(match_id=match.id, rule_id=rule.id)


@pytest.mark.parametrize(
    ("trigger", "still", "settled"),
    [
        (Trigger.DUE_SOON, {"balance": 4900, "oldest_due_on": TOMORROW}, {"balance": 0}),
        (
            Trigger.OVERDUE,
            {"balance": 4900, "oldest_due_on": YESTERDAY},
            {"balance": 4900, "oldest_due_on": TOMORROW},
        ),
        (Trigger.OVERDUE, {"balance": 1, "oldest_due_on": YESTERDAY}, {"balance": -100}),
        (Trigger.INACTIVITY, {"last_visit_on": YESTERDAY}, {"last_visit_on": TODAY}),
    ],
)
def test_paid_renewed_or_back_again(
    outbox: OutboxDesk,
    server: MailServer,
    people: People,
    trigger: Trigger,
    still: dict[str, object],
    settled: dict[str, object],
) -> None:
    expected = {}
    for name, facts in (("anna", still), ("boris", settled)):
        client = people.add(f"{name} Novak", email=f"{name}@example.com")
        with outbox.services.core.write() as work:
            changed = update(ClientFigures).where(ClientFigures.client_id == client).values(**facts)
            assert work.session.execute(changed).rowcount == 1  # type: ignore[attr-defined]  # of an UPDATE
        origin = found(outbox, client, trigger, TODAY)
        expected[name] = outbox.queue(f"{name}@example.com", client_id=client, origin=origin)
    done = outbox.deliver()
    assert (done.sent, done.dropped) == (1, 1)
    assert [each.to for each in server.received] == ["anna@example.com"]
    row = outbox.see(expected["boris"]).row
    assert (row.state, row.outcome) == (MessageState.DROPPED, SkipReason.SETTLED)


def test_rules_write_to_nobody_in_the_archive(
    outbox: OutboxDesk, server: MailServer, people: People, clock: FakeClock
) -> None:
    anna = people.add("Anna Novak", email="anna@example.com")
    origin = found(outbox, anna, Trigger.BIRTHDAY, TODAY)
    message_id = outbox.queue(client_id=anna, origin=origin)
    outbox.services.clients.archive(outbox.owner, anna)
    assert outbox.deliver().dropped == 1
    assert outbox.see(message_id).row.outcome == SkipReason.ARCHIVED
    assert server.received == []
