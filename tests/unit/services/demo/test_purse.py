"""How the people of a demo studio pay, the oldest charge first."""

from __future__ import annotations

from datetime import date

from fitnesscrm_desktop.models.values import ChargeKind, PaymentMethod
from fitnesscrm_desktop.services.demo.people import Person
from fitnesscrm_desktop.services.demo.purse import Purse
from fitnesscrm_desktop.services.demo.records import Charged, History, Visits
from fitnesscrm_desktop.services.demo.seasons import Almanac
from fitnesscrm_desktop.services.lifecycle.rules import Days

ALMANAC = Almanac(date(2026, 1, 1), date(2026, 3, 1), "Europe/Dublin")
SOMEBODY = Person(0, date(2026, 1, 1), 600, "Ann", "Doe", date(1990, 1, 1))
CARD = PaymentMethod.CARD


def at(day: int) -> int:
    return ALMANAC.at(date(2026, 1, day), 600)


def a_charge(day: int, amount: int = 5000) -> Charged:
    return Charged(SOMEBODY, ChargeKind.MEMBERSHIP, "Month", amount, date(2026, 1, day), at(day), 900)


def a_purse() -> tuple[Purse, History]:
    history = History(Visits(ALMANAC))
    return Purse(SOMEBODY, history), history


def test_a_payment_settles_the_oldest_charge_first() -> None:
    purse, history = a_purse()
    first, second = purse.charge(a_charge(1)), purse.charge(a_charge(3))
    purse.plan_payment(at(5), CARD, share=0.6)
    purse.settle(at(20))
    assert [(row is first, part) for row, part, _at in history.payments[0].parts] == [
        (True, 5000),
        (False, 1000),
    ]
    assert (first.settled, second.settled) == (5000, 1000)


def test_what_was_intended_for_later_is_not_paid_yet() -> None:
    purse, history = a_purse()
    purse.charge(a_charge(1))
    purse.plan_payment(at(25), CARD)
    purse.settle(at(20))
    assert history.payments == []
    assert purse.owes_at(at(20))


def test_the_door_is_shut_from_the_end_of_the_grace_until_it_is_paid() -> None:
    purse, _history = a_purse()
    purse.charge(a_charge(1))
    purse.plan_payment(at(15), CARD)
    purse.settle(at(20))
    assert purse.overdue(7, ALMANAC) == (Days(date(2026, 1, 9), date(2026, 1, 14)),)


def test_what_is_brought_back_costs_nothing() -> None:
    purse, history = a_purse()
    charge = a_charge(2, 1200)
    purse.buy(charge, CARD)
    purse.give_back(charge, at(4), date(2026, 1, 4))
    assert sum(row.amount for row in history.charges) == 0
    assert sum(payment.amount for payment in history.payments) == 0
    assert sum(part for payment in history.payments for _row, part, _at in payment.parts) == 0
