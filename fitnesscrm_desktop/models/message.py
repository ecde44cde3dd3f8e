"""Messages to clients and staff: templates, the outbox, and how mail leaves the studio."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH, Amount, Base
from fitnesscrm_desktop.models.values import (
    Channel,
    MailSecurity,
    MessageState,
    Purpose,
    Receipt,
    RecipientKind,
)


class MessageTemplate(Base):
    """Words for an occasion; those that ship with the program have a key and may be changed."""

    __tablename__ = "message_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    """Of a template that ships; the studio's own have none."""
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    folded: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    purpose: Mapped[Purpose]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class TemplateText(Base):
    """A template in one language; empty parts fall back to the plain text."""

    __tablename__ = "template_text"
    __table_args__ = (UniqueConstraint("template_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("message_template.id"))
    language: Mapped[str] = mapped_column(String(20))
    """A language code such as ``en`` or ``pt_BR``."""
    subject: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    sms: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """The short form; empty: the plain text."""


class TemplateAttachment(Base):
    """A file that goes out with every e-mail made from a template."""

    __tablename__ = "template_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("message_template.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(SHORT_TEXT))
    content_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Message(Base):
    """One message to one person, from its draft to its end, in the words in which it goes out."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("match_id", "recipient", "recipient_id"),
        Index(None, "state", "send_at"),
        Index(None, "client_id", "created_at"),
        Index(None, "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int | None] = mapped_column(ForeignKey("rule_match.id"))
    """Which rule found the occasion; empty: a person wrote it."""
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rule.id"), index=True)
    template_id: Mapped[int | None] = mapped_column(ForeignKey("message_template.id"), index=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    """Whom it is about; its history shows it."""
    recipient: Mapped[RecipientKind]
    recipient_id: Mapped[int]
    """A client's id, or that of somebody on the staff."""
    to_name: Mapped[str] = mapped_column(String(2 * NAME_LENGTH + 1))
    to_address: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """E-mail address, phone number, or the lines of a postal address."""
    channel: Mapped[Channel]
    purpose: Mapped[Purpose]
    language: Mapped[str] = mapped_column(String(20), default="")
    subject: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[MessageState]
    created_at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who wrote it."""
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    """Who approved it, as named then; or the rule."""
    send_at: Mapped[datetime | None]
    """Not before this moment: quiet hours, or the pause before the next try."""
    good_until: Mapped[datetime | None]
    """After this moment it means nothing any more and is not sent."""
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str] = mapped_column(String(60), default="")
    """Who is sending it at this moment."""
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    wire_id: Mapped[str] = mapped_column(String(SHORT_TEXT), unique=True)
    """The Message-ID of an e-mail, the same in every try; the reference of a text message."""
    outcome: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """What the server answered last, or why it was not sent."""
    perhaps_twice: Mapped[bool] = mapped_column(default=False)
    """The program ended between the server's yes and our note of it; it was sent again."""
    parts: Mapped[int] = mapped_column(default=1)
    """Text messages are paid by the part."""
    cost: Mapped[int] = mapped_column(Amount, default=0)
    files_seal: Mapped[str | None] = mapped_column(String(64))
    """Of the files it was approved with: if others would go out, it waits for another yes."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for


class MessageEvent(Base):
    """What happened to a message and when; append-only."""

    __tablename__ = "message_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[MessageState]
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    actor: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")


class SmsReceipt(Base):
    """What became of a text message that a gateway took, where the gateway can be asked."""

    __tablename__ = "sms_receipt"
    __table_args__ = (Index(None, "ask_at"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True, autoincrement=False)
    gateway_id: Mapped[str] = mapped_column(String(SHORT_TEXT))
    """The gateway's host and what it calls the message; older rows know no host."""
    state: Mapped[Receipt]
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """The gateway's own words."""
    asked: Mapped[int] = mapped_column(default=0)
    ask_at: Mapped[datetime | None]
    """When it is asked next; empty: never again."""


class ChannelPause(Base):
    """A server that takes nothing for now: until then nobody is asked to send that way."""

    __tablename__ = "channel_pause"

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
    """How often in a row; each pause is longer, up to a few minutes."""
    until: Mapped[datetime]
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """Why, with the server's own words."""


class MessagingSettings(Base):
    """The one row of how messages leave the studio. Passwords are in the secret store, never here."""

    __tablename__ = "messaging_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("quiet_from BETWEEN 0 AND 1440 AND quiet_to BETWEEN 0 AND 1440", name="quiet_hours"),
        CheckConstraint("weekly_cap >= 0", name="weekly_cap"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    quiet_from: Mapped[int] = mapped_column(default=20 * 60)
    """Minute of the studio's day from which on nothing is sent by itself ..."""
    quiet_to: Mapped[int] = mapped_column(default=8 * 60)
    """... until this minute; equal: no quiet hours."""
    weekly_cap: Mapped[int] = mapped_column(default=3)
    """Messages that rules may send one client in seven days; 0: no limit."""
    language: Mapped[str] = mapped_column(String(20), default="")
    """Of clients who have none of their own; empty: the studio's."""
    smtp_host: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    smtp_port: Mapped[int] = mapped_column(default=587)
    smtp_security: Mapped[MailSecurity] = mapped_column(default=MailSecurity.STARTTLS)
    smtp_user: Mapped[str] = mapped_column(String(SHORT_TEXT), default="")
    from_address: Mapped[str] = mapped_column(String(254), default="")
    from_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    unsubscribe_to: Mapped[str] = mapped_column(String(254), default="")
    """Where a mail program sends "unsubscribe"; empty: the sender's address."""
    sms_url: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    sms_method: Mapped[str] = mapped_column(String(10), default="POST")
    sms_headers: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    """One ``Name: value`` per line; ``{{ secret }}`` stands for what the secret store keeps."""
    sms_body: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    sms_sender: Mapped[str] = mapped_column(String(40), default="")
    sms_price: Mapped[int] = mapped_column(Amount, default=0)
    """Of one part, in hundredths of a minor unit, for the estimate."""
    sms_yes: Mapped[str | None] = mapped_column(String(TEXT_LENGTH))
    """Which answers mean that a text message was taken, one condition per line; empty: as usual."""
    sms_status_url: Mapped[str | None] = mapped_column(String(TEXT_LENGTH))
    """Where the gateway says later what became of a message; empty: it cannot be asked."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the name SQLAlchemy looks for
