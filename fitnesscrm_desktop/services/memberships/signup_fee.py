"""The fee besides the price: a client pays it once."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import Membership, Plan
from fitnesscrm_desktop.models.values import ChargeKind


def signup_fee_of(session: Session, client_id: int, plan: Plan) -> int:
    """What *plan* costs besides its price: only with the first membership a client ever has.

    One that was cancelled before its first day is none, unless its fee stays charged.
    """
    if not plan.signup_fee or pays_a_fee(session, client_id):
        return 0
    held = select(Membership.id).where(
        Membership.client_id == client_id,
        Membership.cancelled_on.is_(None) | (Membership.cancelled_on > Membership.starts_on),
    )
    return plan.signup_fee if session.scalar(held.limit(1)) is None else 0


def pays_a_fee(session: Session, client_id: int) -> bool:
    """Whether a sign-up fee is charged to the client, and was not taken back."""
    reversal = aliased(Charge)
    fee = select(Charge.id).where(
        Charge.client_id == client_id,
        Charge.kind == ChargeKind.SIGNUP_FEE,
        Charge.reverses_id.is_(None),
        ~exists().where(reversal.reverses_id == Charge.id),
    )
    return session.scalar(fee.limit(1)) is not None
