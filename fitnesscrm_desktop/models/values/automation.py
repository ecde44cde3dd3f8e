"""What rules look for and do, and how jobs end."""

from __future__ import annotations

import enum


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
    GOAL_REACHED = "goal_reached"


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
