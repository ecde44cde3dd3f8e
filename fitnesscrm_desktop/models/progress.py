"""What was measured of a client, what it is to come to, and what happened on the way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Double, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH, Base
from fitnesscrm_desktop.models.files import ContentHash
from fitnesscrm_desktop.models.values import (
    ActivityLevel,
    Better,
    GoalDirection,
    InjuryKind,
    Method,
    PhaseKind,
    Quantity,
    ReportState,
    Sex,
    UnitSystem,
)

METRIC_KEY = 60


class ProgressSettings(Base):
    """The one row about measuring that every desk shares; without it the studio's country decides."""

    __tablename__ = "progress_settings"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    units: Mapped[UnitSystem | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class ClientBody(Base):
    """What the formulas have to know of a client, and the units the client thinks in."""

    __tablename__ = "client_body"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True, autoincrement=False)
    sex: Mapped[Sex] = mapped_column(default=Sex.UNKNOWN)
    activity: Mapped[ActivityLevel] = mapped_column(default=ActivityLevel.UNKNOWN)
    units: Mapped[UnitSystem | None]
    """Empty: the studio's."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class Metric(Base):
    """A metric the studio has added for itself; those the program brings are in ``services.progress``."""

    __tablename__ = "metric"
    __table_args__ = (
        CheckConstraint("length(trim(name)) BETWEEN 1 AND 200", name="name"),
        CheckConstraint("least < most", name="range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(METRIC_KEY), unique=True)
    """A word that stays the same when the name is changed."""
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    folded: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    quantity: Mapped[Quantity]
    unit: Mapped[str] = mapped_column(String(20), default="")
    """Of a quantity of its own; else the quantity has its units."""
    better: Mapped[Better]
    least: Mapped[float] = mapped_column(Double)
    most: Mapped[float] = mapped_column(Double)
    """What is outside of these two cannot be meant."""
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class ProgressImport(Base):
    """One file of a body scanner that was read in, so that it can be taken back as a whole."""

    __tablename__ = "progress_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    imported: Mapped[int] = mapped_column(default=0)
    """Values, not rows of the file."""
    duplicates: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None]


class ProgressMapping(Base):
    """Which column means which metric, remembered for the next file with the same headings."""

    __tablename__ = "progress_mapping"

    headings: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the folded headings in their order."""
    columns: Mapped[dict[str, Any]] = mapped_column(JSON)
    used_at: Mapped[datetime]


class Measurement(Base):
    """One value of one metric. Never changed: a correction is a new row, the old one is removed."""

    __tablename__ = "measurement"
    __table_args__ = (
        Index(
            "ix_measurement_series",
            "client_id",
            "metric",
            "at",
            "id",
            "value",
            "day",
            "removed_at",
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index(None, "client_id", "at"),
        Index(None, "import_id"),
        CheckConstraint("value BETWEEN -1e12 AND 1e12", name="value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    metric: Mapped[str] = mapped_column(String(METRIC_KEY))
    """Key of the metric."""
    at: Mapped[datetime]
    day: Mapped[date]
    """The studio's day of that moment."""
    value: Mapped[float] = mapped_column(Double)
    """In SI, or what the metric's quantity says."""
    method: Mapped[Method] = mapped_column(default=Method.NOT_SAID)
    note: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who measured; empty: the command line."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("progress_import.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("measurement.id"), index=True)
    """Which wrong one this corrects."""
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Goal(Base):
    """What a client wants to come to, in a metric or a lift."""

    __tablename__ = "goal"
    __table_args__ = (
        Index(None, "client_id"),
        Index(None, "reached_on"),
        CheckConstraint("(metric = '') <> (lift = '')", name="one_subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    metric: Mapped[str] = mapped_column(String(METRIC_KEY), default="")
    lift: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    """Name of an exercise whose best weight counts, in kilograms."""
    title: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    direction: Mapped[GoalDirection | None]
    """Empty until somebody has measured: nobody knows which way the target lies."""
    start_value: Mapped[float | None] = mapped_column(Double)
    start_on: Mapped[date | None]
    target_value: Mapped[float] = mapped_column(Double)
    due_on: Mapped[date | None]
    reached_on: Mapped[date | None]
    """The day of the measurement that got there; kept by itself."""
    reached_value: Mapped[float | None] = mapped_column(Double)
    dropped_at: Mapped[datetime | None]
    dropped_reason: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class GoalMilestone(Base):
    """A step on the way to a goal."""

    __tablename__ = "goal_milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"), index=True)
    value: Mapped[float] = mapped_column(Double)
    label: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    reached_on: Mapped[date | None]


class Injury(Base):
    """What hurts or must not be, from which day to which, and what it rules out."""

    __tablename__ = "injury"
    __table_args__ = (
        Index(None, "client_id", "from_day"),
        CheckConstraint("length(trim(text)) BETWEEN 1 AND 200", name="text"),
        CheckConstraint("to_day IS NULL OR to_day >= from_day", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[InjuryKind]
    text: Mapped[str] = mapped_column(String(SHORT_TEXT))
    body_part: Mapped[str] = mapped_column(String(METRIC_KEY), default="")
    avoids: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Movements and muscles that exercises are filtered by, as stable words."""
    note: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    """Last day, inclusive; empty: until further notice."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class Annotation(Base):
    """A word on one day of the chart: "knee injury", "new shoes"."""

    __tablename__ = "annotation"
    __table_args__ = (
        Index(None, "client_id", "day"),
        CheckConstraint("length(trim(text)) BETWEEN 1 AND 200", name="text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    day: Mapped[date]
    text: Mapped[str] = mapped_column(String(SHORT_TEXT))
    metric: Mapped[str] = mapped_column(String(METRIC_KEY), default="")
    """Shown at this metric only; empty: at all."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class Phase(Base):
    """A stretch of days with one purpose, shaded in the chart."""

    __tablename__ = "phase"
    __table_args__ = (
        Index(None, "client_id", "from_day"),
        CheckConstraint("to_day IS NULL OR to_day >= from_day", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[PhaseKind]
    name: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    """Last day, inclusive; empty: until further notice."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class ProgressReport(Base):
    """A report for a client: written as a draft, read by a person, approved, and then never changed."""

    __tablename__ = "progress_report"
    __table_args__ = (Index(None, "client_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    from_day: Mapped[date]
    to_day: Mapped[date]
    metrics: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of what it shows; none: all that was measured."""
    with_photos: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    content_hash: Mapped[str] = mapped_column(ContentHash, default="")
    """SHA-256 of the approved PDF, under which it is kept."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for
