"""What falls due soon is reminded of once, and anew if it was paid and given back before its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import RuleAction, Trigger
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import Till

TODAY = date(2026, 3, 4)
DUE = TODAY + timedelta(days=10)


class Payer:
    """Anna, who owes something that is due in ten days, and is looked at every day."""

    def __init__(self, book: RuleBook, till: Till, clock: FakeClock) -> None:
        self.book, self.till, self.clock = book, till, clock
        self.anna = People(till.services).add("Anna Ivanova", phone="+491511058756")
        self.passed = 0
        self.reminded: list[int] = []

    def live_until(self, day: int) -> list[int]:
        """Days pass; on which from the first on the rules have reminded in all."""
        while self.passed < day:
            self.reminded += [self.passed] * self.book.look().get("queued", 0)
            self.clock.advance(days=1)
            self.passed += 1
        return self.reminded

    def give_back(self, payment_id: int) -> None:
        self.till.services.billing.refund(self.till.actor, payment_id, reason="The bank sent it back")


@pytest.fixture
def payer(book: RuleBook, till: Till, clock: FakeClock) -> Payer:
    payer = Payer(book, till, clock)
    till.charge(payer.anna, 1000, DUE)
    return payer


def test_what_is_given_back_after_the_reminder_is_reminded_of_anew(payer: Payer) -> None:
    payer.book.add(Trigger.DUE_SOON, 7)
    assert payer.live_until(5) == [3]
    paid = payer.till.pay(payer.anna, 1000)
    assert payer.live_until(6) == [3]
    payer.give_back(paid.payment_id)
    assert payer.live_until(15) == [3, 6]


def test_what_is_given_back_before_the_reminder_waits_for_it(payer: Payer) -> None:
    payer.book.add(Trigger.DUE_SOON, 7)
    paid = payer.till.pay(payer.anna, 1000)
    payer.live_until(1)
    payer.give_back(paid.payment_id)
    assert payer.live_until(15) == [3]


def test_a_part_that_is_given_back_is_no_new_debt(payer: Payer) -> None:
    payer.book.add(Trigger.DUE_SOON, 7)
    payer.live_until(5)
    paid = payer.till.pay(payer.anna, 400)
    payer.give_back(paid.payment_id)
    assert payer.live_until(15) == [3]


def test_of_several_rules_the_nearest_to_the_day_speaks(payer: Payer) -> None:
    for days in (7, 5, 1):
        payer.book.add(Trigger.DUE_SOON, days)
    paid = payer.till.pay(payer.anna, 1000)
    assert payer.live_until(7) == []
    payer.give_back(paid.payment_id)
    assert payer.live_until(15) == [7, 9]


def test_what_is_given_back_when_it_is_due_already_is_not_due_soon(payer: Payer) -> None:
    payer.book.add(Trigger.DUE_SOON, 7)
    paid = payer.till.pay(payer.anna, 1000)
    payer.live_until(11)
    payer.give_back(paid.payment_id)
    assert payer.live_until(15) == []


def test_the_reminder_that_still_waits_gives_way_to_the_new_one(
    services: Services, owner: Actor, payer: Payer
) -> None:
    words = payer.book.words("Due in {{ occasion.n }} days")
    payer.book.add(Trigger.DUE_SOON, 7, action=RuleAction.COPY, template_id=words)
    assert payer.live_until(5) == [3]
    paid = payer.till.pay(payer.anna, 1000)
    payer.clock.advance(minutes=5)
    payer.give_back(paid.payment_id)
    payer.clock.advance(minutes=5)
    assert payer.live_until(6) == [3, 5]
    first, second = sorted(payer.book.messages(), key=lambda each: each.id)
    assert "7 days" in first.text
    assert "5 days" in second.text
    services.outbox.approve(owner, [first.id, second.id])
    with pytest.raises(RuleBroken, match="It is settled already"):
        services.outbox.words_to_pass_on(owner, first.id)
    assert services.outbox.words_to_pass_on(owner, second.id) == second.text


def test_what_is_not_owed_for_that_day_any_more_is_not_reminded_of_beside_an_older_debt(
    services: Services, owner: Actor, payer: Payer
) -> None:
    payer.till.charge(payer.anna, 500, TODAY - timedelta(days=30))
    later = payer.till.charge(payer.anna, 900, DUE + timedelta(days=1))
    words = payer.book.words("Due in {{ occasion.n }} days")
    payer.book.add(Trigger.DUE_SOON, 7, action=RuleAction.COPY, template_id=words)
    payer.live_until(5)
    about = [each.id for each in payer.book.messages()]
    assert len(about) == 2
    services.billing.reverse(owner, later, "Booked by mistake")
    payer.clock.advance(minutes=5)
    done = services.outbox.approve(owner, about)
    assert (list(done.done), [each.id for each in done.refused]) == (about[:1], about[1:])
