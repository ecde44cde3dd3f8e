"""Money: append-only entries. A mistake is reversed by a second entry, never edited."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import SHORT_TEXT, Amount, Base
from fitnesscrm_desktop.models.values import ChargeKind, PaymentMethod


class Charge(Base):
    """What a client is to pay; a reversal has the negative amount and names what it reverses."""

    __tablename__ = "charge"
    __table_args__ = (
        UniqueConstraint("reverses_id"),
        Index(None, "client_id", "due_on"),
        Index(None, "due_on"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    kind: Mapped[ChargeKind]
    text: Mapped[str] = mapped_column(String(SHORT_TEXT))
    quantity: Mapped[int] = mapped_column(default=1)
    amount: Mapped[int] = mapped_column(Amount)
    """Total with tax."""
    tax_rate: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3))
    due_on: Mapped[date]
    at: Mapped[datetime]
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Made when the dialog opens: the same key twice charges once."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("charge.id"))


class Payment(Base):
    """Money taken (positive), or given back (negative, naming the payment it refunds)."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("(refund_of_id IS NULL) = (amount > 0)", name="refund_is_negative"),
        Index(None, "client_id", "at"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3))
    method: Mapped[PaymentMethod]
    at: Mapped[datetime]
    day: Mapped[date] = mapped_column(index=True)
    """The studio's day on which it was taken."""
    receipt_number: Mapped[int] = mapped_column(BigInteger, unique=True)
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Made when the dialog opens: the same key twice books once."""
    note: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    refund_of_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Allocation(Base):
    """Which payment settles how much of which charge; a refund takes it back by a negative row."""

    __tablename__ = "allocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    charge_id: Mapped[int] = mapped_column(ForeignKey("charge.id"), index=True)
    amount: Mapped[int] = mapped_column(Amount)
    at: Mapped[datetime]


class TakingsDay(Base):
    """Sum of a day's payments by method, kept with every payment; rebuilt and compared by doctor."""

    __tablename__ = "takings_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    method: Mapped[PaymentMethod] = mapped_column(primary_key=True)
    amount: Mapped[int] = mapped_column(Amount, default=0)
    count: Mapped[int] = mapped_column(default=0)
