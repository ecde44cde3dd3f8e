"""Who works here, and what each was seen doing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH, Base
from fitnesscrm_desktop.models.values import Permission, Role


class Staff(Base):
    """Somebody who signs in."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    """Folded to lower case by the service."""
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    role: Mapped[Role]
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")
    phone: Mapped[str] = mapped_column(String(40), default="", server_default="")
    password_hash: Mapped[str] = mapped_column(String(SHORT_TEXT))
    pin_hash: Mapped[str | None] = mapped_column(String(SHORT_TEXT))
    failed_tries: Mapped[int] = mapped_column(default=0)
    wait_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class StaffPermission(Base):
    """One permission given to, or taken from, one person besides those of the role."""

    __tablename__ = "staff_permission"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    permission: Mapped[Permission] = mapped_column(primary_key=True)
    granted: Mapped[bool]


class AuditEntry(Base):
    """Who did what and when. Written in the transaction of the deed, never changed."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "at"), Index(None, "entity", "entity_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    actor: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """The name as it was then, or "command line"."""
    action: Mapped[str] = mapped_column(String(60))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int | None]
    detail: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """What changed, as JSON; never health data or secrets."""
