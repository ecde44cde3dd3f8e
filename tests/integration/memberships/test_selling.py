"""Selling and renewing: days, visits and money go together, once."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import Membership, MembershipFact, MembershipTerm, PackEntry
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import CancelReason, FactKind, MembershipState, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.memberships import selling
from fitnesscrm_desktop.services.memberships.events import MembershipChanged
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import PACK, Till

TODAY = date(2026, 3, 4)
A_MONTH_ON = date(2026, 4, 3)


def test_a_sale_is_one_thing(services: Services, owner: Actor, till: Till) -> None:
    heard: list[Event] = []
    services.core.bus.subscribe(MembershipChanged, heard.append)
    anna, gold = till.client(), till.plan(signup_fee=2000)
    sold = services.memberships.sell(owner, anna, gold.id)
    assert (sold.starts_on, sold.ends_on) == (TODAY, A_MONTH_ON)
    assert (sold.price, sold.signup_fee, sold.balance) == (4900, 2000, 6900)
    assert till.balance(anna) == 6900
    kinds = [(e.charge_kind, e.amount, e.due_on) for e in services.billing.ledger(owner, anna).entries]
    assert kinds == [("membership", 4900, TODAY), ("signup_fee", 2000, TODAY)]
    view = till.membership(sold.membership_id)
    assert view.state is MembershipState.RUNNING
    assert [fact.kind for fact in view.facts] == [FactKind.SOLD]
    assert heard == [MembershipChanged(anna, sold.membership_id, FactKind.SOLD)]


def test_the_signup_fee_comes_once(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan(signup_fee=2000)
    first = services.memberships.sell(owner, anna, gold.id)
    second = services.memberships.sell(owner, anna, gold.id, from_day=first.ends_on + timedelta(days=1))
    assert (first.signup_fee, second.signup_fee) == (2000, 0)
    assert services.memberships.renew(owner, second.membership_id).signup_fee == 0


def test_after_a_sale_that_was_taken_back_the_fee_comes_again(
    services: Services, owner: Actor, till: Till
) -> None:
    anna, gold = till.client(), till.plan(signup_fee=2000)
    first = services.memberships.sell(owner, anna, gold.id)
    services.memberships.withdraw(owner, first.membership_id, first.fact_id)
    assert services.memberships.sell(owner, anna, gold.id).signup_fee == 2000


def test_a_failure_half_way_leaves_nothing(
    services: Services, owner: Actor, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, gold = till.client(), till.plan(signup_fee=2000)
    before = till.count(AuditEntry)

    def power_cut(*_: object, **__: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(selling, "add_fact", power_cut)
    with pytest.raises(OSError, match="power cut"):
        services.memberships.sell(owner, anna, gold.id)
    for table in (Membership, MembershipTerm, MembershipFact, Charge, PackEntry):
        assert till.count(table) == 0
    assert till.count(AuditEntry) == before
    assert till.balance(anna) == 0


def test_the_same_key_sells_once(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan()
    first = services.memberships.sell(owner, anna, gold.id, key="dialog-1")
    again = services.memberships.sell(owner, anna, gold.id, key="dialog-1")
    assert again.repeated
    assert (again.membership_id, again.charge_id) == (first.membership_id, first.charge_id)
    assert till.count(Membership) == 1
    with pytest.raises(RuleBroken, match="key"):
        services.memberships.sell(owner, till.client("Bert"), gold.id, key="dialog-1")


def test_the_same_plan_for_the_same_days_is_asked_about(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan()
    services.memberships.sell(owner, anna, gold.id)
    for first in (TODAY, A_MONTH_ON, TODAY - timedelta(days=20)):
        with pytest.raises(Confirmable, match=r"Anna Example has “Gold” from .* already\. Nothing was"):
            services.memberships.sell(owner, anna, gold.id, first, key=f"asked {first}")
    assert (till.count(Membership), till.balance(anna)) == (1, 4900)
    again = services.memberships.sell(owner, anna, gold.id, TODAY, key=f"asked {TODAY}", confirmed=True)
    assert not again.repeated
    assert (till.count(Membership), till.balance(anna)) == (2, 2 * 4900)


def test_a_key_answers_what_it_sold_without_a_question(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan()
    first = services.memberships.sell(owner, anna, gold.id, key="k")
    for confirmed in (False, True):
        again = services.memberships.sell(owner, anna, gold.id, key="k", confirmed=confirmed)
        assert (again.repeated, again.membership_id) == (True, first.membership_id)
    assert till.count(Membership) == 1


def test_what_covers_no_day_twice_is_not_asked_about(services: Services, owner: Actor, till: Till) -> None:
    anna, gold, silver = till.client(), till.plan(), till.plan(name="Silver")
    first = services.memberships.sell(owner, anna, gold.id)
    services.memberships.sell(owner, anna, silver.id)
    services.memberships.sell(owner, till.client("Bert"), gold.id)
    services.memberships.sell(owner, anna, gold.id, A_MONTH_ON + timedelta(days=1))
    services.memberships.withdraw(owner, first.membership_id, first.fact_id)
    second = services.memberships.sell(owner, anna, gold.id)
    services.memberships.cancel(owner, second.membership_id, TODAY + timedelta(days=3))
    services.memberships.sell(owner, anna, gold.id, TODAY + timedelta(days=3), confirmed=True)
    with pytest.raises(Confirmable):
        services.memberships.sell(owner, anna, gold.id, TODAY + timedelta(days=2))


def test_a_pack_that_is_used_up_is_followed_by_another_without_a_question(
    services: Services, owner: Actor, till: Till
) -> None:
    anna, one = till.client(), till.plan(draft=PACK, visits=1)
    services.memberships.sell(owner, anna, one.id)
    with pytest.raises(Confirmable):
        services.memberships.sell(owner, anna, one.id)
    services.checkin.check_in(owner, client_id=anna)
    assert services.memberships.sell(owner, anna, one.id).visits_left == 1


def test_the_same_key_renews_once(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, gold.id)
    first = services.memberships.renew(owner, sold.membership_id, key="r")
    again = services.memberships.renew(owner, sold.membership_id, key="r")
    assert again.repeated
    assert again.ends_on == first.ends_on
    assert till.balance(anna) == 2 * 4900


def test_renewing_early_extends_and_never_shortens(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, gold.id)
    renewed = services.memberships.renew(owner, sold.membership_id)
    assert renewed.membership_id == sold.membership_id
    assert (renewed.starts_on, renewed.ends_on) == (date(2026, 4, 4), date(2026, 5, 3))
    view = till.membership(sold.membership_id)
    assert view.state is MembershipState.RUNNING
    assert view.starts_on == TODAY
    # What is charged for the next month is due when that month begins, not today.
    assert services.billing.ledger(owner, anna).entries[-1].due_on == date(2026, 4, 4)


def test_renewing_the_day_after_leaves_no_gap(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    anna, gold = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, gold.id)
    clock.advance(days=31)
    renewed = services.memberships.renew(owner, sold.membership_id)
    assert (renewed.membership_id, renewed.starts_on) == (sold.membership_id, date(2026, 4, 4))


def test_renewing_late_starts_today_and_leaves_the_past_alone(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    anna, gold = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, gold.id)
    clock.advance(days=50)
    renewed = services.memberships.renew(owner, sold.membership_id)
    assert renewed.starts_on == date(2026, 4, 23)
    assert renewed.ends_on == date(2026, 5, 22)
    old = till.membership(sold.membership_id)
    assert (old.state, old.ends_on) == (MembershipState.ENDED, A_MONTH_ON)


def test_the_31st_does_not_drift(services: Services, owner: Actor, till: Till, clock: FakeClock) -> None:
    anna, gold = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, gold.id, from_day=date(2027, 1, 31))
    ends = [services.memberships.renew(owner, sold.membership_id).ends_on for _ in range(3)]
    assert sold.ends_on == date(2027, 2, 27)
    assert ends == [date(2027, 3, 30), date(2027, 4, 29), date(2027, 5, 30)]


def test_renewing_late_twice_charges_no_day_twice(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    old = services.memberships.sell(owner, till.client(), till.plan().id).membership_id
    clock.advance(days=90)
    first = services.memberships.renew(owner, old)
    second = services.memberships.renew(owner, old)
    assert second.membership_id == first.membership_id != old
    assert second.starts_on == first.ends_on + timedelta(days=1)


def test_a_renewal_costs_what_the_plan_costs_on_its_first_day(
    services: Services, owner: Actor, till: Till
) -> None:
    anna, gold = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, gold.id)
    services.plans.set_price(owner, gold.id, 5900, date(2026, 4, 1))
    preview = services.memberships.preview_renewal(owner, sold.membership_id)
    renewed = services.memberships.renew(owner, sold.membership_id)
    assert (preview.price, renewed.price) == (5900, 5900)
    assert (preview.starts_on, preview.ends_on) == (renewed.starts_on, renewed.ends_on)


def test_a_pack_gets_visits_and_time(services: Services, owner: Actor, till: Till) -> None:
    anna, ten = till.client(), till.plan(9900, PACK)
    sold = services.memberships.sell(owner, anna, ten.id)
    assert (sold.visits_left, sold.ends_on) == (10, date(2026, 6, 1))
    renewed = services.memberships.renew(owner, sold.membership_id)
    assert (renewed.visits_left, renewed.ends_on) == (20, date(2026, 8, 30))
    assert till.membership(sold.membership_id).visits_total == 20
    assert till.count(PackEntry) == 2


def test_a_free_plan_charges_nothing(services: Services, owner: Actor, till: Till) -> None:
    anna, free = till.client(), till.plan(0)
    sold = services.memberships.sell(owner, anna, free.id)
    assert (sold.charge_id, sold.balance) == (None, 0)
    assert till.count(Charge) == 0


def test_a_price_of_ones_own(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan()
    assert services.memberships.sell(owner, anna, gold.id, price=1000).balance == 1000
    with pytest.raises(RuleBroken):
        services.memberships.sell(owner, anna, gold.id, price=-1)


def test_credit_pays_for_the_membership(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan()
    till.pay(anna, 3000)
    sold = services.memberships.sell(owner, anna, gold.id)
    assert sold.balance == 1900
    assert till.open_charges(anna) == {sold.charge_id: 1900}


def test_what_cannot_be_sold(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan()
    old = till.plan(name="Old")
    services.plans.archive(owner, old.id)
    with pytest.raises(RuleBroken, match="not sold any more"):
        services.memberships.sell(owner, anna, old.id)
    with pytest.raises(NotFound):
        services.memberships.sell(owner, anna, 999)
    with pytest.raises(NotFound):
        services.memberships.sell(owner, 999, gold.id)
    with pytest.raises(RuleBroken):
        services.memberships.sell(owner, anna, gold.id, from_day=date(1900, 1, 1))
    with pytest.raises(NotAllowed):
        services.memberships.sell(an_actor(Role.TRAINER), anna, gold.id)
    assert till.count(Membership) == 0


def test_a_member_of_an_archived_plan_can_renew(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, gold.id)
    services.plans.archive(owner, gold.id)
    assert services.memberships.renew(owner, sold.membership_id).ends_on > sold.ends_on


def test_a_cancelled_membership_that_still_runs_is_not_renewed(
    services: Services, owner: Actor, till: Till
) -> None:
    anna, gold = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, gold.id)
    services.memberships.cancel(owner, sold.membership_id, date(2026, 3, 20), CancelReason.MOVED)
    with pytest.raises(RuleBroken, match="Take the cancellation back"):
        services.memberships.renew(owner, sold.membership_id)


def test_taking_a_sale_back_takes_the_money_back(services: Services, owner: Actor, till: Till) -> None:
    anna, gold = till.client(), till.plan(signup_fee=2000)
    sold = services.memberships.sell(owner, anna, gold.id)
    till.pay(anna, 5000)
    services.memberships.withdraw(owner, sold.membership_id, sold.fact_id)
    assert till.balance(anna) == -5000
    view = till.membership(sold.membership_id)
    assert view.state is MembershipState.CANCELLED
    assert view.terms[0].voided
    assert view.facts[0].undone
    with pytest.raises(RuleBroken, match="already"):
        services.memberships.withdraw(owner, sold.membership_id, sold.fact_id)
    with pytest.raises(RuleBroken):
        services.memberships.uncancel(owner, sold.membership_id)


def test_taking_a_renewal_back_restores_the_end(services: Services, owner: Actor, till: Till) -> None:
    anna, ten = till.client(), till.plan(9900, PACK)
    sold = services.memberships.sell(owner, anna, ten.id)
    renewed = services.memberships.renew(owner, sold.membership_id)
    with pytest.raises(RuleBroken, match="last renewal"):
        services.memberships.withdraw(owner, sold.membership_id, sold.fact_id)
    services.memberships.withdraw(owner, sold.membership_id, renewed.fact_id)
    view = till.membership(sold.membership_id)
    assert (view.ends_on, view.visits_left) == (sold.ends_on, 10)
    assert till.balance(anna) == 9900


def test_a_sale_is_taken_back_on_its_day_only_and_unused(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    anna, gold = till.client(), till.plan()
    sold = services.memberships.sell(owner, anna, gold.id)
    services.checkin.check_in(owner, client_id=anna)
    with pytest.raises(RuleBroken, match="used"):
        services.memberships.withdraw(owner, sold.membership_id, sold.fact_id)
    bert = services.memberships.sell(owner, till.client("Bert"), gold.id)
    clock.advance(days=3)
    with pytest.raises(RuleBroken, match="on the day"):
        services.memberships.withdraw(owner, bert.membership_id, bert.fact_id)
    with pytest.raises(NotFound):
        services.memberships.withdraw(owner, bert.membership_id, sold.fact_id)
