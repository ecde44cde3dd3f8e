"""Enums and value types that every layer may use."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents) of one currency."""

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        """Sum of two amounts of the same currency."""
        if other.currency != self.currency:
            message = f"{self.currency} and {other.currency} cannot be added"
            raise ValueError(message)
        return Money(self.amount + other.amount, self.currency)

    def __neg__(self) -> Money:
        """The same amount the other way round."""
        return Money(-self.amount, self.currency)


MAX_AMOUNT = 100_000_000_00
"""The largest single amount that is taken for meant: a hundred million in minor units."""


class Role(enum.StrEnum):
    """What somebody on the staff is."""

    OWNER = "owner"
    MANAGER = "manager"
    FRONT_DESK = "front_desk"
    TRAINER = "trainer"


class Permission(enum.StrEnum):
    """What a person may do. Checked in services only."""

    VIEW_CLIENTS = "clients.view"
    EDIT_CLIENTS = "clients.edit"
    ARCHIVE_CLIENTS = "clients.archive"
    MERGE_CLIENTS = "clients.merge"
    EXPORT_CLIENTS = "clients.export"
    IMPORT_CLIENTS = "clients.import"
    VIEW_HEALTH = "clients.health"
    WRITE_NOTES = "notes.write"
    CHECK_IN = "checkin.create"
    UNDO_CHECK_IN = "checkin.undo"
    OVERRIDE_CHECK_IN = "checkin.override"
    SELL = "memberships.sell"
    CHANGE_MEMBERSHIPS = "memberships.change"
    VIEW_MONEY = "billing.view"
    TAKE_PAYMENT = "billing.take"
    REFUND = "billing.refund"
    VIEW_TAKINGS = "billing.takings"
    MANAGE_PLANS = "plans.manage"
    VIEW_REPORTS = "reports.view"
    WRITE_MESSAGES = "messages.write"
    APPROVE_MESSAGES = "messages.approve"
    MANAGE_RULES = "rules.manage"
    MANAGE_JOBS = "jobs.manage"
    USE_ASSISTANT = "assistant.use"
    MANAGE_ASSISTANT = "assistant.manage"
    CONNECT_ASSISTANT = "assistant.connect"
    MANAGE_STAFF = "staff.manage"
    MANAGE_SETTINGS = "settings.manage"
    VIEW_AUDIT = "audit.view"
    MAINTAIN_DATABASE = "database.maintain"


class ClientStage(enum.StrEnum):
    """Where a client stands in the life cycle on a given day."""

    LEAD = "lead"
    TRIAL = "trial"
    ACTIVE = "active"
    FROZEN = "frozen"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FORMER = "former"


class StageReason(enum.StrEnum):
    """Why a client stands there."""

    NEVER_JOINED = "never_joined"
    TRIAL_RUNNING = "trial_running"
    MEMBERSHIP_RUNNING = "membership_running"
    HOLD = "hold"
    UNPAID = "unpaid"
    CANCELLED_BY_CLIENT = "cancelled_by_client"
    CANCELLED_BY_STUDIO = "cancelled_by_studio"
    RAN_OUT = "ran_out"
    USED_UP = "used_up"
    LONG_GONE = "long_gone"


class CancelReason(enum.StrEnum):
    """Why a membership was cancelled."""

    MOVED = "moved"
    PRICE = "price"
    HEALTH = "health"
    NO_TIME = "no_time"
    DISSATISFIED = "dissatisfied"
    BY_STUDIO = "by_studio"
    OTHER = "other"


class PlanKind(enum.StrEnum):
    """How a plan lets people in."""

    RECURRING = "recurring"
    PACK = "pack"
    DAY = "day"
    TRIAL = "trial"


class Period(enum.StrEnum):
    """How long one paid period of a recurring plan lasts."""

    MONTH = "month"
    FOUR_WEEKS = "4weeks"
    QUARTER = "quarter"
    YEAR = "year"


class MembershipState(enum.StrEnum):
    """What a membership is on a given day."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    FROZEN = "frozen"
    ENDED = "ended"
    CANCELLED = "cancelled"


class FactKind(enum.StrEnum):
    """What happened to a membership, each with its day."""

    SOLD = "sold"
    RENEWED = "renewed"
    FROZEN = "frozen"
    RESUMED = "resumed"
    EXTENDED = "extended"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    """A cancellation was taken back."""
    WITHDRAWN = "withdrawn"
    """A sale or renewal was taken back, with its charge."""


class PaymentMethod(enum.StrEnum):
    """How money changes hands at the desk."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    VOUCHER = "voucher"


class ChargeKind(enum.StrEnum):
    """What somebody is charged for."""

    MEMBERSHIP = "membership"
    SIGNUP_FEE = "signup_fee"
    PRODUCT = "product"
    OTHER = "other"


class Verdict(enum.StrEnum):
    """The answer at the door."""

    ADMITTED = "admitted"
    NOTICE = "notice"
    REFUSED = "refused"


class CheckInReason(enum.StrEnum):
    """Stable words for why somebody is refused, or let in with a notice."""

    UNKNOWN_CODE = "unknown_code"
    BLOCKED = "blocked"
    ARCHIVED = "archived"
    NO_MEMBERSHIP = "no_membership"
    MEMBERSHIP_ENDED = "membership_ended"
    NOT_STARTED = "not_started"
    FROZEN = "frozen"
    WRONG_DAY = "wrong_day"
    WRONG_TIME = "wrong_time"
    WEEK_USED_UP = "week_used_up"
    PACK_USED_UP = "pack_used_up"
    OVERDUE = "overdue"
    NO_GUARDIAN_CONSENT = "no_guardian_consent"
    ALREADY_IN = "already_in"
    OVERRIDDEN = "overridden"
    ENDS_SOON = "ends_soon"
    BALANCE_DUE = "balance_due"
    BIRTHDAY = "birthday"
    PINNED_NOTE = "pinned_note"
    MEDICAL_ALERT = "medical_alert"
    LAST_PACK_VISIT = "last_pack_visit"


class Cure(enum.StrEnum):
    """What the desk can do about a refusal, as a button."""

    TAKE_PAYMENT = "take_payment"
    RENEW = "renew"
    EXTEND = "extend"
    SELL = "sell"
    BOOK_PACK = "book_pack"
    RESUME = "resume"
    RECORD_CONSENT = "record_consent"
    UNBLOCK = "unblock"
    RESTORE = "restore"
    OVERRIDE = "override"


class ConsentKind(enum.StrEnum):
    """What a client has agreed to, or not."""

    EMAIL = "email"
    SMS = "sms"
    PHOTO = "photo"
    MARKETING = "marketing"
    GUARDIAN = "guardian"


class CustomFieldKind(enum.StrEnum):
    """What a studio's own field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Channel(enum.StrEnum):
    """How a message reaches somebody."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    COPY = "copy"
    """Somebody reads it out on the phone, or pastes it into a messenger."""


class Purpose(enum.StrEnum):
    """What a message is for: one about a contract may always be sent, another only to those who agreed."""

    SERVICE = "service"
    MARKETING = "marketing"


class RecipientKind(enum.StrEnum):
    """Whose id a message's recipient is."""

    CLIENT = "client"
    STAFF = "staff"


class MessageState(enum.StrEnum):
    """Where a message is on its way."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """For good: the server refused it. A person may mend it and try again."""
    DROPPED = "dropped"
    TOO_LATE = "too_late"


class MailSecurity(enum.StrEnum):
    """How the way to the mail server is kept secret."""

    PLAIN = "plain"
    """Not at all: only to this PC itself."""
    STARTTLS = "starttls"
    TLS = "tls"


class Trigger(enum.StrEnum):
    """What a rule waits for."""

    CLIENT_CREATED = "client_created"
    VISIT = "visit"
    PAYMENT = "payment"
    REFUND = "refund"
    MEMBERSHIP_SOLD = "membership_sold"
    MEMBERSHIP_ENDING = "membership_ending"
    MEMBERSHIP_ENDED = "membership_ended"
    MEMBERSHIP_FROZEN = "membership_frozen"
    MEMBERSHIP_RETURNED = "membership_returned"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    BIRTHDAY = "birthday"
    INACTIVITY = "inactivity"
    VISITS_REACHED = "visits_reached"
    ANNIVERSARY = "anniversary"


class Audience(enum.StrEnum):
    """Whom a rule speaks to."""

    CLIENT = "client"
    PAYER = "payer"
    """Who pays for the client, or signs for a minor; else the client."""
    TRAINER = "trainer"
    STAFF = "staff"
    """Everybody with the rule's role."""


class RuleAction(enum.StrEnum):
    """What a rule does."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    COPY = "copy"
    TASK = "task"


class MatchState(enum.StrEnum):
    """What came of an occasion a rule found."""

    QUEUED = "queued"
    SKIPPED = "skipped"
    TOO_LATE = "too_late"


class JobResult(enum.StrEnum):
    """How a run of a job ended."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    BROKEN_OFF = "broken_off"
    """The program ended while it ran; what it had finished is kept, the rest is done by the next run."""


class DraftKind(enum.StrEnum):
    """What the assistant can write to a client."""

    BIRTHDAY = "birthday"
    WELCOME = "welcome"
    PAYMENT_REMINDER = "payment-reminder"
    MEMBERSHIP_ENDING = "membership-ending"
    WIN_BACK = "win-back"
    MILESTONE = "milestone"
    SESSION_CHANGE = "session-change"
    FREE = "free"


class Tone(enum.StrEnum):
    """How a reminder speaks."""

    FRIENDLY = "friendly"
    FIRM = "firm"
    FINAL = "final"


class FactForm(enum.StrEnum):
    """What a fact in a text is, so that a reader of the text can tell a given one from an invented one."""

    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MONEY = "money"


class RunVerdict(enum.StrEnum):
    """How a piece of writing of the assistant ended."""

    VERIFIED = "verified"
    FALLBACK = "fallback"
    """The plain template was taken: there is no model, or nothing it wrote could be verified."""
    STOPPED = "stopped"
    FAILED = "failed"
