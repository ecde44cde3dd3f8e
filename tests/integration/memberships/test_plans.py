"""Plans and their prices."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.membership import Plan, PlanPrice
from fitnesscrm_desktop.models.values import Period, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import MONTHLY, Till
from tests.support.soundness import assert_sound

TODAY = date(2026, 3, 4)


def test_a_plan_is_listed_with_its_price(services: Services, owner: Actor, till: Till) -> None:
    gold, silver = till.plan(), till.plan(2900, name="Silver")
    assert [(plan.name, plan.price, plan.currency) for plan in services.plans.list(owner)] == [
        ("Gold", 4900, "EUR"),
        ("Silver", 2900, "EUR"),
    ]
    services.plans.move(owner, [silver.id])
    assert [plan.id for plan in services.plans.list(owner)] == [silver.id, gold.id]


@pytest.mark.parametrize("name", ["Gold", "  GOLD ", "gold", "G\u00f6ld", "Go\u200bld"])
def test_no_two_plans_that_are_sold_have_one_name(
    services: Services, owner: Actor, till: Till, name: str
) -> None:
    gold = till.plan()
    silver = till.plan(name="Silver")
    with pytest.raises(RuleBroken, match="plan called “Gold” already") as broken:
        till.plan(name=name)
    assert broken.value.fields["name"]
    with pytest.raises(RuleBroken, match="plan called “Gold” already"):
        services.plans.edit(owner, silver.id, replace(silver.draft, name=name), silver.version)
    assert [plan.name for plan in services.plans.list(owner, archived=True)] == ["Gold", "Silver"]
    kept = services.plans.edit(owner, gold.id, replace(gold.draft, name=name), gold.version)
    assert kept.id == gold.id, "its own name may be written otherwise"


def test_the_name_of_an_archived_plan_is_free_until_it_comes_back(
    services: Services, owner: Actor, till: Till
) -> None:
    old = till.plan()
    services.plans.archive(owner, old.id)
    new = till.plan(name="Gold")
    with pytest.raises(RuleBroken, match="plan called “Gold” already"):
        services.plans.restore(owner, old.id)
    assert services.plans.get(owner, old.id).archived
    services.plans.archive(owner, new.id)
    services.plans.restore(owner, old.id)
    services.plans.restore(owner, old.id)
    assert [plan.id for plan in services.plans.list(owner)] == [old.id]


@pytest.mark.parametrize("name", ["\u200b", "\u2800", "\ufeff \u200d"])
def test_a_name_nobody_can_see_is_none(till: Till, name: str) -> None:
    with pytest.raises(RuleBroken, match="A name is needed"):
        till.plan(name=name)


def test_a_new_name_is_read_beside_every_client_who_has_the_plan(
    services: Services, owner: Actor, till: Till
) -> None:
    old = till.plan()
    anna, bert, cleo = till.client(), till.client("Bert"), till.client("Cleo")
    for client_id in (anna, bert):
        services.memberships.sell(owner, client_id, old.id)
    services.plans.archive(owner, old.id)
    gold = till.plan(name="Gold")
    services.memberships.sell(owner, cleo, gold.id)
    services.memberships.sell(owner, bert, gold.id, TODAY - timedelta(days=9))
    services.plans.edit(owner, gold.id, replace(gold.draft, name="Platinum"), gold.version)
    names = [row.plan_name for row in services.directory.rows(owner, [anna, bert, cleo])]
    assert names == ["Gold", "Gold", "Platinum"]
    assert_sound(services)


def test_prices_follow_each_other_without_a_gap(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    gold = till.plan()
    services.plans.set_price(owner, gold.id, 5900, date(2026, 6, 1))
    services.plans.set_price(owner, gold.id, 5400, date(2026, 5, 1))
    services.plans.set_price(owner, gold.id, 5500, date(2026, 5, 1))
    rows = [(row.price, row.from_day, row.to_day) for row in services.plans.prices(owner, gold.id)]
    assert rows == [
        (4900, TODAY, date(2026, 4, 30)),
        (5500, date(2026, 5, 1), date(2026, 5, 31)),
        (5900, date(2026, 6, 1), None),
    ]
    assert services.plans.price_on(owner, gold.id, date(2026, 4, 30)) == 4900
    assert services.plans.price_on(owner, gold.id, date(2026, 5, 1)) == 5500
    assert services.plans.price_on(owner, gold.id, date(2020, 1, 1)) == 4900
    clock.advance(days=60)
    assert services.plans.get(owner, gold.id).price == 5500


def test_the_past_costs_what_it_cost(services: Services, owner: Actor, till: Till) -> None:
    gold = till.plan()
    for price, day in [(5900, date(2026, 3, 3)), (-1, TODAY), (10**17, TODAY), (5900, date(2100, 1, 1))]:
        with pytest.raises(RuleBroken):
            services.plans.set_price(owner, gold.id, price, day)
    assert till.count(PlanPrice) == 1


def test_an_edit_on_old_knowledge_is_a_conflict(services: Services, owner: Actor, till: Till) -> None:
    gold = till.plan()
    services.plans.edit(owner, gold.id, replace(gold.draft, name="Platinum"), gold.version)
    with pytest.raises(Conflict) as error:
        services.plans.edit(owner, gold.id, replace(gold.draft, name="Diamond"), gold.version)
    assert error.value.mine == {"name": "Diamond"}
    assert error.value.theirs == {"name": "Platinum"}
    assert services.plans.get(owner, gold.id).name == "Platinum"


def test_the_kind_of_a_sold_plan_stays(services: Services, owner: Actor, till: Till) -> None:
    gold = till.plan()
    yearly = replace(gold.draft, period=Period.YEAR)
    edited = services.plans.edit(owner, gold.id, yearly, gold.version)
    services.memberships.sell(owner, till.client(), gold.id)
    with pytest.raises(RuleBroken, match="sold already"):
        services.plans.edit(owner, gold.id, MONTHLY, edited.version)
    assert services.plans.edit(owner, gold.id, replace(yearly, name="Year"), edited.version).members == 1


def test_an_archived_plan_is_off_the_list_and_comes_back(
    services: Services, owner: Actor, till: Till
) -> None:
    gold = till.plan()
    services.plans.archive(owner, gold.id)
    assert services.plans.list(owner) == []
    assert [plan.archived for plan in services.plans.list(owner, archived=True)] == [True]
    services.plans.restore(owner, gold.id)
    assert [plan.id for plan in services.plans.list(owner)] == [gold.id]


def test_nothing_is_stored_of_a_wrong_plan(services: Services, owner: Actor, till: Till) -> None:
    for draft, price in [(replace(MONTHLY, name="  "), 4900), (MONTHLY, -1), (MONTHLY, 10**17)]:
        with pytest.raises(RuleBroken):
            services.plans.add(owner, draft, price)
    assert (till.count(Plan), till.count(PlanPrice)) == (0, 0)


def test_plans_are_the_owners_business(services: Services, till: Till) -> None:
    desk, gold = an_actor(Role.FRONT_DESK), till.plan()
    assert services.plans.list(desk)
    with pytest.raises(NotAllowed):
        services.plans.add(desk, MONTHLY, 4900)
    with pytest.raises(NotAllowed):
        services.plans.edit(desk, gold.id, MONTHLY, gold.version)
    with pytest.raises(NotAllowed):
        services.plans.set_price(desk, gold.id, 1)
    for deed in (services.plans.archive, services.plans.restore):
        with pytest.raises(NotAllowed):
            deed(desk, gold.id)
    with pytest.raises(NotAllowed):
        services.plans.move(desk, [gold.id])


def test_a_plan_that_is_not_there(services: Services, owner: Actor) -> None:
    with pytest.raises(NotFound):
        services.plans.get(owner, 7)
    with pytest.raises(NotFound):
        services.plans.move(owner, [7])
