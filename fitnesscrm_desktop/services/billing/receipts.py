"""Receipts: what a payment or refund settled, on paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.ledger import Allocation, Charge, Payment
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.billing.queries import full_name
from fitnesscrm_desktop.services.billing.receipt_content import Receipt, ReceiptLine, TaxLine
from fitnesscrm_desktop.services.billing.rules import contained_tax
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.settings.profile import studio_profile


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt that was written."""

    receipt_number: int
    path: Path
    pages: int


class ReceiptService:
    """Shows, renders and writes receipts. The same payment always gives the same receipt."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def get(self, actor: Actor, payment_id: int) -> Receipt:
        """What the receipt of a payment or refund says. Raises ``NotFound``."""
        actor.require(Permission.VIEW_MONEY)
        with self._core.read() as session:
            return _receipt(session, payment_id)

    def render(self, actor: Actor, payment_id: int, *, roll: bool = False) -> bytes:
        """The receipt as PDF: A5, or for a *roll* printer 80 mm wide. Raises ``NotFound``."""
        return self._rendered(actor, payment_id, roll=roll)[0]

    def write(self, actor: Actor, payment_id: int, path: Path, *, roll: bool = False) -> ReceiptFile:
        """Write the receipt to *path*, whole or not at all. Raises ``NotFound``, ``StorageTrouble``."""
        from fitnesscrm_desktop.services.core.pdf import store

        content, pages, number = self._rendered(actor, payment_id, roll=roll)
        store(content, path)
        return ReceiptFile(number, path, pages)

    def _rendered(self, actor: Actor, payment_id: int, *, roll: bool) -> tuple[bytes, int, int]:
        from fitnesscrm_desktop.services.billing.receipt_page import receipt_document

        actor.require(Permission.VIEW_MONEY)
        with self._core.read() as session:
            receipt, profile = _receipt(session, payment_id), studio_profile(session)
            logo = session.scalar(select(Studio.logo).where(Studio.id == 1))
        document = receipt_document(receipt, profile, logo, roll=roll)
        return document.render(), document.pages, receipt.number


def _receipt(session: Session, payment_id: int) -> Receipt:
    payment = session.get(Payment, payment_id)
    if payment is None:
        raise NotFound(f"There is no payment with the id {payment_id}.")
    client = session.get_one(Client, payment.client_id)
    staff = session.get(Staff, payment.staff_id) if payment.staff_id else None
    original = session.get(Payment, payment.refund_of_id) if payment.refund_of_id else None
    lines = _lines(session, payment)
    return Receipt(
        payment_id=payment.id,
        number=payment.receipt_number,
        at=payment.at,
        client_id=client.id,
        client_name=full_name(client),
        member_number=client.member_number,
        method=payment.method,
        amount=payment.amount,
        currency=payment.currency,
        lines=tuple(lines),
        taxes=tax_lines(lines),
        balance_after=_balance_after(session, payment),
        note=payment.note,
        staff_name=staff.name if staff else "",
        refund_of_number=original.receipt_number if original else None,
    )


def _lines(session: Session, payment: Payment) -> list[ReceiptLine]:
    """What the payment settled when it was booked; the rest of it is credit."""
    rows = session.execute(
        select(Charge.text, func.sum(Allocation.amount), Charge.tax_rate)
        .join(Charge, Charge.id == Allocation.charge_id)
        .where(Allocation.payment_id == payment.id, Allocation.at == payment.at)
        .group_by(Charge.id, Charge.text, Charge.tax_rate)
        .having(func.sum(Allocation.amount) != 0)
        .order_by(func.min(Allocation.id))
    )
    lines = [ReceiptLine(text, int(amount), rate) for text, amount, rate in rows]
    rest = payment.amount - sum(line.amount for line in lines)
    if rest:
        text = "Credit paid back" if rest < 0 else "Credit for later"
        lines.append(ReceiptLine(text, rest, 0))
    return lines


def tax_lines(lines: Sequence[ReceiptLine]) -> tuple[TaxLine, ...]:
    """The contained tax, summed up by rate before it is rounded; rates of nought are left out."""
    gross: dict[int, int] = defaultdict(int)
    for line in lines:
        gross[line.tax_rate] += line.amount
    return tuple(
        TaxLine(rate, amount, contained_tax(amount, rate)) for rate, amount in sorted(gross.items()) if rate
    )


def _balance_after(session: Session, payment: Payment) -> int:
    """The sum of all entries up to this one, so that a receipt printed again says the same."""
    client_id = payment.client_id
    charged = select(func.sum(Charge.amount)).where(Charge.client_id == client_id, Charge.at <= payment.at)
    paid = select(func.sum(Payment.amount)).where(
        Payment.client_id == client_id,
        (Payment.at < payment.at) | ((Payment.at == payment.at) & (Payment.id <= payment.id)),
    )
    return int(session.scalar(charged) or 0) - int(session.scalar(paid) or 0)
