"""Forms that clients fill in and sign."""

from __future__ import annotations

import enum


class FormKind(enum.StrEnum):
    """What a form is for."""

    HEALTH = "health"
    """Its answers are health data."""
    WAIVER = "waiver"
    CONTRACT = "contract"
    PHOTO_CONSENT = "photo_consent"
    OTHER = "other"


class FormAudience(enum.StrEnum):
    """Who needs a form."""

    NOBODY = "nobody"
    ALL = "all"
    MINORS = "minors"


class QuestionKind(enum.StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"


class FormSigner(enum.StrEnum):
    """Who has signed."""

    CLIENT = "client"
    GUARDIAN = "guardian"
    """Somebody for the client: a parent, a guardian, the payer."""


class FormState(enum.StrEnum):
    """What a signed form is on a given day, or that there is none."""

    VALID = "valid"
    EXPIRING = "expiring"
    """Before long."""
    EXPIRED = "expired"
    VOID = "void"
    MISSING = "missing"
