"""Rules that find an occasion and do something about it; what they found, and tasks for the staff."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH, Base
from fitnesscrm_desktop.models.values import Audience, MatchState, Role, RuleAction, Trigger


class Rule(Base):
    """When this happens, and these conditions hold, do that."""

    __tablename__ = "rule"
    __table_args__ = (CheckConstraint("days BETWEEN 0 AND 3660", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    trigger: Mapped[Trigger]
    days: Mapped[int] = mapped_column(default=0)
    """The n of "ends in n days"; visits or years of a milestone."""
    conditions: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """A tree of and, or and tests, as JSON; empty: always."""
    audience: Mapped[Audience]
    audience_role: Mapped[Role | None]
    action: Mapped[RuleAction]
    template_id: Mapped[int | None] = mapped_column(ForeignKey("message_template.id"), index=True)
    task_text: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    """What the staff is to do, for action task."""
    by_itself: Mapped[bool] = mapped_column(default=False)
    """Sends without asking; else a person approves every message first."""
    ignores_cap: Mapped[bool] = mapped_column(default=False)
    enabled_on: Mapped[date | None]
    """Occasions before this day are none of its business; empty: switched off."""
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class RuleMatch(Base):
    """A rule found an occasion: exactly once for each, however often it looks."""

    __tablename__ = "rule_match"
    __table_args__ = (
        UniqueConstraint("rule_id", "client_id", "occurrence"),
        Index(None, "client_id", "at"),
        Index(None, "rule_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    """Whom it is about."""
    occurrence: Mapped[str] = mapped_column(String(80))
    """Which time it is: ``2026-11-28`` for a birthday, ``visit:4711`` for a visit."""
    on_day: Mapped[date]
    """The studio's day of the occasion."""
    at: Mapped[datetime]
    """When it was found."""
    state: Mapped[MatchState]
    reason: Mapped[str] = mapped_column(String(60), default="")
    """Why nothing was queued, as a stable word."""


class RuleMark(Base):
    """Up to where a rule has looked: the last day, and the last row."""

    __tablename__ = "rule_mark"

    trigger: Mapped[Trigger] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id"), primary_key=True)
    day: Mapped[date]
    """The last day that was looked at; it is looked at once more, because it may not have been over."""
    row_id: Mapped[int]
    """The last row that was looked at, of the table the trigger reads; 0 for those that go by days."""
    from_row: Mapped[int]
    """Rows up to this one were there before the rule was."""


class ClientRhythm(Base):
    """How often a client usually comes, and the day from which on an absence is unusual.

    Made anew from the visits by a job; never the truth.
    """

    __tablename__ = "client_rhythm"
    __table_args__ = (Index(None, "quiet_on"),)

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True, autoincrement=False)
    gap_days: Mapped[int]
    """Usual number of days between two visits."""
    last_visit_on: Mapped[date]
    quiet_on: Mapped[date]
    """First day on which not having come is unusual for this client."""


class StaffTask(Base):
    """Something a member of the staff is to do about a client."""

    __tablename__ = "staff_task"
    __table_args__ = (
        UniqueConstraint("match_id"),
        CheckConstraint("length(trim(text)) BETWEEN 1 AND 200", name="text"),
        Index(
            "ix_staff_task_open",
            "due_on",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int | None] = mapped_column(ForeignKey("rule_match.id"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    text: Mapped[str] = mapped_column(String(SHORT_TEXT))
    for_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    """Whose task it is; empty: anybody with the role."""
    for_role: Mapped[Role | None]
    due_on: Mapped[date]
    created_at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who wrote it; empty: a rule."""
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for
