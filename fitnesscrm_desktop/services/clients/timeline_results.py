"""What the timeline of a client is made of."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime


class TimelineKind(enum.StrEnum):
    """What an entry of the timeline tells of."""

    VISIT = "visit"
    VISIT_UNDONE = "visit_undone"
    MEMBERSHIP = "membership"
    CHARGE = "charge"
    PAYMENT = "payment"
    NOTE = "note"
    CONSENT = "consent"
    STAGE = "stage"
    MESSAGE = "message"
    RECORD = "record"
    MEASURED = "measured"
    GOAL = "goal"
    GOAL_REACHED = "goal_reached"
    INJURY = "injury"
    REMARK = "remark"
    PHASE = "phase"
    PROGRESS_REPORT = "progress_report"
    PHOTO = "photo"
    FILE = "file"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a client. ``id`` is that of the stored thing (visit, payment ...).

    ``word`` is stable: the verdict of a visit, the kind of a membership fact, of a charge, of a consent, the
    method of a payment, the stage, the state of a message, the action of a record (``client.edit``), the kind
    of an injury or phase, the pose of a photo, the category of a file.
    ``amount`` is in minor units: what is charged is positive, what is paid negative, as in the ledger.
    """

    kind: TimelineKind
    id: int
    at: datetime
    word: str
    text: str = ""
    """Plan, charge, note or reason, as stored."""
    staff: str = ""
    amount: int | None = None
    day: date | None = None
    """The day it takes effect, where that is not the day of ``at``."""
    number: int | None = None
    """Receipt number of a payment, days of a hold or an extension."""
    given: bool | None = None
    """For consents."""
    undone: bool = False
    """A visit that was taken back."""
    fields: tuple[str, ...] = ()
    """For records: the fields that were changed; for messages: the channel."""
