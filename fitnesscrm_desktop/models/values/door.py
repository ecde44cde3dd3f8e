"""The answer at the door."""

from __future__ import annotations

import enum


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
    FORM_MISSING = "form_missing"
    """A form that this client needs was never signed, or has expired."""
    CLEARANCE_OPEN = "clearance_open"
    """A signed form has to be looked at. Why, is not said at the door."""


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
    FILL_FORM = "fill_form"
    GIVE_CLEARANCE = "give_clearance"
