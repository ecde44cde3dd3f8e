"""Plans, what they cost when, and the memberships sold from them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH, Amount, Base
from fitnesscrm_desktop.models.values import CancelReason, FactKind, Period, PlanKind


class Plan(Base):
    """What the studio sells: how long, how often, on which days."""

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint("signup_fee >= 0", name="signup_fee"),
        CheckConstraint("kind <> 'recurring' OR period IS NOT NULL", name="recurring_has_period"),
        CheckConstraint("kind <> 'pack' OR visits > 0", name="pack_has_visits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    description: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    kind: Mapped[PlanKind]
    period: Mapped[Period | None]
    visits: Mapped[int | None]
    """Visits of a pack (or of a trial)."""
    days: Mapped[int | None]
    """Days a pack, day pass or trial is valid."""
    visits_per_week: Mapped[int | None]
    same_day_once: Mapped[bool] = mapped_column(default=True)
    """Several visits on one day use up one of the pack."""
    signup_fee: Mapped[int] = mapped_column(Amount, default=0)
    tax_rate: Mapped[int] = mapped_column(default=0)
    """Hundredths of a percent contained in the price (1900 = 19 %)."""
    weekdays: Mapped[int] = mapped_column(default=127)
    """Bit 0 Monday ... bit 6 Sunday."""
    from_minute: Mapped[int] = mapped_column(default=0)
    to_minute: Mapped[int] = mapped_column(default=1440)
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class PlanPrice(Base):
    """What a plan costs from a day on, until the next price."""

    __tablename__ = "plan_price"
    __table_args__ = (
        UniqueConstraint("plan_id", "from_day"),
        CheckConstraint("price >= 0", name="price"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    price: Mapped[int] = mapped_column(Amount)
    from_day: Mapped[date]
    to_day: Mapped[date | None]


class Product(Base):
    """Something sold over the counter."""

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("stock >= 0", name="stock"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    barcode: Mapped[str | None] = mapped_column(String(80), unique=True)
    price: Mapped[int] = mapped_column(Amount)
    tax_rate: Mapped[int] = mapped_column(default=0)
    stock: Mapped[int | None]
    """Empty: not counted."""
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class Membership(Base):
    """One plan sold to one client; its days are in the terms, holds and facts."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("visits_left >= 0", name="visits_left"),
        Index(None, "client_id", "ends_on"),
        Index(None, "ends_on"),
        Index(None, "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    sold_at: Mapped[datetime]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """Last day it lets in, holds and extensions counted; the terms say why."""
    visits_left: Mapped[int | None]
    """Sum of the pack ledger; the constraint keeps two desks from spending one visit twice."""
    cancelled_on: Mapped[date | None]
    """First day it no longer holds."""
    cancel_reason: Mapped[CancelReason | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class MembershipTerm(Base):
    """One paid period of a membership: the first when sold, one more with each renewal."""

    __tablename__ = "membership_term"
    __table_args__ = (CheckConstraint("to_day >= from_day", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date]
    price: Mapped[int] = mapped_column(Amount)
    charge_id: Mapped[int | None] = mapped_column(ForeignKey("charge.id"), index=True)
    voided_at: Mapped[datetime | None]
    """Not empty: the sale or renewal was taken back, the term counts for nothing."""


class MembershipHold(Base):
    """Days on which a membership rests; they are added to its end."""

    __tablename__ = "membership_hold"
    __table_args__ = (
        CheckConstraint("to_day IS NULL OR to_day >= from_day", name="order"),
        Index(
            "uq_membership_hold_open",
            "membership_id",
            unique=True,
            sqlite_where=text("to_day IS NULL"),
            postgresql_where=text("to_day IS NULL"),
        ),
        Index(None, "to_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    """Last day, inclusive; empty: until resumed."""
    reason: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")


class MembershipFact(Base):
    """What happened to a membership and when; append-only."""

    __tablename__ = "membership_fact"

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    kind: Mapped[FactKind]
    at: Mapped[datetime]
    on_day: Mapped[date]
    """The day it takes effect."""
    days: Mapped[int | None]
    """Days added by an extension or rested by a hold."""
    reason: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Made when the dialog opens: the same key twice sells or renews once."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class PackEntry(Base):
    """Visits added to or taken from a pack; append-only, the sum is ``Membership.visits_left``."""

    __tablename__ = "pack_entry"
    __table_args__ = (UniqueConstraint("reverses_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    delta: Mapped[int]
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("pack_entry.id"))
    at: Mapped[datetime]
