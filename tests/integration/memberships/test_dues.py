"""What is owed for a term is due when the term begins, wherever a freeze has moved it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import MembershipTerm
from fitnesscrm_desktop.models.values import CheckInReason, MembershipState
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.lifecycle.rebuild import rebuild
from fitnesscrm_desktop.services.maintenance.results import Finding, FindingState
from fitnesscrm_desktop.services.memberships.rules import LONGEST_HOLD
from tests.support.clock import FakeClock
from tests.support.sales import PACK, Till
from tests.support.soundness import assert_sound

RENEWED_FROM = date(2026, 4, 4)
REST = (date(2026, 3, 10), date(2026, 3, 29))
"""Twenty days."""
AFTER_THE_REST = date(2026, 4, 24)


@pytest.fixture
def anna(till: Till) -> int:
    return till.client()


@pytest.fixture
def renewed(services: Services, owner: Actor, till: Till, anna: int) -> int:
    """Anna's membership, this month paid, renewed for the next one."""
    member = services.memberships.sell(owner, anna, till.plan().id).membership_id
    till.pay(anna, 4900)
    services.memberships.renew(owner, member)
    return member


def due(till: Till, client_id: int) -> list[tuple[date | None, int]]:
    """When what is open of which charge is to be paid."""
    entries = till.services.billing.ledger(till.actor, client_id).entries
    return sorted((entry.due_on, entry.open) for entry in entries if entry.charge_kind and entry.open)


def test_a_freeze_puts_off_what_is_owed_for_the_term_after_it(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, renewed: int
) -> None:
    assert due(till, anna) == [(RENEWED_FROM, 4900)]
    services.memberships.freeze(owner, renewed, *REST)
    assert due(till, anna) == [(AFTER_THE_REST, 4900)]
    assert till.balance(anna) == 4900
    assert [term.charged for term in till.membership(renewed).terms] == [True, True]
    assert_sound(services)
    clock.advance(days=(AFTER_THE_REST - date(2026, 3, 4)).days - 1)
    assert services.memberships.of_client(owner, anna)[0].state is MembershipState.RUNNING
    assert CheckInReason.OVERDUE not in services.checkin.check_in(owner, client_id=anna).words


def test_whoever_resumes_early_pays_when_it_goes_on(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, renewed: int
) -> None:
    services.memberships.freeze(owner, renewed, *REST)
    clock.advance(days=11)  # the 15th: five days of rest
    services.memberships.resume(owner, renewed)
    assert due(till, anna) == [(RENEWED_FROM + timedelta(days=5), 4900)]
    assert_sound(services)


def test_a_freeze_that_is_called_off_leaves_everything_due_as_it_was(
    services: Services, owner: Actor, till: Till, anna: int, renewed: int
) -> None:
    services.memberships.freeze(owner, renewed, *REST)
    services.memberships.resume(owner, renewed)
    assert due(till, anna) == [(RENEWED_FROM, 4900)]
    assert till.balance(anna) == 4900
    assert_sound(services)


def test_while_nobody_knows_when_it_goes_on_it_is_not_due(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, renewed: int
) -> None:
    services.memberships.freeze(owner, renewed, REST[0])
    assert due(till, anna) == [(RENEWED_FROM + timedelta(days=LONGEST_HOLD), 4900)]
    clock.advance(days=90)
    services.memberships.resume(owner, renewed)
    rested = (date(2026, 3, 4) + timedelta(days=90) - REST[0]).days
    assert due(till, anna) == [(RENEWED_FROM + timedelta(days=rested), 4900)]
    assert_sound(services)


def test_a_renewal_while_it_rests_is_not_due_before_it_goes_on(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    member = services.memberships.sell(owner, anna, till.plan().id).membership_id
    till.pay(anna, 4900)
    services.memberships.freeze(owner, member)
    assert services.memberships.preview_renewal(owner, member).due_on == RENEWED_FROM + timedelta(
        LONGEST_HOLD
    )
    services.memberships.renew(owner, member)
    services.memberships.resume(owner, member, date(2026, 3, 14))
    assert due(till, anna) == [(date(2026, 4, 14), 4900)]


def test_what_is_paid_stays_paid_and_is_not_booked_again(
    services: Services, owner: Actor, till: Till, anna: int, renewed: int
) -> None:
    till.pay(anna, 4900)
    before = services.billing.ledger(owner, anna).entries
    services.memberships.freeze(owner, renewed, *REST)
    after = services.billing.ledger(owner, anna).entries
    assert tuple(replace(each, runs_until=None) for each in after) == before


def test_what_is_paid_in_part_settles_the_same_term(
    services: Services, owner: Actor, till: Till, anna: int, renewed: int
) -> None:
    till.pay(anna, 1900)
    services.memberships.freeze(owner, renewed, *REST)
    assert due(till, anna) == [(AFTER_THE_REST, 3000)]
    assert_sound(services)


def test_every_term_that_follows_is_put_off(
    services: Services, owner: Actor, till: Till, anna: int, renewed: int
) -> None:
    services.memberships.renew(owner, renewed)
    services.memberships.freeze(owner, renewed, *REST)
    assert due(till, anna) == [(AFTER_THE_REST, 4900), (date(2026, 5, 24), 4900)]


def test_what_was_due_for_a_term_that_had_begun_stays_due(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, renewed: int
) -> None:
    clock.advance(days=40)
    services.memberships.freeze(owner, renewed)
    assert due(till, anna) == [(RENEWED_FROM, 4900)]


def test_a_cancellation_and_its_way_back_go_by_the_moved_day(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, renewed: int
) -> None:
    services.memberships.freeze(owner, renewed, *REST)
    clock.advance(hours=1)
    services.memberships.cancel(owner, renewed, AFTER_THE_REST, take_back_unbegun=True)
    assert (due(till, anna), till.balance(anna)) == ([], 0)
    services.memberships.uncancel(owner, renewed)
    assert due(till, anna) == [(AFTER_THE_REST, 4900)]
    assert_sound(services)


def test_a_renewal_is_taken_back_after_a_freeze_too(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    member = services.memberships.sell(owner, anna, till.plan(9000, PACK).id).membership_id
    renewal = services.memberships.renew(owner, member)
    services.memberships.freeze(owner, member, *REST)
    services.memberships.withdraw(owner, member, renewal.fact_id)
    assert till.balance(anna) == 9000
    assert_sound(services)


def owed_for(till: Till, client_id: int) -> list[str]:
    """What the open charges say."""
    entries = till.services.billing.ledger(till.actor, client_id).entries
    return [entry.text for entry in entries if entry.charge_kind and entry.open]


def test_a_moved_charge_names_the_days_its_term_has_now(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, renewed: int
) -> None:
    (before,) = owed_for(till, anna)
    assert before.endswith("4 Apr 2026 – 3 May 2026")
    services.memberships.freeze(owner, renewed, *REST)
    (moved,) = owed_for(till, anna)
    assert moved.endswith("24 Apr 2026 – 23 May 2026")
    clock.advance(days=11)
    services.memberships.resume(owner, renewed)
    (again,) = owed_for(till, anna)
    assert again.endswith("9 Apr 2026 – 8 May 2026")
    assert before.split(",")[0] == moved.split(",")[0] == again.split(",")[0]


def test_while_nobody_knows_the_days_the_charge_names_none(
    services: Services, owner: Actor, till: Till, anna: int, renewed: int
) -> None:
    services.memberships.freeze(owner, renewed, REST[0])
    services.memberships.renew(owner, renewed)
    assert [text.split(", ")[1:] for text in owed_for(till, anna)] == [["after the freeze"]] * 2
    services.memberships.resume(owner, renewed, date(2026, 3, 20))
    assert sorted(text.split(", ")[1] for text in owed_for(till, anna)) == [
        "14 Apr 2026 – 13 May 2026",
        "14 May 2026 – 13 Jun 2026",
    ]
    assert_sound(services)


def stuck_in_the_past(services: Services, membership_id: int, due_on: date) -> None:
    """Leave the charge of the last term where it was before any freeze."""
    with services.core.write() as work:
        last = (
            select(MembershipTerm.charge_id)
            .where(MembershipTerm.membership_id == membership_id)
            .order_by(MembershipTerm.from_day.desc())
            .limit(1)
        )
        work.session.execute(
            update(Charge).where(Charge.id == last.scalar_subquery()).values(due_on=due_on, text="Old")
        )
        rebuild(work.session, services.settings.profile())


def due_days(services: Services, owner: Actor) -> Finding:
    return next(each for each in services.doctor.examine(owner) if each.name == "due days")


def test_the_doctor_finds_and_mends_what_was_charged_before_a_freeze_moved_due_days(
    services: Services, owner: Actor, till: Till, anna: int, renewed: int
) -> None:
    services.memberships.freeze(owner, renewed, *REST)
    assert due_days(services, owner).state is FindingState.OK
    stuck_in_the_past(services, renewed, RENEWED_FROM)
    found = due_days(services, owner)
    assert found.state is FindingState.WARNING
    assert f"(memberships {renewed})" in found.text
    assert services.doctor.repair_roll_ups(owner).dues == 1
    assert due(till, anna) == [(AFTER_THE_REST, 4900)]
    assert owed_for(till, anna)[0].endswith("24 Apr 2026 – 23 May 2026")
    assert till.balance(anna) == 4900
    assert due_days(services, owner).state is FindingState.OK
    assert services.doctor.repair_roll_ups(owner).dues == 0
    assert_sound(services)


@pytest.mark.parametrize("days", [0, 1, 20, 45, 90])
def test_nothing_is_found_in_a_studio_of_this_program_on_any_day(
    services: Services, owner: Actor, till: Till, clock: FakeClock, anna: int, renewed: int, days: int
) -> None:
    services.memberships.freeze(owner, renewed)
    other = till.client("Bo")
    member = services.memberships.sell(owner, other, till.plan().id).membership_id
    services.memberships.renew(owner, member)
    services.memberships.freeze(owner, member, *REST)
    clock.advance(days=days)
    assert due_days(services, owner).state is FindingState.OK
