"""Clients and everything that hangs on one person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, SORT_KEY, TEXT_LENGTH, Amount, Base
from fitnesscrm_desktop.models.values import ClientStage, ConsentKind, CustomFieldKind, StageReason


class Household(Base):
    """People who belong together, as a family does."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))


class Client(Base):
    """A person who trains here, did, or may."""

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint("length(trim(first_name)) BETWEEN 1 AND 200", name="first_name"),
        CheckConstraint("length(trim(last_name)) BETWEEN 1 AND 200", name="last_name"),
        Index(None, "sort_key"),
        Index(None, "given_key"),
        Index(
            "ix_client_current_sort_key",
            "sort_key",
            "id",
            sqlite_where=text("archived_at IS NULL"),
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(None, "phone"),
        Index(None, "email"),
        Index(None, "born"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_number: Mapped[int] = mapped_column(unique=True)
    first_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    last_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    sort_key: Mapped[str] = mapped_column(SORT_KEY)
    """Folded "last first", what lists sort by."""
    given_key: Mapped[str] = mapped_column(SORT_KEY)
    """Folded "first last", for finding one or two letters of a first name."""
    search_key: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    """Folded name, e-mail, phone digits, number and codes, what search looks in."""
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    """E.164 where the number could be understood, else as typed."""
    born: Mapped[date | None]
    street: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    country: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    emergency_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    emergency_phone: Mapped[str] = mapped_column(String(40), default="")
    medical_alert: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    goals: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    referral_source: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    language: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """What messages are written in, such as ``de``; empty: the studio's."""
    blocked_reason: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    """Not empty: not let in."""
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    """Who pays for this client (and signs for a minor); empty: the client."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class ClientPhoto(Base):
    """A photo apart from the person's row, so that lists never read it."""

    __tablename__ = "client_photo"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
    taken_at: Mapped[datetime]


class ClientCode(Base):
    """A card, fob or old number that also opens the door. The member number needs none."""

    __tablename__ = "client_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    """Folded to upper case, without blanks."""
    label: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]


class ClientFigures(Base):
    """Sums of one client, kept in the transaction that changes them, so that lists need no joins.

    ``services.lifecycle`` rebuilds and compares them; they are never the truth.
    """

    __tablename__ = "client_figures"
    __table_args__ = (
        Index(
            "ix_client_figures_owing",
            "balance",
            sqlite_where=text("balance > 0"),
            postgresql_where=text("balance > 0"),
        ),
        Index(None, "ends_on"),
        Index(None, "last_visit_on"),
        Index(None, "plan_name", "client_id"),
        Index(
            "ix_client_figures_two_plans",
            "two_plans_until",
            sqlite_where=text("two_plans_until IS NOT NULL"),
            postgresql_where=text("two_plans_until IS NOT NULL"),
        ),
    )

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True, autoincrement=False)
    balance: Mapped[int] = mapped_column(Amount, default=0)
    """What the client owes (positive) or has paid ahead (negative)."""
    oldest_due_on: Mapped[date | None]
    """Due day of the oldest charge that is not fully paid."""
    visits: Mapped[int] = mapped_column(default=0)
    last_visit_on: Mapped[date | None]
    plan_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    """Plan of the membership that runs now or ran last."""
    ends_on: Mapped[date | None]
    """Last day that is covered by any membership."""
    two_plans_until: Mapped[date | None]
    """Last day on which memberships of two plans may run: until then ``plan_name`` is not always the one."""


class StageSpan(Base):
    """From which day to which a client stands where; made anew from the facts whenever these change.

    Spans reach into the future (a membership is known to run out), so no nightly job is needed.
    """

    __tablename__ = "client_stage"
    __table_args__ = (
        UniqueConstraint("client_id", "from_day"),
        Index(None, "stage", "from_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    stage: Mapped[ClientStage]
    reason: Mapped[StageReason]
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    """Last day, inclusive; empty: until further notice."""


class ClientTrainer(Base):
    """Who on the staff looks after a client, from which day to which."""

    __tablename__ = "client_trainer"
    __table_args__ = (
        Index(
            "uq_client_trainer_now",
            "client_id",
            unique=True,
            sqlite_where=text("to_day IS NULL"),
            postgresql_where=text("to_day IS NULL"),
        ),
        Index(None, "staff_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    """Last day, inclusive; empty: until further notice."""


class Tag(Base):
    """A word the studio sorts its clients by."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(60), unique=True)
    color: Mapped[str] = mapped_column(String(7), default="")


class ClientTag(Base):
    """One tag on one client."""

    __tablename__ = "client_tag"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True, index=True)


class CustomField(Base):
    """A field the studio has added for itself."""

    __tablename__ = "custom_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[CustomFieldKind]
    choices: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """One per line, for kind choice."""
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]


class CustomValue(Base):
    """What one client has in one of these fields; ISO for dates, "yes"/"no", plain decimals."""

    __tablename__ = "custom_value"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"), primary_key=True)
    value: Mapped[str] = mapped_column(String(TEXT_LENGTH))


class StaffNote(Base):
    """What staff tell each other about a client; a pinned one shows at check-in."""

    __tablename__ = "staff_note"
    __table_args__ = (
        Index(None, "client_id", "at"),
        CheckConstraint("length(text) BETWEEN 1 AND 4000", name="text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    pinned: Mapped[bool] = mapped_column(default=False)
    private: Mapped[bool] = mapped_column(default=False)
    """Seen by its author and by those who may see health data."""
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class Consent(Base):
    """A yes or a no with its day and where it came from; the last of a kind holds."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "client_id", "kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[ConsentKind]
    given: Mapped[bool]
    on_day: Mapped[date]
    source: Mapped[str] = mapped_column(String(SHORT_TEXT))
    """Paper form, e-mail, at the desk ..."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class ImportRun(Base):
    """One import of a file, so that it can be taken back as a whole."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    imported: Mapped[int] = mapped_column(default=0)
    merged: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None]
    first_number_back: Mapped[int | None]
    last_number_back: Mapped[int | None]
    """Between these two, inclusive, a member number that nobody has went when the import was taken back."""


class ImportChange(Base):
    """What an import filled in on a client who was already there."""

    __tablename__ = "import_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    field: Mapped[str] = mapped_column(String(60))
    before: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    after: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
