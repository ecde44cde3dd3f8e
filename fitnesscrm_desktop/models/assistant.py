"""The local assistant: how it is set up, the models of each PC, and everything it has written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH, Base
from fitnesscrm_desktop.models.values import RunVerdict

_SHA256 = String(64)


class AssistantConfiguration(Base):
    """The one row of how the assistant works. The server's key is in the secret store, never here."""

    __tablename__ = "assistant_settings"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    threads: Mapped[int] = mapped_column(default=1)
    context: Mapped[int] = mapped_column(default=2048)
    per_hour: Mapped[int] = mapped_column(default=120)
    idle_minutes: Mapped[int] = mapped_column(default=10)
    models: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """By agent: the name of its model."""
    server_url: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    server_model: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    public_confirmed: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    """The public address that the owner has agreed to in writing."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class AssistantModel(Base):
    """A model file on one of the studio's PCs."""

    __tablename__ = "assistant_model"
    __table_args__ = (UniqueConstraint("computer", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    computer: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """The PC whose disk it is on."""
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    folded: Mapped[str] = mapped_column(String(NAME_LENGTH))
    path: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    sha256: Mapped[str] = mapped_column(_SHA256)
    size: Mapped[int] = mapped_column(BigInteger)
    parameters: Mapped[int] = mapped_column(BigInteger)
    context: Mapped[int]
    added_at: Mapped[datetime]
    tokens_per_second: Mapped[float | None]
    memory: Mapped[int | None] = mapped_column(BigInteger)


class AssistantRun(Base):
    """One piece of writing, with the facts it was given and what became of it."""

    __tablename__ = "assistant_run"
    __table_args__ = (Index(None, "client_id"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(60))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    staff_id: Mapped[int | None]
    """Who asked for it; empty: the command line or a rule."""
    staff_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    prompt_version: Mapped[str] = mapped_column(String(40))
    model: Mapped[str] = mapped_column(String(NAME_LENGTH))
    model_sha256: Mapped[str] = mapped_column(_SHA256)
    facts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    verdict: Mapped[RunVerdict]
    problems: Mapped[list[str]] = mapped_column(JSON)
    attempts: Mapped[int]
    seed: Mapped[int] = mapped_column(BigInteger)
    tokens: Mapped[int]
    prompt_tokens: Mapped[int]
    ms: Mapped[int]
