"""Jobs: what the program does by itself, when it last did it, and which PC does it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, TEXT_LENGTH, Base
from fitnesscrm_desktop.models.values import JobResult


class Job(Base):
    """What is known of one job between its runs; the row is made when the job is first due."""

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    paused_at: Mapped[datetime | None]
    done_until: Mapped[datetime | None]
    """The occurrence that was done last: everything up to this moment has had its turn."""
    mark: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """Where a job that reads a growing list has got to; only the job itself reads it."""


class JobRun(Base):
    """One run of a job: the log that the jobs page shows."""

    __tablename__ = "job_run"
    __table_args__ = (
        UniqueConstraint("job", "occurrence"),
        Index(None, "job", "started_at"),
        Index(None, "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(60))
    occurrence: Mapped[str] = mapped_column(String(80))
    """What the run is for: the moment it was due, or a name of its own when a person asked for it."""
    due_at: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    result: Mapped[JobResult]
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """What was done, or why it failed, in a sentence."""
    place: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    """The PC that did it."""
    staff_id: Mapped[int | None]
    """Who asked for it; empty: it was due."""


class JobLease(Base):
    """The one PC that may run jobs now; another takes over when this one is not renewed."""

    __tablename__ = "job_lease"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    until: Mapped[datetime]
