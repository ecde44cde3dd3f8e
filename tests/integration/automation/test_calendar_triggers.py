"""Triggers that go by the calendar: the right clients, on the right day, under a name that stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import PlanKind, Trigger
from fitnesscrm_desktop.services.automation.rhythm import changed_since, newest, refresh
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import PACK, Till
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(1990, 3, 4), date(2026, 3, 4)),
        (date(1992, 2, 29), date(2026, 2, 28)),
        (date(1992, 2, 29), date(2028, 2, 29)),
        (date(1990, 12, 31), date(2026, 12, 31)),
    ],
)
def test_birthdays(services: Services, book: RuleBook, born: date, day: date) -> None:
    anna = People(services).add(born=born)
    rule = book.add(Trigger.BIRTHDAY)
    (found,) = book.found(rule, day)
    assert (found.client_id, found.day, found.n) == (anna, day, day.year - born.year)
    assert found.key == f"year:{day.year}"
    assert book.found(rule, day - DAY) == book.found(rule, day + DAY) == []


def test_nobody_is_greeted_on_the_day_of_birth_itself(services: Services, book: RuleBook) -> None:
    People(services).add(born=TODAY)
    assert book.found(book.add(Trigger.BIRTHDAY), TODAY) == []


def test_every_birthday_of_the_days_off_is_found_over_new_year(services: Services, book: RuleBook) -> None:
    people = People(services)
    for month, day in ((12, 30), (12, 31), (1, 1), (1, 2)):
        people.add(f"Anna {day}", born=date(1990, month, day))
    found = book.found(book.add(Trigger.BIRTHDAY), date(2026, 12, 30), date(2027, 1, 2))
    assert [(each.day, each.key) for each in found] == [
        (date(2026, 12, 30), "year:2026"),
        (date(2026, 12, 31), "year:2026"),
        (date(2027, 1, 1), "year:2027"),
        (date(2027, 1, 2), "year:2027"),
    ]


def test_a_membership_that_ends_in_a_week(rows: StudioRows, book: RuleBook) -> None:
    anna = rows.member(days=7)
    rows.member(days=8)
    rows.member(days=6)
    (found,) = book.found(book.add(Trigger.MEMBERSHIP_ENDING, 7), TODAY)
    assert (found.client_id, found.about, found.n) == (anna, TODAY + 7 * DAY, 7)
    assert found.good_until == TODAY + 7 * DAY


def test_nobody_is_told_of_an_end_that_is_none(rows: StudioRows, book: RuleBook) -> None:
    plan, end = rows.plan(), TODAY + 7 * DAY
    rests = rows.client()
    rows.hold(rows.membership(rests, plan, ends_on=end), TODAY)
    cancelled = rows.client()
    rows.membership(cancelled, plan, ends_on=end, cancelled_on=TODAY + DAY)
    visitor = rows.client()
    rows.membership(visitor, rows.plan("Day pass", PlanKind.DAY, days=1), starts_on=end, ends_on=end)
    assert book.found(book.add(Trigger.MEMBERSHIP_ENDING, 7), TODAY) == []


def test_after_a_renewal_it_is_told_of_the_new_end_only(
    services: Services, owner: Actor, till: Till, book: RuleBook
) -> None:
    anna, plan = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, plan.id)
    rule = book.add(Trigger.MEMBERSHIP_ENDING, 7)
    (first,) = book.found(rule, sold.ends_on - 7 * DAY)
    renewed = services.memberships.renew(owner, sold.membership_id)
    assert book.found(rule, sold.ends_on - 7 * DAY) == []
    (second,) = book.found(rule, renewed.ends_on - 7 * DAY)
    assert second.key != first.key


def test_a_membership_that_has_ended(rows: StudioRows, book: RuleBook) -> None:
    plan = rows.plan()
    ran_out = rows.client()
    rows.membership(ran_out, plan, ends_on=TODAY - DAY)
    cancelled = rows.client()
    rows.membership(cancelled, plan, ends_on=TODAY + 30 * DAY, cancelled_on=TODAY)
    rule = book.add(Trigger.MEMBERSHIP_ENDED, 1)
    assert [(each.client_id, each.about) for each in book.found(rule, TODAY)] == [
        (ran_out, TODAY - DAY),
        (cancelled, TODAY - DAY),
    ]
    a_week_on = book.add(Trigger.MEMBERSHIP_ENDED, 7)
    assert len(book.found(a_week_on, TODAY + 6 * DAY)) == 2


def test_a_pack_that_is_used_up_has_ended_once(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock
) -> None:
    anna = till.client()
    sold = services.memberships.sell(owner, anna, till.plan(draft=PACK, visits=1).id)
    number = str(services.directory.detail(owner, anna).member_number)
    services.checkin.check_in(owner, number)
    rule = book.add(Trigger.MEMBERSHIP_ENDED, 1)
    clock.advance(days=200)
    found = book.found(rule, TODAY, sold.ends_on + 10 * DAY)
    assert [(each.client_id, each.day) for each in found] == [(anna, TODAY + DAY)]


def test_who_comes_back_from_a_freeze(rows: StudioRows, book: RuleBook) -> None:
    planned = rows.client()
    rows.hold(rows.membership(planned, rows.plan()), TODAY - 5 * DAY, TODAY - DAY)
    still_away = rows.client()
    rows.hold(rows.membership(still_away, rows.plan()), TODAY - 5 * DAY)
    found = book.found(book.add(Trigger.MEMBERSHIP_RETURNED), TODAY)
    assert [each.client_id for each in found] == [planned]


def test_who_is_resumed_by_hand_comes_back_on_that_day(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock
) -> None:
    anna = till.client()
    sold = services.memberships.sell(owner, anna, till.plan().id)
    services.memberships.freeze(owner, sold.membership_id)
    clock.advance(days=3)
    services.memberships.resume(owner, sold.membership_id)
    (found,) = book.found(book.add(Trigger.MEMBERSHIP_RETURNED), TODAY, TODAY + 10 * DAY)
    assert (found.client_id, found.day) == (anna, TODAY + 3 * DAY)


def test_what_falls_due_soon_once_for_a_day(till: Till, book: RuleBook) -> None:
    anna, hugo = till.client(), till.client("Hugo")
    due = TODAY + 5 * DAY
    till.charge(anna, 1000, due)
    till.charge(anna, 500, due)
    till.charge(hugo, 1000, due)
    till.pay(hugo, 1000)
    (found,) = book.found(book.add(Trigger.DUE_SOON, 5), TODAY)
    assert (found.client_id, found.about, found.good_until) == (anna, due, due)


def test_a_charge_that_was_taken_back_is_not_due(
    services: Services, owner: Actor, till: Till, book: RuleBook
) -> None:
    charge = till.charge(till.client(), 1000, TODAY + 5 * DAY)
    services.billing.reverse(owner, charge, "mistake")
    assert book.found(book.add(Trigger.DUE_SOON, 5), TODAY) == []


def test_what_has_been_due_for_days(till: Till, book: RuleBook) -> None:
    anna = till.client()
    till.charge(anna, 1000, TODAY)
    rule = book.add(Trigger.OVERDUE, 10)
    (found,) = book.found(rule, TODAY, TODAY + 20 * DAY)
    assert (found.client_id, found.day, found.about, found.n) == (anna, TODAY + 10 * DAY, TODAY, 10)
    till.pay(anna, 1000)
    assert book.found(rule, TODAY, TODAY + 20 * DAY) == []


def test_who_stays_away_longer_than_usual(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock
) -> None:
    anna = till.client()
    services.memberships.sell(owner, anna, till.plan(0, days=365, draft=PACK, visits=50).id)
    number = str(services.directory.detail(owner, anna).member_number)
    for _ in range(6):
        services.checkin.check_in(owner, number)
        clock.advance(days=2)
    with services.core.write() as work:
        assert refresh(work.session, changed_since(work.session, newest(work.session))) == 1
    last = TODAY + 10 * DAY
    (found,) = book.found(book.add(Trigger.INACTIVITY), TODAY, TODAY + 60 * DAY)
    assert (found.client_id, found.day, found.about, found.n) == (anna, last + 7 * DAY, last, 7)
    (later,) = book.found(book.add(Trigger.INACTIVITY, 20), TODAY, TODAY + 60 * DAY)
    assert later.day == last + 27 * DAY


@pytest.mark.parametrize(
    ("joined", "day"),
    [
        (date(2025, 3, 4), date(2026, 3, 4)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_a_year_after_joining(rows: StudioRows, book: RuleBook, joined: date, day: date) -> None:
    anna, plan = rows.client(), rows.plan()
    rows.membership(anna, plan, starts_on=joined, ends_on=date(2027, 1, 1))
    rows.membership(anna, plan, starts_on=joined + 30 * DAY, ends_on=date(2027, 1, 1))
    left = rows.client()
    rows.membership(left, plan, starts_on=joined, ends_on=joined + 30 * DAY)
    (found,) = book.found(book.add(Trigger.ANNIVERSARY, 1), day - 40 * DAY, day + 40 * DAY)
    assert (found.client_id, found.day, found.key) == (anna, day, "years:1")


def test_a_goal_that_is_reached(
    services: Services, owner: Actor, rows: StudioRows, book: RuleBook, clock: FakeClock
) -> None:
    anna = rows.client()
    services.progress.measure(owner, anna, {"weight": "80"}, on=TODAY - 40 * DAY)
    goal = services.goals.add(owner, anna, NewGoal("weight", 78.0))
    assert book.found(book.add(Trigger.GOAL_REACHED), TODAY - 30 * DAY, TODAY) == []
    clock.advance(hours=1)
    (reached,) = services.progress.measure(owner, anna, {"weight": "77.5"})
    (found,) = book.found(book.add(Trigger.GOAL_REACHED), TODAY - 30 * DAY, TODAY)
    assert (found.client_id, found.day, found.key) == (anna, reached.day, f"goal:{goal.id}")
    services.progress.correct(owner, reached.id, "79.5")
    assert book.found(book.add(Trigger.GOAL_REACHED), TODAY - 30 * DAY, TODAY) == []
