"""Whoever owes something is reminded once of each time of owing: not twice, and not never."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.services.automation.marks import find_between
from fitnesscrm_desktop.services.billing.open_debts import older_settled, oldest_debts
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.clock import FakeClock
from tests.support.rule_book import RuleBook
from tests.support.sales import Till

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


class Debtor:
    """Anna, who is looked at every day."""

    def __init__(self, book: RuleBook, till: Till, clock: FakeClock) -> None:
        self.book, self.till, self.clock = book, till, clock
        self.anna = till.client()
        self.passed = 0
        self.reminded: list[int] = []

    def live(self, days: int) -> list[int]:
        """So many days pass; on which days from the first on the rules remind in all."""
        for _ in range(days):
            self.reminded += [self.passed] * self.book.look().get("queued", 0)
            self.clock.advance(days=1)
            self.passed += 1
        return self.reminded


@pytest.fixture
def debtor(book: RuleBook, till: Till, clock: FakeClock) -> Debtor:
    return Debtor(book, till, clock)


def give_back(till: Till, payment_id: int) -> None:
    till.services.billing.refund(till.actor, payment_id, reason="The bank sent it back")


def test_a_payment_that_is_given_back_is_reminded_of_anew(debtor: Debtor, till: Till) -> None:
    debtor.book.add(Trigger.OVERDUE, 3)
    till.charge(debtor.anna, 1000, TODAY)
    assert debtor.live(6) == [3]
    paid = till.pay(debtor.anna, 1000)
    assert debtor.live(4) == [3]
    give_back(till, paid.payment_id)
    assert debtor.live(60) == [3, 10]


def test_a_payment_given_back_long_after_is_reminded_of(debtor: Debtor, till: Till) -> None:
    debtor.book.add(Trigger.OVERDUE, 3)
    till.charge(debtor.anna, 1000, TODAY)
    paid = till.pay(debtor.anna, 1000)
    assert debtor.live(100) == []
    give_back(till, paid.payment_id)
    assert debtor.live(70) == [100]


def test_what_is_given_back_before_it_is_due_waits_for_its_days(debtor: Debtor, till: Till) -> None:
    debtor.book.add(Trigger.OVERDUE, 3)
    till.charge(debtor.anna, 1000, TODAY + 10 * DAY)
    paid = till.pay(debtor.anna, 1000)
    debtor.live(5)
    give_back(till, paid.payment_id)
    assert debtor.live(30) == [13]


def test_a_part_that_is_paid_or_given_back_is_no_new_debt(debtor: Debtor, till: Till) -> None:
    debtor.book.add(Trigger.OVERDUE, 3)
    till.charge(debtor.anna, 1000, TODAY)
    till.charge(debtor.anna, 300, TODAY)
    debtor.live(6)
    paid = till.pay(debtor.anna, 1100)
    debtor.live(2)
    give_back(till, paid.payment_id)
    assert debtor.live(20) == [3]


@pytest.mark.parametrize("later", [2, 40])
def test_a_debt_behind_an_older_one_has_its_turn(debtor: Debtor, till: Till, later: int) -> None:
    debtor.book.add(Trigger.OVERDUE, 7)
    till.charge(debtor.anna, 1000, TODAY)
    till.charge(debtor.anna, 500, TODAY + 2 * DAY)
    paid_on = 8 + later
    assert debtor.live(paid_on) == [7]
    till.pay(debtor.anna, 1000)
    assert debtor.live(60) == [7, paid_on]


def test_a_debt_behind_an_older_one_has_its_turn_however_old_it_is(debtor: Debtor, till: Till) -> None:
    debtor.book.add(Trigger.OVERDUE, 7)
    till.charge(debtor.anna, 1000, TODAY)
    till.charge(debtor.anna, 500, TODAY + 2 * DAY)
    assert debtor.live(200) == [7]
    till.pay(debtor.anna, 1000)
    assert debtor.live(70) == [7, 200]


@pytest.mark.parametrize("back", [20, 100])
def test_a_charge_that_is_booked_late_is_reminded_of(debtor: Debtor, till: Till, back: int) -> None:
    debtor.book.add(Trigger.OVERDUE, 7)
    debtor.live(5)
    till.charge(debtor.anna, 1000, TODAY - back * DAY)
    assert debtor.live(70) == [5]


def test_several_reminders_of_an_old_debt_come_one_after_the_other(debtor: Debtor, till: Till) -> None:
    for days in (7, 14, 30):
        debtor.book.add(Trigger.OVERDUE, days)
    debtor.live(5)
    till.charge(debtor.anna, 1000, TODAY - 20 * DAY)
    assert debtor.live(70) == [5, 12, 28]


def test_another_charge_for_a_day_that_was_settled_is_another_debt(debtor: Debtor, till: Till) -> None:
    debtor.book.add(Trigger.OVERDUE, 3)
    till.charge(debtor.anna, 1000, TODAY)
    debtor.live(5)
    till.pay(debtor.anna, 1000)
    till.charge(debtor.anna, 700, TODAY)
    assert debtor.live(20) == [3, 5]


def test_a_charge_taken_back_is_owed_no_more(debtor: Debtor, till: Till) -> None:
    debtor.book.add(Trigger.OVERDUE, 3)
    wrong = till.charge(debtor.anna, 1000, TODAY)
    till.charge(debtor.anna, 700, TODAY)
    debtor.live(2)
    till.services.billing.reverse(till.actor, wrong, "mistake")
    assert debtor.live(20) == [3]


def test_what_was_reminded_of_under_the_name_of_its_day_is_not_reminded_of_again(
    services: Services, debtor: Debtor, till: Till
) -> None:
    """As earlier versions named a debt that had been paid and given back before it was reminded of."""
    debtor.book.add(Trigger.OVERDUE, 3)
    till.charge(debtor.anna, 1000, TODAY)
    paid = till.pay(debtor.anna, 1000)
    debtor.live(1)
    give_back(till, paid.payment_id)
    assert debtor.live(5) == [3]
    with services.core.write() as work:
        work.session.execute(update(RuleMatch).values(occurrence=f"due:{TODAY}"))
    assert debtor.live(20) == [3]
    debtor.live(1)
    again = till.pay(debtor.anna, 1000)
    debtor.live(1)
    give_back(till, again.payment_id)
    assert debtor.live(20) == [3, 28]


def test_the_rule_looks_at_nothing_from_before_it_was_switched_on(debtor: Debtor, till: Till) -> None:
    till.charge(debtor.anna, 1000, TODAY - 20 * DAY)
    debtor.live(1)
    debtor.book.add(Trigger.OVERDUE, 7)
    assert debtor.live(20) == []


def test_a_trial_run_says_the_same(services: Services, owner: Actor, debtor: Debtor, till: Till) -> None:
    rule = debtor.book.add(Trigger.OVERDUE, 3)
    till.charge(debtor.anna, 1000, TODAY)
    debtor.live(6)
    paid = till.pay(debtor.anna, 1000)
    debtor.live(2)
    give_back(till, paid.payment_id)
    (entry,) = services.rules.dry_run(owner, rule.id).entries
    assert (entry.day, entry.done) == (TODAY + 8 * DAY, False)
    debtor.live(1)
    (entry,) = services.rules.dry_run(owner, rule.id).entries
    assert entry.done


@pytest.mark.sqlite_only
def test_no_look_goes_through_all_charges_there_are(services: Services, debtor: Debtor, till: Till) -> None:
    till.charge(debtor.anna, 1000, TODAY)
    asked: list[tuple[str, Any]] = []
    with services.core.read() as session:

        def remember(*about: Any) -> None:
            asked.append((about[2], about[3]))

        event.listen(session.get_bind(), "before_cursor_execute", remember)
        oldest_debts(session, [debtor.anna])
        older_settled(session, [debtor.anna])
        event.remove(session.get_bind(), "before_cursor_execute", remember)
        plans = [
            str(row[3])
            for statement, values in asked
            for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    of_charges = [plan for plan in plans if " charge USING " in plan]
    assert len(of_charges) == 6
    assert all("ix_charge_client_id_due_on" in plan for plan in of_charges)


def test_the_occasion_of_one_client_is_found_without_a_look_at_all_who_owe(
    book: RuleBook, till: Till, services: Services
) -> None:
    anna, boris = till.client(), till.client()
    for client_id in (anna, boris):
        till.charge(client_id, 1000, TODAY)
    rule, day = book.add(Trigger.OVERDUE, 3), TODAY + 3 * DAY
    assert {each.client_id for each in book.found(rule, day)} == {anna, boris}
    with services.core.read() as session:
        found = find_between(session, session.get_one(Rule, rule.id), day, day, client_id=boris)
    assert [each.client_id for each in found] == [boris]
