"""What is known about a client besides name and address."""

from __future__ import annotations

import enum


class ConsentKind(enum.StrEnum):
    """What a client has agreed to, or not."""

    EMAIL = "email"
    SMS = "sms"
    PHOTO = "photo"
    PHOTO_REPORT = "photo_report"
    """These photos may stand in progress reports; who was not asked has agreed to that with the photos."""
    MARKETING = "marketing"
    GUARDIAN = "guardian"


class CustomFieldKind(enum.StrEnum):
    """What a studio's own field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
