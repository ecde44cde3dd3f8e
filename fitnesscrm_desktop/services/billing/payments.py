"""Books payments and refunds, inside a transaction of the caller, who locked the client before."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.ledger import Allocation, Payment
from fitnesscrm_desktop.models.studio import RECEIPT_NUMBERS
from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.billing.posting import settle_account
from fitnesscrm_desktop.services.billing.queries import (
    allocated,
    balance_of,
    left_of_payment,
    settled_by_payment,
)
from fitnesscrm_desktop.services.billing.results import PaymentTaken
from fitnesscrm_desktop.services.billing.rules import checked_refund, take_back
from fitnesscrm_desktop.services.billing.takings import add_to_day
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.settings.profile import StudioProfile


@dataclass(frozen=True, slots=True)
class Booking:
    """What is to be booked; the amount is checked already, and negative for a refund."""

    client_id: int
    amount: int
    method: PaymentMethod
    key: str | None
    note: str
    staff_id: int | None
    refund_of_id: int | None = None


def payment_by_key(session: Session, key: str | None) -> Payment | None:
    """The payment or refund that *key* booked."""
    return None if key is None else session.scalar(select(Payment).where(Payment.key == key))


def same_payment(first: Payment, asked: Booking) -> Payment:
    """*first*, if *asked* is the same once more. Raises ``RuleBroken`` if its key booked something else."""
    same = (
        first.client_id == asked.client_id
        and first.amount == asked.amount
        and first.method is asked.method
        and first.refund_of_id == asked.refund_of_id
    )
    if not same:
        text = "This key has booked another payment already. Nothing was booked. Use a new key."
        raise RuleBroken(text, fields={"key": "Used before for something else"})
    return first


def book_payment(work: Work, profile: StudioProfile, booking: Booking) -> Payment:
    """Book money that came in, and settle the account with it."""
    payment = _add(work, profile, booking)
    settle_account(work, booking.client_id)
    _close(work, profile, payment)
    return payment


def book_refund(work: Work, profile: StudioProfile, booking: Booking) -> Payment:
    """Book money that goes back; what the payment settled last is open again."""
    original = refundable(work.session, booking.refund_of_id or 0)
    settled = settled_by_payment(work.session, original.id)
    unused = left_of_payment(work.session, original) - sum(part.left for part in settled)
    refund = _add(work, profile, booking)
    for part in take_back(-booking.amount, unused, settled):
        work.session.add(Allocation(payment_id=refund.id, charge_id=part.id, amount=-part.left, at=work.now))
    work.session.flush()
    settle_account(work, booking.client_id)
    _close(work, profile, refund)
    return refund


def refundable(session: Session, payment_id: int) -> Payment:
    """The payment. Raises ``NotFound``, or ``RuleBroken`` if it is a refund itself."""
    original = session.get(Payment, payment_id)
    if original is None:
        raise NotFound(f"There is no payment with the id {payment_id}. Nothing was booked.")
    if original.refund_of_id is not None:
        raise RuleBroken("This is a refund itself; it cannot be given back. Nothing was booked.")
    return original


def refund_amount(session: Session, profile: StudioProfile, original: Payment, asked: int | None) -> int:
    """How much goes back. Raises ``RuleBroken`` when it is more than what is left."""
    left = left_of_payment(session, original)
    return checked_refund(asked, left, amounts.money(left, profile))


def _add(work: Work, profile: StudioProfile, booking: Booking) -> Payment:
    payment = Payment(
        client_id=booking.client_id,
        amount=booking.amount,
        currency=profile.currency,
        method=booking.method,
        at=work.now,
        day=profile.day_of(work.now),
        receipt_number=work.next_number(RECEIPT_NUMBERS),
        key=booking.key,
        note=booking.note,
        refund_of_id=booking.refund_of_id,
        staff_id=booking.staff_id,
    )
    work.session.add(payment)
    work.session.flush()
    return payment


def _close(work: Work, profile: StudioProfile, payment: Payment) -> None:
    add_to_day(work.session, payment.day, payment.method, payment.amount)
    refresh_client(work.session, payment.client_id, profile)


def booked(session: Session, payment: Payment, *, repeated: bool = False) -> PaymentTaken:
    """The payment or refund as the desk sees it."""
    return PaymentTaken(
        payment_id=payment.id,
        receipt_number=payment.receipt_number,
        client_id=payment.client_id,
        amount=payment.amount,
        currency=payment.currency,
        method=payment.method,
        at=payment.at,
        balance=balance_of(session, payment.client_id),
        allocated=allocated(session, payment.id),
        refund_of_id=payment.refund_of_id,
        repeated=repeated,
    )
