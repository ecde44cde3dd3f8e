"""Finds charges by their key and shows them as results."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import Product
from fitnesscrm_desktop.services.billing.queries import balance_of
from fitnesscrm_desktop.services.billing.results import ChargeMade
from fitnesscrm_desktop.services.core.errors import RuleBroken


def charge_by_key(
    session: Session,
    key: str | None,
    *,
    client_id: int,
    amount: int | None = None,
    product_id: int | None = None,
) -> Charge | None:
    """What *key* charged. Raises ``RuleBroken`` if that was something else than is asked for now."""
    found = None if key is None else session.scalar(select(Charge).where(Charge.key == key))
    if found is None:
        return None
    same_amount = amount is None or found.amount == amount
    if found.client_id != client_id or found.product_id != product_id or not same_amount:
        text = "This key has charged something else already. Nothing was booked. Use a new key."
        raise RuleBroken(text, fields={"key": "Used before for something else"})
    return found


def charge_made(session: Session, charge: Charge, *, repeated: bool = False) -> ChargeMade:
    """The charge as the desk sees it."""
    return ChargeMade(
        charge_id=charge.id,
        client_id=charge.client_id,
        kind=charge.kind,
        text=charge.text,
        amount=charge.amount,
        currency=charge.currency,
        due_on=charge.due_on,
        balance=balance_of(session, charge.client_id),
        quantity=charge.quantity,
        stock_left=_stock(session, charge.product_id),
        repeated=repeated,
    )


def _stock(session: Session, product_id: int | None) -> int | None:
    return session.scalar(select(Product.stock).where(Product.id == product_id)) if product_id else None
