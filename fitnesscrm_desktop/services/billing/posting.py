"""Books charges and settles them, inside a transaction of the caller, who locked the client before.

The caller calls ``lifecycle.refresh.refresh_client`` when it is done.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.ledger import Allocation, Charge
from fitnesscrm_desktop.models.membership import Product
from fitnesscrm_desktop.models.values import ChargeKind
from fitnesscrm_desktop.services.billing.queries import open_charges, settled_by_charge, unused_payments
from fitnesscrm_desktop.services.billing.rules import checked_amount, settle
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.settings.profile import StudioProfile


def post_charge(  # noqa: PLR0913 - a charge is what it is for, how much and until when; all by name
    work: Work,
    profile: StudioProfile,
    *,
    client_id: int,
    kind: ChargeKind,
    text: str,
    amount: int,
    due_on: date,
    tax_rate: int = 0,
    membership_id: int | None = None,
    product_id: int | None = None,
    quantity: int = 1,
    staff_id: int | None = None,
    key: str | None = None,
) -> Charge:
    """Charge a client *amount* minor units (tax contained) and settle it with what was paid ahead.

    Raises ``RuleBroken`` for an amount that is not positive or too large.
    """
    charge = Charge(
        client_id=client_id,
        membership_id=membership_id,
        product_id=product_id,
        kind=kind,
        text=shortened(text, SHORT_TEXT),
        quantity=quantity,
        amount=checked_amount(amount),
        tax_rate=tax_rate,
        currency=profile.currency,
        due_on=due_on,
        at=work.now,
        key=key,
        staff_id=staff_id,
    )
    work.session.add(charge)
    work.session.flush()
    settle_account(work, client_id)
    return charge


def reverse_charge(
    work: Work, profile: StudioProfile, charge: Charge, *, reason: str, staff_id: int | None = None
) -> Charge:
    """Take *charge* back by a second entry; what was paid for it becomes credit and settles other charges.

    A counted product goes back into stock. Raises ``RuleBroken`` if it was reversed before.
    """
    session = work.session
    if charge.reverses_id is not None or _is_reversed(session, charge.id):
        raise RuleBroken("This charge was taken back already. Nothing was booked.")
    for part in settled_by_charge(session, charge.id):
        session.add(Allocation(payment_id=part.id, charge_id=charge.id, amount=-part.left, at=work.now))
    reversal = Charge(
        client_id=charge.client_id,
        membership_id=charge.membership_id,
        product_id=charge.product_id,
        kind=charge.kind,
        text=reason or charge.text,
        quantity=charge.quantity,
        amount=-charge.amount,
        tax_rate=charge.tax_rate,
        currency=charge.currency,
        due_on=profile.day_of(work.now),
        at=work.now,
        staff_id=staff_id,
        reverses_id=charge.id,
    )
    session.add(reversal)
    if charge.product_id is not None:
        put_back = update(Product).where(Product.id == charge.product_id, Product.stock.is_not(None))
        session.execute(put_back.values(stock=Product.stock + charge.quantity))
    session.flush()
    settle_account(work, charge.client_id)
    return reversal


def _is_reversed(session: Session, charge_id: int) -> bool:
    return session.scalar(select(Charge.id).where(Charge.reverses_id == charge_id)) is not None


def settle_account(work: Work, client_id: int) -> None:
    """Settle open charges, the oldest due first, with payments of which something is left."""
    credit = unused_payments(work.session, client_id)
    if not credit:
        return
    for match in settle(credit, open_charges(work.session, client_id)):
        work.session.add(
            Allocation(
                payment_id=match.payment_id, charge_id=match.charge_id, amount=match.amount, at=work.now
            )
        )
    work.session.flush()


def refuse_archived(client: Client) -> None:
    """Raise ``RuleBroken`` if *client* is archived: nothing new is sold to somebody who is put away."""
    if client.archived_at is not None:
        name = f"{client.first_name} {client.last_name}"
        raise RuleBroken(f"{name} is archived. Restore the client first, then sell.")
