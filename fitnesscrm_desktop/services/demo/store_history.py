"""Stores what has happened in the demo studio, numbered in order of time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.models.ledger import Allocation, Charge, Payment
from fitnesscrm_desktop.models.membership import (
    Membership,
    MembershipFact,
    MembershipHold,
    MembershipTerm,
    PackEntry,
)
from fitnesscrm_desktop.models.values import PlanKind, Verdict
from fitnesscrm_desktop.models.visit import Visit, VisitCancellation, VisitHour
from fitnesscrm_desktop.services.demo import words
from fitnesscrm_desktop.services.demo.insert import Rows
from fitnesscrm_desktop.services.demo.lives import World
from fitnesscrm_desktop.services.demo.records import History, Sold, dice, left_at
from fitnesscrm_desktop.services.demo.seasons import moment
from fitnesscrm_desktop.services.demo.staff import Roster

CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of what was stored before: clients by index, plans by name, products by position."""

    clients: dict[int, int]
    plans: dict[str, int]
    products: list[int]


class HistoryStore:
    """Stores memberships, money and visits."""

    def __init__(self, world: World, history: History, rows: Rows, roster: Roster, ids: Ids) -> None:
        self._world, self._history, self._rows, self._roster, self._ids = world, history, rows, roster, ids
        self._hours: Counter[tuple[date, int]] = Counter()

    def store(self, first_receipt: int) -> None:
        """All of it, what others point at first; receipts are numbered from *first_receipt* on."""
        self._memberships()
        self._charges()
        self._rows.flush()
        self._payments(first_receipt)
        self._terms()
        self._rows.flush()
        self._visits()
        for (day, hour), count in sorted(self._hours.items()):
            self._rows.add(VisitHour, day=day, hour=hour, count=count)

    def _memberships(self) -> None:
        rows = self._rows
        for sold in sorted(self._history.sold, key=lambda each: (each.at, each.index)):
            sold.id = rows.next_id(Membership)
            rows.add(
                Membership,
                id=sold.id,
                client_id=self._ids.clients[sold.person.index],
                plan_id=self._ids.plans[sold.plan.name],
                sold_at=moment(sold.at),
                starts_on=sold.starts_on,
                ends_on=sold.ends_on,
                visits_left=sold.visits_left,
                cancelled_on=sold.cancelled_on,
                cancel_reason=sold.cancel_reason,
                version=1,
            )

    def _charges(self) -> None:
        rows = self._rows
        for charge in sorted(self._history.charges, key=lambda each: (each.at, each.person.index)):
            charge.id = rows.next_id(Charge)
            rows.add(
                Charge,
                id=charge.id,
                client_id=self._ids.clients[charge.person.index],
                membership_id=charge.sold.id if charge.sold else None,
                product_id=None if charge.product is None else self._ids.products[charge.product],
                kind=charge.kind,
                text=charge.text,
                quantity=1,
                amount=charge.amount,
                tax_rate=charge.tax_rate,
                currency=CURRENCY,
                due_on=charge.due_on,
                at=moment(charge.at),
                staff_id=self._roster.at_desk(charge.at),
                reverses_id=charge.reverses.id if charge.reverses else None,
            )

    def _payments(self, first_receipt: int) -> None:
        rows = self._rows
        payments = sorted(self._history.payments, key=lambda each: (each.at, each.person.index))
        for position, payment in enumerate(payments):
            payment.id = rows.next_id(Payment)
            rows.add(
                Payment,
                id=payment.id,
                client_id=self._ids.clients[payment.person.index],
                amount=payment.amount,
                currency=CURRENCY,
                method=payment.method,
                at=moment(payment.at),
                day=self._world.almanac.day_at(payment.at),
                receipt_number=first_receipt + position,
                note=payment.note,
                refund_of_id=payment.refund_of.id if payment.refund_of else None,
                staff_id=self._roster.at_desk(payment.at),
            )
        parts = [
            (at, payment.id, charge, amount) for payment in payments for charge, amount, at in payment.parts
        ]
        for at, payment_id, charge, amount in sorted(parts, key=lambda each: (each[0], each[1])):
            rows.add(
                Allocation,
                id=rows.next_id(Allocation),
                payment_id=payment_id,
                charge_id=charge.id,
                amount=amount,
                at=moment(at),
            )

    def _terms(self) -> None:
        rows = self._rows
        for sold in sorted(self._history.sold, key=lambda each: each.id):
            for term in sold.terms:
                rows.add(
                    MembershipTerm,
                    id=rows.next_id(MembershipTerm),
                    membership_id=sold.id,
                    from_day=term.term.from_day,
                    to_day=term.term.to_day,
                    price=term.price,
                    charge_id=term.charge.id if term.charge else None,
                )
            for hold in sold.holds:
                rows.add(
                    MembershipHold,
                    id=rows.next_id(MembershipHold),
                    membership_id=sold.id,
                    from_day=hold.first,
                    to_day=hold.last,
                    reason=hold.reason,
                )
            for fact in sorted(sold.facts, key=lambda each: each.at):
                rows.add(
                    MembershipFact,
                    id=rows.next_id(MembershipFact),
                    membership_id=sold.id,
                    kind=fact.kind,
                    at=moment(fact.at),
                    on_day=fact.on_day,
                    days=fact.days,
                    reason=fact.reason,
                    staff_id=self._roster.at_desk(fact.at),
                )
            if sold.plan.kind is PlanKind.PACK:
                self._pack_entry(sold, sold.plan.visits or 0, sold.at)

    def _pack_entry(self, sold: Sold, delta: int, at: int, visit_id: int | None = None) -> None:
        self._rows.add(
            PackEntry,
            id=self._rows.next_id(PackEntry),
            membership_id=sold.id,
            delta=delta,
            visit_id=visit_id,
            at=moment(at),
        )

    def _visits(self) -> None:
        rows, now, sold_by_index = self._rows, self._world.now, self._history.sold
        for day, hour, at, index in self._history.visits:
            sold = sold_by_index[index]
            who = sold.person.index
            visit_id = rows.next_id(Visit)
            left, forgot = left_at(at, who)
            undone = dice(at, who, 1700) == 0 and sold.plan.kind is not PlanKind.PACK and at < now - 600
            override = words.VISIT_OVERRIDES[who % 4] if dice(at, who, 1900) == 1 else ""
            remarkable = bool(override) or dice(at, who, 100) > 93
            by_staff = bool(override) or undone or dice(at, who, 10) < 5
            rows.add(
                Visit,
                id=visit_id,
                client_id=self._ids.clients[who],
                membership_id=sold.id,
                at=moment(at),
                day=day,
                verdict=Verdict.NOTICE if remarkable else Verdict.ADMITTED,
                override_reason=override,
                staff_id=self._roster.at_desk(at) if by_staff else None,
                left_at=moment(left) if left <= now else None,
                left_by_itself=forgot and left <= now,
                cancelled_at=moment(at + 60) if undone else None,
            )
            if sold.plan.kind is PlanKind.PACK:
                self._pack_entry(sold, -1, at, visit_id)
            if undone:
                rows.add(
                    VisitCancellation,
                    id=rows.next_id(VisitCancellation),
                    visit_id=visit_id,
                    at=moment(at + 60),
                    staff_id=self._roster.at_desk(at),
                )
            else:
                self._hours[day, hour] += 1
