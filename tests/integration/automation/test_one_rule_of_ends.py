"""Lists, door and rules agree on what ends: not what is followed without a gap, but what is after one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import CheckInReason, PlanKind, Trigger
from fitnesscrm_desktop.services.clients.results import ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
ENDS = TODAY + 7 * DAY

Beside = Callable[[StudioRows, int, int], int]


def nothing(_rows: StudioRows, _client: int, _plan: int) -> int:
    return 0


def one_after_a_gap(rows: StudioRows, client: int, plan: int) -> int:
    return rows.membership(client, plan, starts_on=ENDS + 2 * DAY, ends_on=ENDS + 90 * DAY)


def one_of_long_ago(rows: StudioRows, client: int, plan: int) -> int:
    return rows.membership(client, plan, starts_on=TODAY - 90 * DAY, ends_on=TODAY - 50 * DAY)


def one_that_was_taken_back(rows: StudioRows, client: int, plan: int) -> int:
    day = ENDS + DAY
    return rows.membership(client, plan, starts_on=day, ends_on=day + 30 * DAY, cancelled_on=day)


def a_day_pass_after(rows: StudioRows, client: int, _plan: int) -> int:
    day_pass = rows.plan("Day pass", PlanKind.DAY, days=1)
    return rows.membership(client, day_pass, starts_on=ENDS + DAY, ends_on=ENDS + DAY)


def a_day_pass_in_the_gap(rows: StudioRows, client: int, plan: int) -> int:
    a_day_pass_after(rows, client, plan)
    return one_after_a_gap(rows, client, plan)


def a_day_pass_beside_the_next(rows: StudioRows, client: int, plan: int) -> int:
    a_day_pass_after(rows, client, plan)
    return the_next(rows, client, plan)


def a_day_pass_beside_one_that_rests(rows: StudioRows, client: int, plan: int) -> int:
    a_day_pass_after(rows, client, plan)
    return one_that_rests(rows, client, plan)


def the_next(rows: StudioRows, client: int, plan: int) -> int:
    return rows.membership(client, plan, starts_on=ENDS + DAY, ends_on=ENDS + 30 * DAY)


def one_that_lasts_longer(rows: StudioRows, client: int, _plan: int) -> int:
    return rows.membership(client, rows.plan("Sauna"), ends_on=ENDS + 90 * DAY)


def one_that_rests(rows: StudioRows, client: int, plan: int) -> int:
    other = rows.membership(client, plan, starts_on=ENDS + DAY, ends_on=ENDS + 30 * DAY)
    rows.hold(other, ENDS + DAY)
    return other


def a_link_and_one_after_a_gap(rows: StudioRows, client: int, plan: int) -> int:
    rows.membership(client, plan, starts_on=ENDS + DAY, ends_on=ENDS + 10 * DAY)
    return rows.membership(client, plan, starts_on=ENDS + 20 * DAY, ends_on=ENDS + 50 * DAY)


_ENDS = [
    nothing,
    one_after_a_gap,
    one_of_long_ago,
    one_that_was_taken_back,
    a_day_pass_after,
    a_day_pass_in_the_gap,
]
_GOES_ON = [
    the_next,
    one_that_lasts_longer,
    one_that_rests,
    a_link_and_one_after_a_gap,
    a_day_pass_beside_the_next,
    a_day_pass_beside_one_that_rests,
]


@pytest.fixture
def anna(services: Services) -> int:
    """Give somebody who can be written to."""
    return People(services).add("Anna Ivanova", email="anna@example.org", language="en")


def said(services: Services, owner: Actor, book: RuleBook, anna: int, ending: int) -> dict[str, bool]:
    """Who says that this membership of Anna ends in seven days at most."""
    rule = book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    reasons = [each.word for each in services.checkin.check_in(owner, client_id=anna).reasons]
    return {
        "the saved list": services.directory.ids(owner, ListQuery(saved=SavedList.ENDS_SOON)) == [anna],
        "its number": services.directory.counts(owner).saved[SavedList.ENDS_SOON] == 1,
        "the figure of today": services.figures.today(owner).ends_soon == 1,
        "the list at home": [each.membership_id for each in services.memberships.ending_soon(owner)]
        == [ending],
        "the rule": [each.left_out for each in book.found(rule, TODAY)] == [None],
        "the door": CheckInReason.ENDS_SOON in reasons,
    }


@pytest.mark.parametrize(
    ("beside", "ends"),
    [*((each, True) for each in _ENDS), *((each, False) for each in _GOES_ON)],
)
def test_all_say_of_the_same_membership_that_it_ends(
    services: Services,
    owner: Actor,
    rows: StudioRows,
    book: RuleBook,
    anna: int,
    *,
    beside: Beside,
    ends: bool,
) -> None:
    plan = rows.plan()
    ending = rows.membership(anna, plan, ends_on=ENDS)
    beside(rows, anna, plan)
    told = said(services, owner, book, anna, ending)
    assert set(told.values()) == {ends}, told


def test_nobody_knows_the_end_of_what_will_rest_until_somebody_resumes_it(
    services: Services, owner: Actor, rows: StudioRows, book: RuleBook, anna: int
) -> None:
    ending = rows.membership(anna, rows.plan(), ends_on=ENDS)
    rows.hold(ending, TODAY + DAY, TODAY + 2 * DAY)
    rows.hold(ending, ENDS - DAY)
    told = said(services, owner, book, anna, ending)
    assert set(told.values()) == {False}, told


def test_a_day_pass_ends_without_a_word(
    services: Services, owner: Actor, rows: StudioRows, anna: int
) -> None:
    rows.membership(anna, rows.plan("Day pass", PlanKind.DAY, days=1), starts_on=TODAY, ends_on=TODAY)
    assert services.directory.ids(owner, ListQuery(saved=SavedList.ENDS_SOON)) == []
    assert services.figures.today(owner).ends_soon == 0
    assert services.memberships.ending_soon(owner) == []
    assert services.checkin.check_in(owner, client_id=anna).reasons == ()
