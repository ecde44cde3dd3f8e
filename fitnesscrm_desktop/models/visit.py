"""Visits: who came in when, and left when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import SHORT_TEXT, Base
from fitnesscrm_desktop.models.values import Verdict


class Visit(Base):
    """One time through the door."""

    __tablename__ = "visit"
    __table_args__ = (
        Index(None, "at"),
        Index(None, "client_id", "at"),
        Index(
            "ix_visit_inside",
            "at",
            sqlite_where=text("left_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=text("left_at IS NULL AND cancelled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime]
    day: Mapped[date]
    """The studio's day."""
    verdict: Mapped[Verdict]
    override_reason: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    left_at: Mapped[datetime | None]
    left_by_itself: Mapped[bool] = mapped_column(default=False)
    """Checked out by the studio's rule, not by a person."""
    cancelled_at: Mapped[datetime | None]
    """Copy of the cancellation's time, so that counts need no join."""


class VisitCancellation(Base):
    """Takes a visit back: the compensating entry of an undo."""

    __tablename__ = "visit_cancellation"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), unique=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class VisitHour(Base):
    """Visits per day and hour, kept with every check-in; rebuilt and compared by doctor."""

    __tablename__ = "visit_hour"

    day: Mapped[date] = mapped_column(primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=0)
