"""Payments and refunds: whole, once, the oldest charge first."""

import math
from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.ledger import Allocation, Payment, TakingsDay
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import PaymentMethod, Role
from fitnesscrm_desktop.services.billing import payments, service
from fitnesscrm_desktop.services.billing.events import PaymentReceived, PaymentRefunded
from fitnesscrm_desktop.services.billing.takings import rebuild_takings, takings_differences
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.sales import Till

TODAY = date(2026, 3, 4)
CASH = PaymentMethod.CASH


@pytest.fixture
def anna(till: Till) -> int:
    return till.client()


def test_the_oldest_charge_is_settled_first(till: Till, anna: int) -> None:
    later = till.charge(anna, 3000, date(2026, 5, 1))
    sooner = till.charge(anna, 2000, date(2026, 4, 1))
    taken = till.pay(anna, 2500)
    assert [(part.charge_id, part.amount) for part in taken.allocated] == [(sooner, 2000), (later, 500)]
    assert (taken.balance, taken.unallocated) == (2500, 0)
    assert till.open_charges(anna) == {later: 2500}


def test_an_overpayment_stays_as_credit_and_settles_the_next_charge(till: Till, anna: int) -> None:
    taken = till.pay(anna, 5000)
    assert (taken.balance, taken.unallocated) == (-5000, 5000)
    charge = till.charge(anna, 6000)
    assert till.balance(anna) == 1000
    assert till.open_charges(anna) == {charge: 1000}


def test_receipts_are_numbered_without_a_gap(services: Services, owner: Actor, till: Till, anna: int) -> None:
    numbers = [till.pay(anna, 100).receipt_number]
    with pytest.raises(RuleBroken):
        till.pay(anna, -1)
    numbers.append(services.billing.refund(owner, 1, 50, "too much").receipt_number)
    numbers.append(till.pay(anna, 100).receipt_number)
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize("amount", [-500, 0, math.nan, 1e17, 10**17, 49.0, True, "4900", None])
def test_amounts_nobody_can_mean_leave_nothing(till: Till, anna: int, amount: int) -> None:
    with pytest.raises(RuleBroken, match="Nothing was booked"):
        till.pay(anna, amount)
    assert (till.count(Payment), till.count(Allocation), till.count(TakingsDay)) == (0, 0, 0)
    assert till.balance(anna) == 0


def test_a_note_that_is_too_long_is_told_and_nothing_is_booked(till: Till, anna: int) -> None:
    assert till.pay(anna, 100, note="x" * 200).payment_id == 1
    with pytest.raises(RuleBroken, match="note is longer than 200 characters") as broken:
        till.pay(anna, 100, note="x" * 201)
    assert "note" in broken.value.fields
    assert till.count(Payment) == 1


def test_the_same_key_books_once(services: Services, owner: Actor, till: Till, anna: int) -> None:
    till.charge(anna, 4900)
    first = till.pay(anna, 4900, key="dialog-1")
    again = till.pay(anna, 4900, key="dialog-1")
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.payment_id, again.receipt_number) == (first.payment_id, first.receipt_number)
    assert again.allocated == first.allocated
    assert till.count(Payment) == 1
    assert services.billing.day_takings(owner).total == 4900


def test_a_key_that_booked_something_else_is_refused(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    till.pay(anna, 4900, key="k")
    with pytest.raises(RuleBroken, match="key"):
        till.pay(anna, 5000, key="k")
    with pytest.raises(RuleBroken, match="key"):
        till.pay(till.client("Bert"), 4900, key="k")
    with pytest.raises(RuleBroken, match="key"):
        services.billing.take_payment(owner, anna, 4900, PaymentMethod.CARD, "k")
    with pytest.raises(RuleBroken, match="key"):
        services.billing.refund(owner, 1, 4900, "no", key="k")
    assert till.count(Payment) == 1


def test_a_key_that_another_desk_used_meanwhile_answers_its_payment(
    till: Till, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look before the leap finds nothing, the UNIQUE constraint refuses, the second look finds it."""
    first = till.pay(anna, 4900, key="k")
    looks = iter([None])
    find = payments.payment_by_key
    monkeypatch.setattr(service, "payment_by_key", lambda *given: next(looks, find(*given)))
    again = till.pay(anna, 4900, key="k")
    assert (again.payment_id, again.repeated) == (first.payment_id, True)
    assert till.pay(anna, 100).receipt_number == 2


def test_a_failure_half_way_leaves_nothing(till: Till, anna: int, monkeypatch: pytest.MonkeyPatch) -> None:
    charge = till.charge(anna, 4900)
    audited = till.count(AuditEntry)

    def power_cut(*_: object, **__: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(payments, "add_to_day", power_cut)
    with pytest.raises(OSError, match="power cut"):
        till.pay(anna, 4900)
    monkeypatch.undo()
    assert (till.count(Payment), till.count(Allocation), till.count(TakingsDay)) == (0, 0, 0)
    assert till.count(AuditEntry) == audited
    assert till.open_charges(anna) == {charge: 4900}
    assert till.pay(anna, 4900).receipt_number == 1


def test_a_refund_names_its_payment_and_opens_the_charge_it_reached_last(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    first, second = till.charge(anna, 2000), till.charge(anna, 3000)
    taken = till.pay(anna, 5500)
    refund = services.billing.refund(owner, taken.payment_id, 1500, "machine broken")
    assert (refund.amount, refund.balance, refund.refund_of_id) == (-1500, 1000, taken.payment_id)
    # 500 were not used for anything, so 1000 come back from the charge settled last.
    assert [(part.charge_id, part.amount) for part in refund.allocated] == [(second, -1000)]
    assert till.open_charges(anna) == {second: 1000}
    services.billing.refund(owner, taken.payment_id, None, "all of it")
    assert till.open_charges(anna) == {first: 2000, second: 3000}
    assert till.balance(anna) == 5000


def test_never_more_than_what_is_left(services: Services, owner: Actor, till: Till, anna: int) -> None:
    taken = till.pay(anna, 5000)
    services.billing.refund(owner, taken.payment_id, 3000, "a part")
    with pytest.raises(RuleBroken, match="Only €20"):
        services.billing.refund(owner, taken.payment_id, 2001, "too much")
    rest = services.billing.refund(owner, taken.payment_id, reason="the rest")
    assert rest.amount == -2000
    with pytest.raises(RuleBroken, match="in full"):
        services.billing.refund(owner, taken.payment_id, 1, "once more")
    with pytest.raises(RuleBroken, match="refund itself"):
        services.billing.refund(owner, rest.payment_id, 1, "of a refund")
    with pytest.raises(NotFound):
        services.billing.refund(owner, 999, 1, "of nothing")
    with pytest.raises(RuleBroken, match="reason"):
        services.billing.refund(owner, taken.payment_id, 1, "   ")
    assert till.count(Payment) == 3


def test_the_same_key_refunds_once(services: Services, owner: Actor, till: Till, anna: int) -> None:
    taken = till.pay(anna, 5000)
    for amount in (None, 5000, None):
        refund = services.billing.refund(owner, taken.payment_id, amount, "all", key="r")
    assert (refund.amount, refund.repeated) == (-5000, True)
    assert till.count(Payment) == 2


def test_other_credit_pays_what_a_refund_opened(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    till.charge(anna, 2000)
    first = till.pay(anna, 2000)
    till.pay(anna, 500)
    services.billing.refund(owner, first.payment_id, 2000, "wrong card")
    assert till.balance(anna) == 1500
    assert list(till.open_charges(anna).values()) == [1500]


def test_events_are_heard(services: Services, owner: Actor, till: Till, anna: int) -> None:
    heard: list[Event] = []
    services.core.bus.subscribe(PaymentReceived, heard.append)
    services.core.bus.subscribe(PaymentRefunded, heard.append)
    taken = till.pay(anna, 100)
    refund = services.billing.refund(owner, taken.payment_id, 50, "half")
    assert heard == [PaymentReceived(anna, taken.payment_id), PaymentRefunded(anna, refund.payment_id)]


def test_who_may_do_what(services: Services, till: Till, anna: int) -> None:
    desk, trainer = an_actor(Role.FRONT_DESK), an_actor(Role.TRAINER)
    taken = services.billing.take_payment(desk, anna, 100, CASH)
    with pytest.raises(NotAllowed):
        services.billing.refund(desk, taken.payment_id, 100, "no")
    with pytest.raises(NotAllowed):
        services.billing.take_payment(trainer, anna, 100, CASH)
    with pytest.raises(NotAllowed):
        services.billing.charge(trainer, anna, "x", 100)
    for read in (services.billing.ledger, services.billing.account):
        with pytest.raises(NotAllowed):
            read(trainer, anna)
    with pytest.raises(NotAllowed):
        services.billing.day_takings(desk)
    for look in (services.billing.who_owes, services.billing.owing_total):
        with pytest.raises(NotAllowed):
            look(trainer)


def test_the_days_total_is_the_days_list_whatever_becomes_of_the_client(
    services: Services, owner: Actor, till: Till, anna: int, clock: FakeClock
) -> None:
    bert, cleo = till.client("Bert"), till.client("Cleo")
    till.pay(anna, 1000)
    services.billing.take_payment(owner, bert, 700, PaymentMethod.CARD)
    services.billing.refund(owner, till.pay(cleo, 300).payment_id, 100, "a part")
    services.clients.archive(owner, bert)
    services.clients.merge(owner, anna, cleo)
    day = services.billing.day_takings(owner, TODAY)
    assert (
        day.total == sum(row.amount for row in day.payments) == sum(m.amount for m in day.by_method) == 1900
    )
    assert [(m.method, m.amount, m.count) for m in day.by_method] == [
        (PaymentMethod.CASH, 1200, 3),
        (PaymentMethod.CARD, 700, 1),
    ]
    assert {row.client_id for row in day.payments} == {anna, bert}
    assert [row.refundable for row in day.payments] == [0, 200, 700, 1000]
    clock.advance(days=1)
    assert services.billing.day_takings(owner).payments == ()


def test_the_day_is_the_studios(
    services: Services, owner: Actor, till: Till, anna: int, clock: FakeClock
) -> None:
    clock.advance(hours=14, minutes=30)  # 23:30 UTC is half past midnight in Berlin
    till.pay(anna, 1000)
    assert services.billing.day_takings(owner, TODAY).total == 0
    assert services.billing.day_takings(owner, date(2026, 3, 5)).total == 1000


def test_the_roll_up_can_be_compared_and_made_anew(services: Services, till: Till, anna: int) -> None:
    till.pay(anna, 1000)
    with services.core.write() as work:
        assert takings_differences(work.session) == []
        row = work.session.get_one(TakingsDay, (TODAY, CASH))
        row.amount += 1
        work.session.flush()
        found = takings_differences(work.session)
        assert [(each.day, each.method, each.kept, each.counted) for each in found] == [
            (TODAY, CASH, 1001, 1000)
        ]
        rebuild_takings(work.session)
        assert takings_differences(work.session) == []


def test_a_payment_for_someone_who_was_merged_reaches_the_one_who_stays(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    double = till.client("Anna", "Double")
    services.clients.merge(owner, anna, double)
    assert till.pay(double, 500).client_id == anna
    assert till.balance(anna) == -500


def test_after_a_merge_the_credit_of_one_pays_what_the_other_owed(
    services: Services, owner: Actor, till: Till, anna: int
) -> None:
    double = till.client("Anna", "Double")
    till.charge(anna, 4900)
    till.pay(double, 3000)
    services.clients.merge(owner, anna, double)
    assert list(till.open_charges(anna).values()) == [1900]
    assert services.billing.account(owner, anna).oldest_due_on == TODAY
    assert till.balance(anna) == 1900
