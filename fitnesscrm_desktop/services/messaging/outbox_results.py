"""What the outbox and the settings of messages take and hand out."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from fitnesscrm_desktop.models.values import Channel, MailSecurity, MessageState, Purpose


class Which(enum.StrEnum):
    """Which messages the outbox shows."""

    DRAFT = "draft"
    READY = "ready"
    """Approved and waiting for their time, or going out at this moment."""
    FAILED = "failed"
    SENT = "sent"
    ENDED = "ended"
    """Dropped, or too late."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that it was not done to, and why: ``not_found``, ``wrong_state``, ``no_address``..."""

    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """What came of a deed on several messages."""

    done: tuple[int, ...] = ()
    refused: tuple[Refusal, ...] = ()


class WayState(enum.StrEnum):
    """Whether messages could leave the studio, as a stable word."""

    OPEN = "open"
    NOT_SET_UP = "not_set_up"
    LOCKED = "locked"
    """The master password is missing, so the password of the server cannot be read."""
    DEMO = "demo"
    """A made-up studio writes to nobody."""


class WaitsFor(enum.StrEnum):
    """What approved messages wait for, as a stable word."""

    SERVER = "pause"
    """It took nothing a moment ago, and is asked again after a pause."""
    QUIET_HOURS = "quiet_hours"
    WEEKLY_CAP = "weekly_cap"
    ITS_DAY = "its_day"
    NEXT_TRY = "next_try"
    """They were refused for now, each by itself."""


@dataclass(frozen=True, slots=True)
class Waits:
    """So many messages of a channel wait for the same thing."""

    what: WaitsFor
    channel: Channel
    messages: int
    until: datetime
    """When the first of them may go out."""
    text: str = ""
    """What the server has said, if they wait for it."""


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many messages stand where, and whether they can leave."""

    draft: int = 0
    approved: int = 0
    """Those that leave by themselves, waiting or on their way."""
    sending: int = 0
    """Of these, what some program has in its hands at this moment."""
    to_hand_over: int = 0
    """Approved letters to print and copies to pass on."""
    failed: int = 0
    sent_today: int = 0
    mail: WayState = WayState.OPEN
    sms: WayState = WayState.OPEN
    waits: tuple[Waits, ...] = ()
    """What keeps those that are approved from going out now."""

    @property
    def unsent(self) -> int:
        """What somebody still has to care for, or wait for."""
        return self.draft + self.approved + self.to_hand_over + self.failed


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of sending has done."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    """Failed for now; they are tried again."""
    too_late: int = 0
    dropped: int = 0
    """Not true any more."""
    troubles: tuple[str, ...] = ()
    """Why messages had to wait, one sentence for each way out."""
    paused: bool = False
    """A server that took nothing a moment ago was not asked again yet."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A server took nothing at all, and is left alone for a while."""

    channel: Channel
    until: datetime
    text: str
    """Why, with its own words."""


@dataclass(frozen=True, slots=True)
class HandWritten:
    """What somebody writes to a client; ``html`` and ``template_id`` only if a template's words were kept."""

    channel: Channel
    subject: str
    text: str
    html: str = ""
    language: str = ""
    purpose: Purpose = Purpose.SERVICE
    template_id: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A message somebody wrote by hand."""

    id: int
    state: MessageState
    repeated: bool = False
    """The same had been stored before, by the same key."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How e-mail leaves the studio; the password is in the secret store."""

    host: str = ""
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    from_address: str = ""
    from_name: str = ""
    reply_to: str = ""
    unsubscribe_to: str = ""


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """The HTTP gateway that text messages go through; its secret is in the secret store."""

    url: str = ""
    method: str = "POST"
    headers: str = ""
    body: str = ""
    sender: str = ""
    price: int = 0
    """Of one part, in hundredths of a minor unit."""
    yes: str = ""
    """Which answers mean that it was taken, one condition per line; empty: all that speak of no error."""
    status_url: str = ""
    """Where it says later what became of a message, with ``{{ id }}``; empty: it cannot be asked."""

    @property
    def needs_secret(self) -> bool:
        """Whether anything of a request is made with the secret."""
        return bool(self.url) and "secret" in self.url + self.headers + self.body + self.status_url


@dataclass(frozen=True, slots=True)
class SendingRules:
    """What messages of rules have to keep to."""

    quiet_from: int = 20 * 60
    quiet_to: int = 8 * 60
    """Minutes of the studio's day; equal: no quiet hours."""
    weekly_cap: int = 3
    language: str = ""


@dataclass(frozen=True, slots=True)
class MessagingSetup:
    """All settings of messages."""

    mail: MailSettings
    sms: SmsSettings
    rules: SendingRules
    has_password: bool | None
    """Whether the secret store has one for the mail server; None: it is locked."""
    has_secret: bool | None
    version: int


class VaultState(enum.StrEnum):
    """Whether passwords can be kept on this PC now."""

    OPEN = "open"
    LOCKED = "locked"
    """Its master password has to be typed."""
    MISSING = "missing"
    """There is no keyring and no vault yet: a master password has to be chosen."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters ready to print; ``ids`` are those in it, to be marked when they are in the post."""

    pdf: bytes
    ids: tuple[int, ...]
    client_ids: tuple[int, ...]
    """Whom they go to, for address labels; each once."""
    dropped: tuple[Refusal, ...] = ()
    """Those that are not so any more and were dropped instead of printed, and why."""
    waiting: int = 0
    """How many letters wait in all, those in it among them."""
    boxed: tuple[str, ...] = ()
    """Readers whose letter holds what no font on this PC can show: boxes stand in its place."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Address labels ready to print."""

    pdf: bytes
    """Empty if nobody has a postal address."""
    client_ids: tuple[int, ...]
    without_address: tuple[int, ...]
    boxed: tuple[str, ...] = ()
    """Those of whose address boxes would be printed, as no font on this PC can show it."""
