"""Forms that clients sign: templates in versions, and what was signed.

Answers and papers are in the encrypted store; these rows hold their hashes, never an answer.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, Base
from fitnesscrm_desktop.models.files import ContentHash
from fitnesscrm_desktop.models.values import FormAudience, FormKind, FormSigner


class FormTemplate(Base):
    """A form the studio hands out; its words are in its versions."""

    __tablename__ = "form_template"
    __table_args__ = (CheckConstraint("valid_months BETWEEN 1 AND 1200", name="valid_months"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    """Of a form that ships; the studio's own have none."""
    kind: Mapped[FormKind]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    folded: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    required_for: Mapped[FormAudience] = mapped_column(default=FormAudience.NOBODY)
    valid_months: Mapped[int | None]
    """From the day of signing on; empty: for good."""
    blocks_checkin: Mapped[bool] = mapped_column(default=False)
    """Whoever lacks it is refused at the door; else there is only a notice."""
    blocks_booking: Mapped[bool] = mapped_column(default=False)
    latest: Mapped[int]
    """Number of the version that is handed out."""
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class FormVersion(Base):
    """The words and questions of a template as they once were; append-only, so that what was signed stays."""

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("form_template.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who wrote it; empty: it came with the program."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class ClientForm(Base):
    """A form somebody has signed. It is never changed; one that does not count any more is void."""

    __tablename__ = "client_form"
    __table_args__ = (Index(None, "client_id", "template_id", "signed_on"), Index(None, "template_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    template_id: Mapped[int] = mapped_column(ForeignKey("form_template.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("form_version.id"), index=True)
    language: Mapped[str] = mapped_column(String(20))
    signed_on: Mapped[date]
    signed_by: Mapped[str] = mapped_column(String(NAME_LENGTH))
    signer: Mapped[FormSigner]
    relation: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    """Who signs for somebody else: mother, guardian ..."""
    at: Mapped[datetime]
    """When it was stored."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    expires_on: Mapped[date | None]
    """Last day on which it counts; empty: for good."""
    paper_sha256: Mapped[str] = mapped_column(ContentHash)
    """Of the sealed PDF, which is in the encrypted store under it."""
    answers_sha256: Mapped[str] = mapped_column(ContentHash)
    """Of the answers and the signature, likewise."""
    consents: Mapped[list[str]] = mapped_column(JSON)
    """To which kinds of consent it said yes: those end when it becomes void."""
    asks_clearance: Mapped[bool] = mapped_column(default=False)
    """Some answer has to be looked at by somebody who may; which one, is told nowhere."""
    cleared_on: Mapped[date | None]
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    clearance_sha256: Mapped[str | None] = mapped_column(ContentHash)
    clearance_name: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    """Of the file that was handed in for it, such as a letter."""
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    void_reason: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for
