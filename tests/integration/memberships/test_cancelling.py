"""Who cancels need not pay for terms that never begin, and a way back charges them again."""

from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import FactKind, Permission, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, NotAllowed
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import PACK, Till
from tests.support.soundness import assert_sound

LAST_PAID, PREPAID = date(2026, 4, 3), date(2026, 4, 4)


@pytest.fixture
def anna(till: Till) -> int:
    return till.client()


@pytest.fixture
def prepaid(services: Services, owner: Actor, till: Till, anna: int) -> int:
    """Anna's membership of this month, renewed for the next one already."""
    member = services.memberships.sell(owner, anna, till.plan(signup_fee=1000).id).membership_id
    services.memberships.renew(owner, member)
    return member


def test_the_charge_of_a_term_that_never_begins_is_taken_back(
    services: Services, owner: Actor, till: Till, anna: int, prepaid: int
) -> None:
    done = services.memberships.cancel(owner, prepaid, PREPAID, take_back_unbegun=True)
    assert (done.ends_on, done.taken_back) == (LAST_PAID, True)
    assert [each.amount for each in done.unbegun] == [4900]
    assert till.balance(anna) == 4900 + 1000
    assert [term.charged for term in till.membership(prepaid).terms] == [True, False]
    assert_sound(services)


def test_it_stays_charged_unless_asked_for_and_is_named(
    services: Services, owner: Actor, till: Till, anna: int, prepaid: int
) -> None:
    done = services.memberships.cancel(owner, prepaid, PREPAID)
    assert ([each.amount for each in done.unbegun], done.taken_back) == ([4900], False)
    assert till.balance(anna) == 4900 + 1000 + 4900


def test_what_was_paid_for_it_becomes_credit(
    services: Services, owner: Actor, till: Till, anna: int, prepaid: int
) -> None:
    till.pay(anna, 4900 + 1000 + 4900)
    services.memberships.cancel(owner, prepaid, PREPAID, take_back_unbegun=True)
    assert till.balance(anna) == -4900
    services.memberships.uncancel(owner, prepaid)
    assert till.balance(anna) == 0
    assert till.open_charges(anna) == {}
    assert_sound(services)


def test_a_way_back_charges_it_again_each_time_once(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, prepaid: int
) -> None:
    before = till.balance(anna)
    for _round in range(3):
        services.memberships.cancel(owner, prepaid, PREPAID, take_back_unbegun=True)
        assert till.balance(anna) == before - 4900
        again = services.memberships.uncancel(owner, prepaid)
        assert [each.amount for each in again.unbegun] == [4900]
        assert till.balance(anna) == before
    clock.advance(hours=1)
    services.memberships.cancel(owner, prepaid, PREPAID)
    assert services.memberships.uncancel(owner, prepaid).unbegun == ()
    assert till.balance(anna) == before
    assert [term.charged for term in till.membership(prepaid).terms] == [True, True]
    assert_sound(services)


def test_what_was_reversed_by_hand_is_not_charged_again(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, prepaid: int
) -> None:
    charge = till.membership(prepaid).terms[1].charge_id
    assert charge is not None
    services.billing.reverse(owner, charge, "a gift")
    clock.advance(hours=1)
    assert services.memberships.cancel(owner, prepaid, PREPAID, take_back_unbegun=True).unbegun == ()
    assert services.memberships.uncancel(owner, prepaid).unbegun == ()
    assert till.balance(anna) == 4900 + 1000


def test_whoever_never_begins_pays_nothing_and_no_fee(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    plan = till.plan(signup_fee=1000)
    member = services.memberships.sell(owner, anna, plan.id, date(2026, 3, 10)).membership_id
    services.memberships.cancel(owner, member, date(2026, 3, 10), take_back_unbegun=True)
    assert till.balance(anna) == 0
    second = services.memberships.sell(owner, anna, plan.id)
    assert second.signup_fee == 1000
    services.memberships.uncancel(owner, member, confirmed=True)
    assert till.balance(anna) == 4900 + 1000 + 4900


@pytest.mark.parametrize("came_in", [True, False])
def test_a_fee_that_stays_charged_is_not_charged_again(
    services: Services, owner: Actor, till: Till, anna: int, *, came_in: bool
) -> None:
    plan = till.plan(signup_fee=1000)
    member = services.memberships.sell(owner, anna, plan.id).membership_id
    if came_in:
        services.checkin.check_in(owner, client_id=anna)
    services.memberships.cancel(owner, member, take_back_unbegun=came_in)
    assert services.memberships.preview(owner, anna, plan.id).signup_fee == 0
    assert services.memberships.sell(owner, anna, plan.id).signup_fee == 0
    assert till.balance(anna) == 4900 + 1000 + 4900


def test_what_was_used_or_has_begun_stays_charged(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    member = services.memberships.sell(owner, anna, till.plan().id).membership_id
    assert services.checkin.check_in(owner, client_id=anna).visit_id is not None
    assert services.memberships.cancel(owner, member, take_back_unbegun=True).unbegun == ()
    pack = services.memberships.sell(owner, anna, till.plan(9000, PACK).id).membership_id
    services.memberships.renew(owner, pack)
    assert services.memberships.cancel(owner, pack, date(2026, 3, 5), take_back_unbegun=True).unbegun == ()
    assert till.balance(anna) == 4900 + 9000 + 9000


def test_a_trainer_may_not(services: Services, prepaid: int) -> None:
    trainer = an_actor(Role.TRAINER)
    with pytest.raises(NotAllowed):
        services.memberships.cancel(trainer, prepaid, PREPAID, take_back_unbegun=True)
    changer = Actor("Changer", Role.TRAINER, None, frozenset({Permission.CHANGE_MEMBERSHIPS}))
    with pytest.raises(NotAllowed, match="Sell memberships"):
        services.memberships.cancel(changer, prepaid, PREPAID, take_back_unbegun=True)
    assert services.memberships.cancel(changer, prepaid, PREPAID).fact is FactKind.CANCELLED


def test_a_rest_puts_off_the_term_that_was_prepaid_before_it(
    services: Services, owner: Actor, till: Till, anna: int, prepaid: int
) -> None:
    services.memberships.freeze(owner, prepaid, date(2026, 3, 10), date(2026, 3, 29))  # twenty days
    too_late = services.memberships.cancel(owner, prepaid, date(2026, 4, 25))
    assert too_late.unbegun == (), "the second term has begun by then"
    services.memberships.uncancel(owner, prepaid)
    done = services.memberships.cancel(owner, prepaid, date(2026, 4, 20), take_back_unbegun=True)
    assert [each.amount for each in done.unbegun] == [4900], "the first term lasts until the 23rd now"
    assert_sound(services)


def test_while_it_rests_until_it_is_resumed_nothing_more_begins(
    services: Services, owner: Actor, prepaid: int
) -> None:
    services.memberships.freeze(owner, prepaid, date(2026, 3, 10))
    done = services.memberships.cancel(owner, prepaid, date(2026, 6, 1), take_back_unbegun=True)
    assert [each.amount for each in done.unbegun] == [4900]


def test_on_the_day_of_a_visit_only_the_term_of_the_visit_stays_owed(
    services: Services, owner: Actor, till: Till, anna: int, prepaid: int
) -> None:
    services.memberships.renew(owner, prepaid)
    assert services.checkin.check_in(owner, client_id=anna).visit_id is not None
    before = services.memberships.preview_cancel(owner, prepaid).when(date(2026, 3, 4))
    done = services.memberships.cancel(owner, prepaid, take_back_unbegun=True)
    assert done.unbegun == before.unbegun
    assert ([each.amount for each in done.unbegun], done.taken_back) == ([4900, 4900], True)
    assert done.used_on == date(2026, 3, 4), "it ends the day before, and says that it was used since"
    assert till.balance(anna) == 4900 + 1000
    assert_sound(services)


def test_what_was_paid_for_a_later_term_is_not_kept_on_the_day_of_a_visit(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    member = services.memberships.sell(owner, anna, till.plan().id).membership_id
    till.pay(anna, 4900)
    services.checkin.check_in(owner, client_id=anna)
    services.memberships.renew(owner, member)
    services.memberships.cancel(owner, member, take_back_unbegun=True)
    assert (till.balance(anna), till.open_charges(anna)) == (0, {})


def test_a_visit_that_was_taken_back_begins_no_term(
    services: Services, owner: Actor, till: Till, anna: int, prepaid: int
) -> None:
    visit = services.checkin.check_in(owner, client_id=anna).visit_id
    assert visit is not None
    services.checkin.undo(owner, visit)
    done = services.memberships.cancel(owner, prepaid, take_back_unbegun=True)
    assert (done.used_on, till.balance(anna)) == (None, 0)


def test_the_last_day_after_a_visit_says_nothing_of_it(
    services: Services, owner: Actor, anna: int, prepaid: int
) -> None:
    services.checkin.check_in(owner, client_id=anna)
    assert services.memberships.cancel(owner, prepaid, date(2026, 3, 5)).used_on is None


def test_a_way_back_asks_if_the_client_has_the_plan_for_these_days_by_now(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    plan = till.plan().id
    first = services.memberships.sell(owner, anna, plan).membership_id
    services.memberships.cancel(owner, first, take_back_unbegun=True)
    services.memberships.sell(owner, anna, plan)
    with pytest.raises(Confirmable, match=r"Anna Example has .* already\. Nothing was changed yet\."):
        services.memberships.uncancel(owner, first)
    assert till.balance(anna) == 4900
    services.memberships.uncancel(owner, first, confirmed=True)
    assert till.balance(anna) == 2 * 4900
    assert_sound(services)


def test_a_way_back_asks_only_about_the_days_that_come_back(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    plan = till.plan().id
    first = services.memberships.sell(owner, anna, plan).membership_id
    services.memberships.cancel(owner, first, date(2026, 3, 20))
    services.memberships.sell(owner, anna, plan, date(2026, 4, 4))
    services.memberships.uncancel(owner, first)
    assert till.balance(anna) == 2 * 4900
