"""A rule that is off says no more: what it has approved by itself waits for a yes of a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.values import MessageState, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Field, Op
from fitnesscrm_desktop.services.automation.results import RuleRow
from tests.support.clock import START, FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook

BORN = START.date().replace(year=1990)
DRAFT, APPROVED, SENT = MessageState.DRAFT, MessageState.APPROVED, MessageState.SENT


@pytest.fixture
def book(services: Services, outbox: OutboxDesk) -> RuleBook:
    """Give what writes rules, in a studio of two whose birthday is today."""
    people = People(services)
    for name in ("Anna", "Boris"):
        people.add(f"{name} Novak", BORN, email=f"{name}@example.com".lower())
    return RuleBook(services, outbox.owner)


def by_itself(book: RuleBook) -> RuleRow:
    """A rule has written to both and said yes itself."""
    rule = book.mail(Trigger.BIRTHDAY, by_itself=True)
    assert book.look() == {"queued": 2}
    return rule


def states(outbox: OutboxDesk) -> list[tuple[MessageState, str]]:
    """Where each message stands, and why."""
    return [(each.state, each.outcome) for each in outbox.stored()]


@pytest.mark.parametrize("put_away", [False, True])
def test_what_a_rule_approved_waits_for_a_yes(
    outbox: OutboxDesk, server: MailServer, book: RuleBook, *, put_away: bool
) -> None:
    rule, rules = by_itself(book), outbox.services.rules
    off = (rules.archive if put_away else rules.disable)(outbox.owner, rule.id)
    ids = [each.id for each in outbox.stored()]
    assert off.held == tuple(ids)
    assert states(outbox) == [(DRAFT, "rule_off")] * 2
    event = outbox.see(ids[0]).events[-1]
    assert (event.state, event.text, event.actor) == (DRAFT, "rule_off", outbox.owner.name)
    assert outbox.deliver().sent == 0
    outbox.services.outbox.approve(outbox.owner, ids[:1])
    assert outbox.deliver().sent == 1
    assert [each.to for each in server.received] == ["anna@example.com"]
    assert states(outbox)[1] == (DRAFT, "rule_off")


def test_what_a_person_approved_goes_out(outbox: OutboxDesk, server: MailServer, book: RuleBook) -> None:
    rule = book.mail(Trigger.BIRTHDAY)
    book.look()
    first, _ = (each.id for each in outbox.stored())
    outbox.services.outbox.approve(outbox.owner, [first])
    assert outbox.services.rules.disable(outbox.owner, rule.id).held == ()
    assert outbox.deliver().sent == 1
    assert states(outbox)[1] == (DRAFT, "")


def test_what_a_person_let_try_again_goes_out(outbox: OutboxDesk, server: MailServer, book: RuleBook) -> None:
    rule = by_itself(book)
    server.manners.on_address = lambda _address: "550 No such user"
    assert outbox.deliver().failed == 2
    first, second = (each.id for each in outbox.stored())
    outbox.services.outbox.retry(outbox.owner, [first])
    assert outbox.services.rules.disable(outbox.owner, rule.id).held == ()
    assert [state for state, _ in states(outbox)] == [APPROVED, MessageState.FAILED]
    assert second


def test_undo_lets_it_go_out_again(outbox: OutboxDesk, server: MailServer, book: RuleBook) -> None:
    rule, rules = by_itself(book), outbox.services.rules
    off = rules.disable(outbox.owner, rule.id)
    outbox.services.outbox.drop(outbox.owner, off.held[:1])
    rules.enable(outbox.owner, rule.id, held=off.held)
    assert [state for state, _ in states(outbox)] == [MessageState.DROPPED, APPROVED]
    assert rules.disable(outbox.owner, rule.id).held == off.held[1:]
    rules.enable(outbox.owner, rule.id, held=off.held)
    assert outbox.deliver().sent == 1


def test_switching_it_on_later_sends_nothing_old(
    outbox: OutboxDesk, book: RuleBook, clock: FakeClock
) -> None:
    rule, rules = by_itself(book), outbox.services.rules
    rules.disable(outbox.owner, rule.id)
    clock.advance(days=1)
    rules.enable(outbox.owner, rule.id)
    assert states(outbox) == [(DRAFT, "rule_off")] * 2


def test_what_comes_back_from_a_failed_try_is_held_back_too(
    outbox: OutboxDesk, server: MailServer, book: RuleBook, clock: FakeClock
) -> None:
    """It was on its way when the rule was switched off, and waits for its next try after that."""
    rule = by_itself(book)
    server.manners.on_mail = lambda _to: "451 Come back later"
    assert outbox.deliver().later == 2
    with outbox.services.core.write() as work:
        work.session.get_one(Rule, rule.id).enabled_on = None
    server.manners.on_mail = lambda _to: None
    clock.advance(hours=2)
    assert outbox.deliver().sent == 0
    assert states(outbox) == [(DRAFT, "rule_off")] * 2


CHANGES = {
    "asks first": {"by_itself": False},
    "others": {"conditions": Comparison(Field.AGE, Op.AT_LEAST, "60")},
    "another moment": {"trigger": Trigger.CLIENT_CREATED},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_rule_that_asks_first_now_or_speaks_to_others_takes_its_yes_back(
    outbox: OutboxDesk, server: MailServer, book: RuleBook, change: dict[str, Any]
) -> None:
    rule = by_itself(book)
    first, second = (each.id for each in outbox.stored())
    changed = outbox.services.rules.edit(outbox.owner, rule.id, replace(rule.draft, **change), rule.version)
    assert changed.held == (first, second)
    assert outbox.deliver().sent == 0
    assert states(outbox) == [(DRAFT, "rule_changed")] * 2
    outbox.services.outbox.approve(outbox.owner, [first])
    assert outbox.deliver().sent == 1


def test_another_name_takes_no_yes_back(outbox: OutboxDesk, server: MailServer, book: RuleBook) -> None:
    rule = by_itself(book)
    named = replace(rule.draft, name="Many happy returns")
    assert outbox.services.rules.edit(outbox.owner, rule.id, named, rule.version).held == ()
    assert outbox.deliver().sent == 2


def test_a_yes_of_a_person_outlasts_a_change(outbox: OutboxDesk, server: MailServer, book: RuleBook) -> None:
    rule = book.mail(Trigger.BIRTHDAY)
    book.look()
    first, _ = (each.id for each in outbox.stored())
    outbox.services.outbox.approve(outbox.owner, [first])
    other = replace(rule.draft, trigger=Trigger.CLIENT_CREATED)
    assert outbox.services.rules.edit(outbox.owner, rule.id, other, rule.version).held == ()
    assert outbox.deliver().sent == 1
