"""Reads about money that several services share; all inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.client import Client, ClientFigures
from fitnesscrm_desktop.models.ledger import Allocation, Charge, Payment
from fitnesscrm_desktop.services.billing.results import Settled
from fitnesscrm_desktop.services.billing.rules import Open


def full_name(client: Client) -> str:
    """First and last name."""
    return f"{client.first_name} {client.last_name}"


def balance_of(session: Session, client_id: int) -> int:
    """What a client owes (negative: has paid ahead), from the figures; refresh these before."""
    figures = session.get(ClientFigures, client_id)
    return figures.balance if figures else 0


def open_charges(session: Session, client_id: int) -> list[Open]:
    """Charges that are not reversed and not settled in full, the oldest due first."""
    reversal = aliased(Charge)
    settled = func.coalesce(func.sum(Allocation.amount), 0)
    rows = session.execute(
        select(Charge.id, Charge.amount - settled)
        .outerjoin(Allocation, Allocation.charge_id == Charge.id)
        .outerjoin(reversal, reversal.reverses_id == Charge.id)
        .where(Charge.client_id == client_id, Charge.reverses_id.is_(None), reversal.id.is_(None))
        .group_by(Charge.id, Charge.amount, Charge.due_on)
        .having(Charge.amount > settled)
        .order_by(Charge.due_on, Charge.id)
    )
    return [Open(charge_id, int(left)) for charge_id, left in rows]


def open_by_day(session: Session, client_ids: Sequence[int]) -> list[tuple[int, date, int]]:
    """Of some clients what is open of each due day: client, day, amount; the oldest first."""
    if not client_ids:
        return []
    reversal = aliased(Charge)
    settled = (
        select(Allocation.charge_id, func.sum(Allocation.amount).label("amount"))
        .join(Charge, Charge.id == Allocation.charge_id)
        .where(Charge.client_id.in_(client_ids))
        .group_by(Allocation.charge_id)
        .subquery()
    )
    left = Charge.amount - func.coalesce(settled.c.amount, 0)
    rows = session.execute(
        select(Charge.client_id, Charge.due_on, func.sum(left))
        .outerjoin(settled, settled.c.charge_id == Charge.id)
        .outerjoin(reversal, reversal.reverses_id == Charge.id)
        .where(
            Charge.client_id.in_(client_ids),
            Charge.reverses_id.is_(None),
            reversal.id.is_(None),
            left > 0,
        )
        .group_by(Charge.client_id, Charge.due_on)
        .order_by(Charge.client_id, Charge.due_on)
    )
    return [(client_id, due_on, int(amount)) for client_id, due_on, amount in rows]


def unused_payments(session: Session, client_id: int) -> list[Open]:
    """Payments of which something is neither used for a charge nor given back, the oldest first."""
    origin = func.coalesce(Payment.refund_of_id, Payment.id)
    paid = (
        select(origin.label("origin"), func.sum(Payment.amount).label("amount"))
        .where(Payment.client_id == client_id)
        .group_by(origin)
        .subquery()
    )
    used = (
        select(origin.label("origin"), func.sum(Allocation.amount).label("amount"))
        .join(Payment, Payment.id == Allocation.payment_id)
        .where(Payment.client_id == client_id)
        .group_by(origin)
        .subquery()
    )
    left = paid.c.amount - func.coalesce(used.c.amount, 0)
    rows = session.execute(
        select(paid.c.origin, left)
        .outerjoin(used, used.c.origin == paid.c.origin)
        .where(left > 0)
        .order_by(paid.c.origin)
    )
    return [Open(payment_id, int(amount)) for payment_id, amount in rows]


def left_of_payment(session: Session, payment: Payment) -> int:
    """What was not given back of a payment."""
    returned = session.scalar(select(func.sum(Payment.amount)).where(Payment.refund_of_id == payment.id))
    return payment.amount + int(returned or 0)


def settled_by_payment(session: Session, payment_id: int) -> list[Open]:
    """What a payment (its refunds taken off) settles, by charge, the charge it reached last first."""
    rows = session.execute(
        select(Allocation.charge_id, func.sum(Allocation.amount))
        .join(Payment, Payment.id == Allocation.payment_id)
        .where((Payment.id == payment_id) | (Payment.refund_of_id == payment_id))
        .group_by(Allocation.charge_id)
        .having(func.sum(Allocation.amount) > 0)
        .order_by(func.max(Allocation.id).desc())
    )
    return [Open(charge_id, int(amount)) for charge_id, amount in rows]


def settled_by_charge(session: Session, charge_id: int) -> list[Open]:
    """Which payments (their refunds taken off) settle a charge, and how much."""
    origin = func.coalesce(Payment.refund_of_id, Payment.id)
    rows = session.execute(
        select(origin, func.sum(Allocation.amount))
        .select_from(Allocation)
        .join(Payment, Payment.id == Allocation.payment_id)
        .where(Allocation.charge_id == charge_id)
        .group_by(origin)
        .having(func.sum(Allocation.amount) != 0)
        .order_by(origin)
    )
    return [Open(payment_id, int(amount)) for payment_id, amount in rows]


def allocated(session: Session, payment_id: int) -> tuple[Settled, ...]:
    """What one payment, or one refund, did to which charge, as its receipt says."""
    rows = session.execute(
        select(Charge.id, Charge.text, func.sum(Allocation.amount))
        .join(Charge, Charge.id == Allocation.charge_id)
        .where(Allocation.payment_id == payment_id)
        .group_by(Charge.id, Charge.text)
        .having(func.sum(Allocation.amount) != 0)
        .order_by(func.min(Allocation.id))
    )
    return tuple(Settled(charge_id, text, int(amount)) for charge_id, text, amount in rows)


def left_of_payments(session: Session, payment_ids: Iterable[int]) -> dict[int, int]:
    """What was not given back, for many payments at once; refunds are not in it."""
    wanted = list(payment_ids)
    taken = session.execute(
        select(Payment.id, Payment.amount).where(Payment.id.in_(wanted), Payment.refund_of_id.is_(None))
    )
    refunds = session.execute(
        select(Payment.refund_of_id, func.sum(Payment.amount))
        .where(Payment.refund_of_id.in_(wanted))
        .group_by(Payment.refund_of_id)
    )
    returned = {payment_id: int(amount) for payment_id, amount in refunds}
    return {payment_id: amount + returned.get(payment_id, 0) for payment_id, amount in taken}
