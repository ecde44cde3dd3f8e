"""Messages on their way."""

from __future__ import annotations

import enum


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


class Receipt(enum.StrEnum):
    """What a gateway says later of a text message it took."""

    ON_THE_WAY = "on_the_way"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    UNKNOWN = "unknown"
    """It never said, and is not asked any more."""


class MailSecurity(enum.StrEnum):
    """How the way to the mail server is kept secret."""

    PLAIN = "plain"
    """Not at all: only to this PC itself."""
    STARTTLS = "starttls"
    TLS = "tls"
