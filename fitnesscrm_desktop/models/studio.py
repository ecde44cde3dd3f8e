"""The studio itself, and its gapless counters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH, Base


class Studio(Base):
    """The one row of settings every desk shares."""

    __tablename__ = "studio"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("length(currency) = 3", name="currency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    address: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    tax_number: Mapped[str] = mapped_column(String(60), default="")
    receipt_footer: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    currency: Mapped[str] = mapped_column(String(3))
    zone: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2))
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """Read on demand: every check-in reads the rest of the row."""
    accent: Mapped[str] = mapped_column(String(7), default="#4F46E5")
    capacity: Mapped[int] = mapped_column(default=60)
    grace_days: Mapped[int] = mapped_column(default=7)
    reentry_minutes: Mapped[int] = mapped_column(default=30)
    auto_checkout_hours: Mapped[int] = mapped_column(default=4)
    ends_soon_days: Mapped[int] = mapped_column(default=7)
    adult_age: Mapped[int] = mapped_column(default=18)
    former_after_days: Mapped[int] = mapped_column(default=90)
    idle_lock_minutes: Mapped[int] = mapped_column(default=10)
    kiosk_pin_hash: Mapped[str | None] = mapped_column(String(SHORT_TEXT))
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class Counter(Base):
    """The last number given out; raised in the transaction that uses it, so no number is lost."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, default=0)


MEMBER_NUMBERS = "member_number"
RECEIPT_NUMBERS = "receipt_number"
