"""A list names the plan somebody has today, not the one that lasts longest; it changes with the day alone."""

from __future__ import annotations

from datetime import timedelta

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients.results import ClientSort, ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.lifecycle.rebuild import differences
from tests.support.clock import FakeClock
from tests.support.sales import PACK, Till
from tests.support.sent_statements import sent_statements


def named(services: Services, owner: Actor, client_id: int) -> set[str]:
    """The plan as list, search and page of the client name it."""
    directory = services.directory
    rows = directory.rows(owner, [client_id])
    hits = directory.search(owner, "Anna", 5)
    return {rows[0].plan_name, hits[0].plan_name, directory.detail(owner, client_id).plan_name}


def test_the_plan_that_runs_is_named_until_a_later_one_begins(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    today = clock.now().date()
    anna, silver, gold = till.client(), till.plan(name="Silver"), till.plan(name="Gold")
    services.memberships.sell(owner, anna, silver.id)
    services.memberships.sell(owner, anna, gold.id, today + timedelta(days=20))
    assert named(services, owner, anna) == {"Silver"}
    clock.advance(days=19)
    assert named(services, owner, anna) == {"Silver"}
    clock.advance(days=1)
    assert named(services, owner, anna) == {"Gold"}, "of two that run it is the one that lasts longer"
    clock.advance(days=100)
    assert named(services, owner, anna) == {"Gold"}, "who was a member is known by the last plan"


def test_a_cancelled_membership_runs_no_more(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    anna = till.client()
    services.memberships.sell(owner, anna, till.plan(name="Silver").id)
    pack = services.memberships.sell(owner, anna, till.plan(draft=PACK, name="One visit", visits=1).id)
    assert named(services, owner, anna) == {"One visit"}
    services.memberships.cancel(owner, pack.membership_id, clock.now().date() + timedelta(days=1))
    assert named(services, owner, anna) == {"One visit"}, "its last day is today"
    clock.advance(days=1)
    assert named(services, owner, anna) == {"Silver"}


def test_the_list_sorts_by_what_it_shows(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    later = clock.now().date() + timedelta(days=20)
    anna, bea, carl = till.client("Anna"), till.client("Bea"), till.client("Carl")
    anvil, maple, zebra = (till.plan(name=name).id for name in ("Anvil", "Maple", "Zebra"))
    services.memberships.sell(owner, anna, zebra)
    services.memberships.sell(owner, anna, anvil, later)
    services.memberships.sell(owner, bea, maple)
    order = services.directory.ids(owner, ListQuery(sort=ClientSort.PLAN))
    assert list(order) == [bea, anna, carl]


def test_plans_are_looked_up_only_for_those_who_are_found(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    later = clock.now().date() + timedelta(days=20)
    anna, silver, gold = till.client("Anna"), till.plan(name="Silver").id, till.plan(name="Gold").id
    services.memberships.sell(owner, anna, silver)
    services.memberships.sell(owner, anna, gold, later)
    with sent_statements(services) as sent:
        assert list(services.directory.ids(owner, ListQuery("qqqq", sort=ClientSort.PLAN))) == []
    assert not [statement for statement in sent if "membership" in statement]
    with sent_statements(services) as sent:
        assert list(services.directory.ids(owner, ListQuery("anna", sort=ClientSort.PLAN))) == [anna]
    assert [statement for statement in sent if "membership" in statement]


def test_the_sums_agree_all_the_same(services: Services, owner: Actor, till: Till, clock: FakeClock) -> None:
    anna = till.client()
    services.memberships.sell(owner, anna, till.plan(name="Silver").id)
    services.memberships.sell(owner, anna, till.plan(name="Gold").id, clock.now().date() + timedelta(days=20))
    with services.core.write() as work:
        assert list(differences(work.session, services.settings.profile())) == []
    assert named(services, owner, anna) == {"Silver"}
