"""When a message may go out, when it is tried again, and what may be done with it. Pure functions."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.messaging.results import SkipReason

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 240))
"""After the first, second ... try that failed for now."""
LAST_PAUSE = timedelta(hours=6)
SERVER_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 3, 5))
"""After a server took nothing at all once, twice ... in a row; then always the last."""
QUESTIONS = tuple(timedelta(minutes=minutes) for minutes in (1, 4, 10, 45, 180, 480, 720, 1440))
"""Between the yes of a gateway and the first question what became of a message, and then the next ones."""
GOOD_FOR = timedelta(days=5)
"""How long a message without an end of its own is tried."""
CLAIM_LASTS = timedelta(minutes=10)
"""After so long nobody can be sending it any more: the longest try is cut off well before."""
OWN_CLAIM_LASTS = timedelta(minutes=4)
"""After so long a sender gives the rest of its claim back; no single try takes longer than the difference,
in which also the answer to a mail's last dot is waited for."""

BY_ITSELF = (Channel.EMAIL, Channel.SMS)
"""These leave the studio without a person; a letter is printed, a copy is passed on."""
BY_HAND = (Channel.LETTER, Channel.COPY)
EDITABLE = frozenset({MessageState.DRAFT, MessageState.FAILED})
DROPPABLE = frozenset({MessageState.DRAFT, MessageState.APPROVED, MessageState.FAILED})
AGAIN = frozenset({MessageState.FAILED, MessageState.APPROVED})
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
"""From when on an approved message may go that waits for nothing. Not the moment somebody said yes: after the
clock was set back that would be still to come. So they go in the order they were written in."""
_MINUTES = 60


def may_try_again(state: MessageState, outcome: str) -> bool:
    """Whether a person may send it again: also what was taken out by the conditions of its rule."""
    return state in AGAIN or (state is MessageState.DROPPED and outcome == SkipReason.UNMET)


def next_try(tries: int, now: datetime, deadline: datetime) -> datetime | None:
    """When a message that failed for the *tries*-th time is tried again; None: it is given up."""
    pause = PAUSES[tries - 1] if 0 < tries <= len(PAUSES) else LAST_PAUSE
    then = now + pause
    return then if then <= deadline else None


def server_pause(times: int) -> timedelta:
    """How long nobody asks a server that took nothing at all for the *times*-th time in a row."""
    return SERVER_PAUSES[min(max(times, 1), len(SERVER_PAUSES)) - 1]


def next_question(asked: int, now: datetime) -> datetime | None:
    """When a gateway that was *asked* so often is asked again; None: never, two days are over."""
    return now + QUESTIONS[asked] if asked < len(QUESTIONS) else None


def is_paused(until: datetime, now: datetime) -> bool:
    """Whether a pause goes on; one that ends later than any can was made by a clock that was ahead."""
    return now < until <= now + SERVER_PAUSES[-1]


def deadline(good_until: datetime | None, approved_at: datetime | None, now: datetime) -> datetime:
    """Until when a message is tried."""
    return good_until or (approved_at or now) + GOOD_FOR


def claim_is_stale(claimed_at: datetime | None, now: datetime) -> bool:
    """Whether whoever claimed it is gone; a claim from the future was made before the clock was set back."""
    return claimed_at is None or abs(now - claimed_at) >= CLAIM_LASTS


def after_quiet(moment: datetime, quiet_from: int, quiet_to: int, zone: str) -> datetime | None:
    """When the quiet hours that *moment* falls into are over; None: it falls into none.

    *quiet_from* and *quiet_to* are minutes of the studio's day; the same twice means that there are none.
    An end that the clocks skip in spring comes as late as if they had not been changed; of one that comes
    twice in autumn, the first that is not over counts.
    """
    local = moment.astimezone(ZoneInfo(zone))
    minute = local.hour * _MINUTES + local.minute
    overnight = quiet_from > quiet_to
    quiet = minute >= quiet_from or minute < quiet_to if overnight else quiet_from <= minute < quiet_to
    if not quiet:
        return None
    day = local.date()
    if (overnight and minute >= quiet_from) or quiet_to == 24 * _MINUTES:
        day += timedelta(days=1)
    hour, rest = divmod(quiet_to % (24 * _MINUTES), _MINUTES)
    for fold in (0, 1):
        end = datetime.combine(day, time(hour, rest, fold=fold), ZoneInfo(zone)).astimezone(UTC)
        if end > moment:
            return end
    return None
