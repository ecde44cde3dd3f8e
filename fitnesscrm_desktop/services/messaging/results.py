"""What the messaging services take and hand out."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fitnesscrm_desktop.models.values import (
    Audience,
    Channel,
    MessageState,
    Purpose,
    Receipt,
    RecipientKind,
    Role,
    Trigger,
)


@dataclass(frozen=True, slots=True)
class TextPart:
    """A template in one language, as it is typed; empty ``html`` and ``sms`` are made from ``text``."""

    language: str
    subject: str = ""
    text: str = ""
    html: str = ""
    sms: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file that goes out with every e-mail made from a template; ``size`` in bytes."""

    id: int
    file_name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One line of the list of templates."""

    id: int
    key: str | None
    """Of a template that ships with the program."""
    name: str
    purpose: Purpose
    languages: tuple[str, ...]
    archived: bool
    version: int


@dataclass(frozen=True, slots=True)
class TemplateDetail:
    """A template with all its words."""

    row: TemplateRow
    texts: tuple[TextPart, ...]
    attachments: tuple[AttachmentRow, ...] = ()
    changed: bool = False
    """For one that ships: the studio has put in words of its own, which ``reset`` takes back."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of a template, as a sentence."""

    field: str
    """``subject``, ``text``, ``html``, ``sms`` or ``language``."""
    text: str


@dataclass(frozen=True, slots=True)
class FieldDoc:
    """Something a template may name, for the list one inserts from."""

    name: str
    """As written between braces, such as ``client.first_name``."""
    about: str
    example: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template filled in for one person."""

    subject: str
    text: str
    html: str
    """A whole page; empty for channels without one."""
    language: str
    missing: tuple[str, ...]
    """Fields that the words need and this client has nothing for; not empty: it must not be sent."""
    parts: int
    """Of a text message; else 1."""
    to_name: str


class SkipReason(enum.StrEnum):
    """Stable words for why somebody gets no message."""

    ARCHIVED = "archived"
    BLOCKED = "blocked"
    NO_CONSENT = "no_consent"
    OPTED_OUT = "opted_out"
    NO_ADDRESS = "no_address"
    NO_GUARDIAN = "no_guardian"
    WEEKLY_CAP = "weekly_cap"
    NO_TRAINER = "no_trainer"
    NO_STAFF = "no_staff"
    """Nobody on the staff has the rule's role."""
    NO_TEMPLATE = "no_template"
    """It is archived, or has no words for this channel."""
    MISSING_FIELD = "missing_field"
    TOO_LATE = "too_late"
    SETTLED = "settled"
    MERGED = "merged"
    """The same was written to another record of this person, and the two are one now."""
    NOT_RESPONSIBLE = "not_responsible"
    """Somebody else reads it by now: pays or signs for the client, is the trainer, or works here."""
    FOLLOWED = "followed"
    """The membership that ends, or has ended, is not the last: another one goes on in its place."""
    UNMET = "unmet"
    """The client does not meet the conditions of the rule any more."""
    FIGURES_CHANGED = "figures_changed"
    """What it tells has changed since it was written: it was written anew, or has to be read again."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why something is written to or about a client."""

    client_id: int
    day: date
    """The studio's day it is about: the birthday, the last day of the membership, the due day."""
    trigger: Trigger | None = None
    """None: a person writes."""
    n: int = 0
    """The n of the occasion: days left or overdue, the visit or year that is celebrated."""
    membership_id: int | None = None
    """Which membership it is about; None: the one that runs, or lasts longest."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a message may go to, with the address of the channel."""

    kind: RecipientKind
    id: int
    """A client's id, or that of somebody on the staff."""
    name: str
    address: str
    """E-mail address, phone number, the lines of a postal address; may be empty for copy."""


@dataclass(frozen=True, slots=True)
class NotComposed:
    """Nobody is written to, and why."""

    reason: SkipReason
    detail: str = ""
    """The missing fields, separated by commas."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a message to a client would go to on each way, or why nobody; known before a word is written."""

    client_id: int
    client_name: str
    answers: Mapping[Channel, Recipient | NotComposed]
    sms_price: int
    """Of one part of a text message, in hundredths of a minor unit; 0: not known."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as it would be queued."""

    recipient: Recipient
    client_id: int
    template_id: int | None
    channel: Channel
    purpose: Purpose
    language: str
    subject: str
    text: str
    html: str
    parts: int


@dataclass(frozen=True, slots=True)
class Order:
    """What a rule asks for: which words, how, and to whom."""

    template_id: int
    channel: Channel
    audience: Audience = Audience.CLIENT
    role: Role | None = None
    """For ``Audience.STAFF``."""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One line of the outbox."""

    id: int
    client_id: int | None
    client_name: str
    to_name: str
    to_address: str
    channel: Channel
    purpose: Purpose
    subject: str
    first_line: str
    state: MessageState
    rule_id: int | None
    rule_name: str
    writer: str
    """Who on the staff wrote it; empty if a rule did, or a command."""
    created_at: datetime
    send_at: datetime | None
    sent_at: datetime | None
    outcome: str
    tries: int
    perhaps_twice: bool
    version: int
    receipt: Receipt | None = None
    """What its gateway says became of it; None: it is no text message, or cannot be asked about."""
    receipt_text: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened to a message and when."""

    at: datetime
    state: MessageState
    text: str
    actor: str


@dataclass(frozen=True, slots=True)
class MessageDetail:
    """A message with its words and everything that happened to it."""

    row: MessageRow
    text: str
    html: str
    language: str
    events: tuple[EventRow, ...]
    approved_by: str
    attachments: tuple[AttachmentRow, ...] = ()
