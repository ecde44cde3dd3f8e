"""A power cut before any statement, commit or acknowledgement of a deed: all of it happened, or nothing.

A charge written in two commits leaves the money in the till and the month unpaid: here every single point
between two statements is one at which the desk dies.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from fitnesscrm_desktop.models.registry import Base
from fitnesscrm_desktop.models.values import PlanKind, Role
from fitnesscrm_desktop.services.billing.products import ProductDraft
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft
from tests.crash.deeds import MONTHLY, MONTHLY_PRICE
from tests.crash.single_deeds import (
    ALL,
    CASH,
    PACK_PLAN,
    REPEATABLE,
    Do,
    charge_and_pay_in_two_steps,
    check_in,
    once,
    pay,
    sell,
)
from tests.support.actors import an_actor
from tests.support.other_desks import OtherDesk, Place, await_quiet
from tests.support.soundness import assert_sound

FEW = 3
"""Points of every deed that are tried in the quick tests."""
Counts = dict[str, int]


def furnish(place: Place, people: int) -> None:
    """Every client has the membership and the payment with the same id, and a pack."""
    services, owner = place.open(), an_actor(Role.OWNER)
    services.plans.add(owner, MONTHLY, MONTHLY_PRICE)
    services.plans.add(owner, PlanDraft("10 visits", PlanKind.PACK, visits=10, days=90), 9000)
    services.products.add(owner, ProductDraft("Shaker", 900), stock=1000)
    for number in range(people):
        services.clients.add(owner, NewClient("Client", f"Number {number}"))
    for client_id in range(1, people + 1):
        services.memberships.sell(owner, client_id, PACK_PLAN)
    for client_id in range(1, people + 1):
        services.billing.take_payment(owner, client_id, 5000, CASH)
    services.close()


def count_rows(place: Place) -> Counts:
    """How many rows every table holds."""
    await_quiet(place)
    services = place.open()
    with services.core.read() as session:
        tables = Base.metadata.sorted_tables
        found = {each.name: session.scalar(select(func.count()).select_from(each)) or 0 for each in tables}
    services.close()
    return found


def do_once(place: Place, do: Do, client_id: int, *, die_at: int | None = None) -> int | None:
    with OtherDesk(place, once, do, client_id, die_at=die_at) as desk:
        desk.await_ready()
        desk.go()
        told = list(desk.told())
        assert bool(told) == (die_at is None)
        points: int | None = desk.returned
        return points


@pytest.fixture
def place(database_url: str, private_home: Path) -> Place:
    return Place(private_home, database_url)


def try_points(place: Place, do: Do, most: int | None) -> None:
    later = replace(place, moment=place.moment + timedelta(days=1))
    do_once(later, do, 1)  # the first of the day makes the rows in which days and hours are counted
    before = count_rows(place)
    points = do_once(later, do, 2) or 0
    after = count_rows(place)
    whole = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert points > 5
    assert whole
    step = max(1, points // most) if most else 1
    for client_id, point in zip(itertools.count(3), range(0, points, step), strict=False):
        do_once(later, do, client_id, die_at=point)
        died = count_rows(place)
        change = {name: died[name] - after[name] for name in died if died[name] != after[name]}
        assert change in ({}, whole), f"half of it is stored when one dies at point {point} of {points}"
        if do in REPEATABLE:
            do_once(later, do, client_id)
            after = count_rows(place)
            again = {name: after[name] - died[name] + change.get(name, 0) for name in after}
            assert {name: count for name, count in again.items() if count} == whole, point
        else:
            after = died
    services = place.open()
    assert_sound(services)
    services.close()


@pytest.mark.parametrize("do", [sell, pay, check_in])
def test_a_deed_is_done_as_a_whole_or_not_at_all(place: Place, do: Do) -> None:
    furnish(place, 3 + 2 * FEW)
    try_points(place, do, FEW)


@pytest.mark.soak
@pytest.mark.parametrize("do", ALL)
def test_there_is_no_point_at_which_half_is_stored(place: Place, do: Do) -> None:
    furnish(place, 120)
    try_points(place, do, None)


@pytest.mark.sqlite_only
def test_half_a_deed_would_be_noticed(place: Place) -> None:
    furnish(place, 30)
    with pytest.raises(AssertionError, match="half of it is stored when one dies at point"):
        try_points(place, charge_and_pay_in_two_steps, 20)
