"""The owner's figures are the sums of rows one can open."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.analytics.queries import month_end, month_start
from fitnesscrm_desktop.services.clients.results import ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import Till


def test_an_empty_studio_has_figures(services: Services, owner: Actor) -> None:
    found = services.figures.today(owner)
    assert (found.takings, found.visits, found.inside, found.active, found.owing_amount) == (0, 0, 0, 0, 0)
    assert [month.amount for month in services.figures.takings_by_month(owner)] == [0] * 12


def test_a_day_in_figures(services: Services, owner: Actor, till: Till) -> None:
    plan = till.plan(4900)
    pays, owes = till.client("Anna"), till.client("Bert")
    for client in (pays, owes):
        services.memberships.sell(owner, client, plan.id)
    till.pay(pays, 4900)
    number = services.directory.detail(owner, pays).member_number
    services.checkin.check_in(owner, str(number))
    found = services.figures.today(owner)
    assert (found.takings, found.payments, found.month_takings) == (4900, 1, 4900)
    assert (found.owing_clients, found.owing_amount) == (1, 4900)
    assert (found.visits, found.inside, found.active, found.new_this_month) == (1, 1, 2, 2)


def test_an_ended_membership_is_not_active(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    client = till.client()
    services.memberships.sell(owner, client, till.plan().id)
    till.pay(client, 4900)
    clock.advance(days=28)
    assert services.figures.today(owner).ends_soon == 1
    clock.advance(days=10)
    found = services.figures.today(owner)
    assert (found.active, found.active_month_ago, found.ends_soon) == (0, 1, 0)


def test_figures_and_lists_agree(services: Services, owner: Actor, clock: FakeClock) -> None:
    services.demo.fill(owner, clients=150, years=1, seed=5, today=date(2026, 3, 4))
    found = services.figures.today(owner)

    def listed(saved: SavedList) -> int:
        return len(services.directory.ids(owner, ListQuery(saved=saved)))

    assert found.active == listed(SavedList.ACTIVE)
    assert found.ends_soon == listed(SavedList.ENDS_SOON)
    assert found.owing_clients == listed(SavedList.OWES_MONEY)
    assert found.takings == services.billing.day_takings(owner, found.day).total
    assert found.inside == len(services.visits.inside(owner))
    months = services.figures.takings_by_month(owner)
    for month in months[-3:]:
        journal = services.reports.takings(owner, month.month, month_end(month.month))
        assert (sum(int(str(row[-1])) for row in journal.rows), len(journal.rows)) == (
            month.amount,
            month.payments,
        )


def test_money_is_for_those_who_may_see_it(services: Services, till: Till) -> None:
    till.pay(till.client(), 100)
    desk = services.figures.today(an_actor(Role.FRONT_DESK))
    assert desk.takings is desk.month_takings is desk.owing_amount is desk.payments is None
    with pytest.raises(NotAllowed):
        services.figures.takings_by_month(an_actor(Role.FRONT_DESK))


def test_months_begin_and_end_where_the_calendar_says() -> None:
    assert month_start(date(2026, 3, 4), 3) == date(2025, 12, 1)
    assert month_start(date(2026, 1, 31), 12) == date(2025, 1, 1)
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)
    day = date(2020, 1, 1)
    while day < date(2030, 1, 1):
        assert month_start(month_end(month_start(day)) + timedelta(days=1)) > day
        day += timedelta(days=17)
