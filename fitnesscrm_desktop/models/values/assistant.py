"""What the assistant writes."""

from __future__ import annotations

import enum


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
