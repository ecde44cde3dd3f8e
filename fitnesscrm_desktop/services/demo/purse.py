"""How somebody in the demo studio pays: what is open, and which payment settled what, the oldest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.demo.people import Person
from fitnesscrm_desktop.services.demo.records import Charged, History, Paid
from fitnesscrm_desktop.services.demo.seasons import Almanac
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, Days


class Purse:
    """One person's charges and payments, in order of time."""

    def __init__(self, person: Person, history: History) -> None:
        self._person, self._history = person, history
        self._charges: list[Charged] = []
        self._due_payments: list[tuple[int, PaymentMethod, float]] = []

    def charge(self, row: Charged) -> Charged:
        """Owe something more."""
        self._charges.append(row)
        self._history.charges.append(row)
        return row

    def plan_payment(self, at: int, method: PaymentMethod, share: float = 1.0) -> None:
        """Intend to pay that *share* of all that is open at the moment *at*."""
        self._due_payments.append((at, method, share))

    def settle(self, now: int) -> None:
        """Pay what was intended until *now*."""
        for at, method, share in sorted(self._due_payments):
            if at <= now:
                self._pay(at, method, share)
        self._due_payments.clear()

    def buy(self, row: Charged, method: PaymentMethod) -> None:
        """Pay for something at the counter, on the spot."""
        self.charge(row)
        self._book(Paid(self._person, row.amount, method, row.at), [row])

    def give_back(self, row: Charged, at: int, day: date) -> None:
        """Bring back what was bought last: the charge is reversed, the money returned."""
        bought = self._history.payments[-1]
        reversal = replace(row, text="Returned unused", amount=-row.amount, due_on=day, at=at, reverses=row)
        bought.parts.append((row, -row.amount, at))
        self._history.charges.append(reversal)
        refund = Paid(self._person, -row.amount, bought.method, at + 20, "Returned unused", refund_of=bought)
        self._history.payments.append(refund)

    def owes_at(self, at: int) -> bool:
        """Whether anything charged before *at* was open then."""
        return any(row.at <= at and (row.settled_at is None or row.settled_at > at) for row in self._charges)

    def overdue(self, grace_days: int, days: Almanac) -> tuple[Days, ...]:
        """The days on which the door stays shut because of money."""
        found = []
        for row in self._charges:
            settled_on = days.day_at(row.settled_at) if row.settled_at else None
            shut_on = row.due_on + timedelta(days=grace_days + 1)
            if settled_on is None or settled_on > shut_on:
                found.append(Days(shut_on, None if settled_on is None else settled_on - ONE_DAY))
        return tuple(found)

    def _pay(self, at: int, method: PaymentMethod, share: float) -> None:
        rows = [row for row in self._charges if row.at <= at and row.settled < row.amount]
        owed = sum(row.amount - row.settled for row in rows)
        amount = owed if share >= 1 else round(owed * share / 500) * 500
        if amount > 0:
            self._book(Paid(self._person, min(amount, owed), method, at), rows)

    def _book(self, payment: Paid, rows: list[Charged]) -> None:
        left = payment.amount
        for row in sorted(rows, key=lambda each: (each.due_on, each.at)):
            part = min(left, row.amount - row.settled)
            if part > 0:
                payment.parts.append((row, part, payment.at))
                row.settled += part
                left -= part
                if row.settled == row.amount:
                    row.settled_at = payment.at
        self._history.payments.append(payment)
