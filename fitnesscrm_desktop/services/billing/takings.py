"""The roll-up of each day's takings, kept in the transaction of every payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.ledger import Payment, TakingsDay
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.billing.queries import left_of_payments
from fitnesscrm_desktop.services.billing.results import DayTakings, MethodTakings, Taken
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def add_to_day(session: Session, day: date, method: PaymentMethod, amount: int) -> None:
    """Count one payment (a refund is negative) into its day. Locks the day's row: call it late."""
    raised = session.execute(
        update(TakingsDay)
        .where(TakingsDay.day == day, TakingsDay.method == method)
        .values(amount=TakingsDay.amount + amount, count=TakingsDay.count + 1)
        .returning(TakingsDay.day)
    ).first()
    if raised is None:
        _first_of_day(session, day, method, amount)


def _first_of_day(session: Session, day: date, method: PaymentMethod, amount: int) -> None:
    """Two desks may both be the first: the second adds to the row of the first."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    new = (sqlite.insert if on_sqlite else postgresql.insert)(TakingsDay).values(
        day=day, method=method, amount=amount, count=1
    )
    more = {"amount": TakingsDay.amount + new.excluded.amount, "count": TakingsDay.count + 1}
    session.execute(new.on_conflict_do_update(index_elements=["day", "method"], set_=more))


@dataclass(frozen=True, slots=True)
class TakingsDifference:
    """A day whose roll-up does not say what its payments say."""

    day: date
    method: PaymentMethod
    kept: int
    counted: int


def takings_differences(session: Session) -> list[TakingsDifference]:
    """Where the roll-up differs from the payments; empty when all is well."""
    counted = {
        (day, method): (int(amount), count)
        for day, method, amount, count in session.execute(
            select(Payment.day, Payment.method, func.sum(Payment.amount), func.count()).group_by(
                Payment.day, Payment.method
            )
        )
    }
    kept = {
        (row.day, row.method): (row.amount, row.count)
        for row in session.scalars(select(TakingsDay))
        if (row.amount, row.count) != (0, 0)
    }
    wrong = sorted(key for key in counted.keys() | kept.keys() if counted.get(key) != kept.get(key))
    return [
        TakingsDifference(
            day, method, kept.get((day, method), (0, 0))[0], counted.get((day, method), (0, 0))[0]
        )
        for day, method in wrong
    ]


def rebuild_takings(session: Session) -> None:
    """Make the whole roll-up anew from the payments."""
    session.execute(delete(TakingsDay))
    session.execute(
        insert(TakingsDay).from_select(
            ["day", "method", "amount", "count"],
            select(Payment.day, Payment.method, func.sum(Payment.amount), func.count()).group_by(
                Payment.day, Payment.method
            ),
        )
    )


def day_takings(session: Session, profile: StudioProfile, day: date) -> DayTakings:
    """A day's till. Every payment counts, whatever has become of its client since."""
    sums = session.scalars(select(TakingsDay).where(TakingsDay.day == day)).all()
    by_method = {row.method: MethodTakings(row.method, row.amount, row.count) for row in sums if row.count}
    return DayTakings(
        day=day,
        currency=profile.currency,
        total=sum(row.amount for row in sums),
        by_method=tuple(by_method[method] for method in PaymentMethod if method in by_method),
        payments=_payments_of(session, day),
    )


def _payments_of(session: Session, day: date) -> tuple[Taken, ...]:
    rows = session.execute(
        select(Payment, Client.first_name, Client.last_name, Staff.name)
        .join(Client, Client.id == Payment.client_id)
        .outerjoin(Staff, Staff.id == Payment.staff_id)
        .where(Payment.day == day)
        .order_by(Payment.id.desc())
    ).all()
    left = left_of_payments(session, [row.Payment.id for row in rows])
    return tuple(
        Taken(
            id=payment.id,
            client_id=payment.client_id,
            client_name=f"{first} {last}",
            amount=payment.amount,
            method=payment.method,
            at=payment.at,
            receipt_number=payment.receipt_number,
            note=payment.note,
            staff_name=staff or "",
            refund_of_id=payment.refund_of_id,
            refundable=left.get(payment.id, 0) if payment.refund_of_id is None else 0,
        )
        for payment, first, last, staff in rows
    )
