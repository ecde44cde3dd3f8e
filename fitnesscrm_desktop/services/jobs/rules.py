"""When a job is due. Pure: the same arguments, the same answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.services.core.clock import local_day
from fitnesscrm_desktop.services.jobs.results import Daily, Every, Schedule

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)
_HALF_A_DAY = timedelta(hours=12)
_LONGEST_DAY = timedelta(hours=25)


def due(schedule: Schedule, done_until: datetime | None, now: datetime, zone: str) -> datetime | None:
    """The occurrence to run now, the latest of those that were missed; None: none is due.

    A day has one turn, also if the studio has moved to another zone since. Then its turn comes an hour later
    each day until it is at its time again, so that never more than 25 hours lie between two.
    """
    last = _latest(schedule, now, zone)
    if done_until is None or was_set_back(schedule, done_until, now):
        return last
    if _is_after(schedule, last, done_until):
        return last
    late = _no_later_than(schedule, done_until)
    return late if late is not None and late <= now else None


def next_run(schedule: Schedule, done_until: datetime | None, now: datetime, zone: str) -> datetime:
    """The occurrence that runs next; it is past if it is due."""
    waiting = due(schedule, done_until, now, zone)
    if waiting is not None:
        return waiting
    coming = _following(schedule, now, zone)
    while done_until is not None and not _is_after(schedule, coming, done_until):
        coming = _following(schedule, coming, zone)
    late = None if done_until is None else _no_later_than(schedule, done_until)
    return coming if late is None else min(coming, late)


def was_set_back(schedule: Schedule, done_until: datetime, now: datetime) -> bool:
    """Whether the last run lies so far in the future that the clock must have been wrong then."""
    return done_until - now > _length(schedule)


def _length(schedule: Schedule) -> timedelta:
    return timedelta(minutes=schedule.minutes) if isinstance(schedule, Every) else _LONGEST_DAY


def _is_after(schedule: Schedule, occurrence: datetime, done_until: datetime) -> bool:
    if isinstance(schedule, Daily):
        return occurrence - done_until >= _HALF_A_DAY  # only a move to another zone brings them closer
    return occurrence > done_until


def _no_later_than(schedule: Schedule, done_until: datetime) -> datetime | None:
    """When a day is over since the last run, whatever the clocks have done; None: it has no day."""
    return done_until + _LONGEST_DAY if isinstance(schedule, Daily) else None


def _latest(schedule: Schedule, now: datetime, zone: str) -> datetime:
    if isinstance(schedule, Every):
        return now - (now - _EPOCH) % timedelta(minutes=schedule.minutes)
    today = local_day(now, zone)
    occurrence = _on(today, schedule, zone)
    return occurrence if occurrence <= now else _on(today - _ONE_DAY, schedule, zone)


def _following(schedule: Schedule, after: datetime, zone: str) -> datetime:
    if isinstance(schedule, Every):
        return _latest(schedule, after, zone) + timedelta(minutes=schedule.minutes)
    today = local_day(after, zone)
    occurrence = _on(today, schedule, zone)
    return occurrence if occurrence > after else _on(today + _ONE_DAY, schedule, zone)


def _on(day: date, schedule: Daily, zone: str) -> datetime:
    return datetime.combine(day, schedule.time, ZoneInfo(zone)).astimezone(UTC)
