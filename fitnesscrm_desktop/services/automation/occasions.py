"""What a trigger finds: an occasion, named so that it is the same one however often it is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fitnesscrm_desktop.models.values import MessageState, Trigger
from fitnesscrm_desktop.services.messaging.results import SkipReason


@dataclass(frozen=True, slots=True)
class Before:
    """Another name under which the same occasion may have been found already."""

    key: str
    since: datetime
    """What was found under it earlier than this was another one."""


@dataclass(frozen=True, slots=True)
class Found:
    """One occasion of one client."""

    client_id: int
    key: str
    """Unique for rule and client: ``year:2026``, ``visit:4711``, ``membership:12:2026-12-31``."""
    day: date
    """The studio's day on which the rule should act."""
    about: date
    """The day it is about: the birthday, the last day of the membership, the due day."""
    n: int = 0
    """Days, visits or years, as the trigger counts them."""
    membership_id: int | None = None
    good_until: date | None = None
    """The last day on which it still means something; None: as long as the trigger's patience lasts."""
    before: Before | None = None
    left_out: SkipReason | None = None
    """Why nobody acts on it, whoever the rule is for."""


PATIENCE = {
    Trigger.BIRTHDAY: timedelta(days=7),
    Trigger.INACTIVITY: timedelta(days=60),
    Trigger.OVERDUE: timedelta(days=60),
}
"""How long after its day an occasion that was missed, because no PC was on, is still acted on."""
LEFT = (MessageState.SENDING, MessageState.SENT, MessageState.FAILED)
"""Where a message is that has left, or may yet be tried again."""
USUAL_PATIENCE = timedelta(days=14)

NEEDS_DAYS = frozenset({Trigger.VISITS_REACHED, Trigger.ANNIVERSARY, Trigger.OVERDUE})
"""Triggers whose n may not be zero."""
HAVE_DAYS = NEEDS_DAYS | {
    Trigger.MEMBERSHIP_ENDING,
    Trigger.MEMBERSHIP_ENDED,
    Trigger.DUE_SOON,
    Trigger.INACTIVITY,
}
"""Triggers that have an n at all."""


def last_good_day(trigger: Trigger, found: Found) -> date:
    """The last day on which *found* is acted on."""
    patience = found.day + PATIENCE.get(trigger, USUAL_PATIENCE)
    return patience if found.good_until is None else min(patience, found.good_until)


def is_too_late(trigger: Trigger, found: Found, today: date) -> bool:
    """Whether *found* means nothing any more."""
    return today > last_good_day(trigger, found)
