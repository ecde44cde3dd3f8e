"""How a message leaves the studio: what every way out is asked, and what it answers."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fitnesscrm_desktop.models.values import Channel
from fitnesscrm_desktop.services.messaging.outbox_results import WayState


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an e-mail."""

    file_name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way."""

    id: int
    channel: Channel
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    wire_id: str
    tries: int
    deadline: datetime
    by_rule: bool = False
    to_client: bool = True
    attachments: tuple[Attachment, ...] = ()
    due: datetime | None = None
    """Since when it may go out: by this, and then by its id, it has its place among the others."""
    outcome: str = ""
    """What was said of it before it was tried."""
    retried_blind: bool = False
    """An earlier try may have reached the other side."""


class AnswerKind(enum.Enum):
    """What the other side said."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one try, with the other side's own words."""

    kind: AnswerKind
    text: str = ""
    uncertain: bool = False
    """It went silent when it had the whole message: perhaps it was taken."""
    reference: str = ""
    """By what the other side can be asked later what became of it; empty: it cannot."""


class WayClosed(Exception):
    """No message can leave this way now; the text says why. What was being sent was not taken.

    With *by_message* it was said to that message: perhaps others could leave after all.
    """

    def __init__(self, text: str, *, by_message: bool = False) -> None:
        super().__init__(text)
        self.text, self.by_message = text, by_message


class Way(Protocol):
    """Takes one message after the other to the other side, each in two steps."""

    def begin(self, message: Outgoing) -> Answer | None:
        """Do all that can still be taken back; an answer ends it, None asks for ``finish``.

        Raises ``WayClosed``.
        """
        ...

    def finish(self) -> Answer:
        """The last word, after which the other side has the message. Raises ``WayClosed``."""
        ...

    def close(self) -> None:
        """End the connection, if there is one; what was only begun is not taken."""
        ...


def send(way: Way, message: Outgoing) -> Answer:
    """Both steps at once. Raises ``WayClosed``."""
    answer = way.begin(message)
    return way.finish() if answer is None else answer


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why no way is tried at all: messages wait, and no try is counted."""

    state: WayState
    text: str
