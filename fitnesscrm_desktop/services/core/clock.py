"""The only place that looks at the computer's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time; tests pass one that can be moved."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class ClockSetTo:
    """The computer's clock, as if it had been set to *moment* just now."""

    def __init__(self, moment: datetime) -> None:
        self._ahead = moment - datetime.now(UTC)

    def now(self) -> datetime:
        """The moment it would be, aware, in UTC."""
        return self.real() + self._ahead

    def real(self) -> datetime:
        """The moment it is."""
        return datetime.now(UTC)


def real_now(clock: Clock) -> datetime:
    """The moment it is, also while everything else happens as if it were another."""
    return clock.real() if isinstance(clock, ClockSetTo) else clock.now()


def is_made_up(clock: Clock) -> bool:
    """Whether everything happens as if it were another moment than it is."""
    return isinstance(clock, ClockSetTo)


def local_day(moment: datetime, zone: str) -> date:
    """The day *moment* falls on in the studio's *zone* (an IANA name)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def start_of_day(day: date, zone: str) -> datetime:
    """The first moment of *day* in the studio's *zone*, as UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
