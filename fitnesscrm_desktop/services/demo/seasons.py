"""When people come: the year, the week and the day of a studio, and its own days and hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.easter import easter

JOINING = (2.0, 1.25, 1.05, 0.95, 0.9, 0.75, 0.6, 0.65, 1.45, 1.1, 0.85, 0.55)
"""How many people join in each month, compared with an average one."""
TRAINING = (1.24, 1.14, 1.06, 1.0, 0.97, 0.9, 0.8, 0.76, 1.02, 1.05, 1.04, 0.8)
"""How often members train in each month."""
LEAVING = (0.7, 1.0, 1.25, 1.05, 1.0, 1.3, 1.1, 1.0, 0.85, 0.95, 1.0, 1.15)
"""How many members leave in each month."""
WEEKDAYS = (1.18, 1.12, 1.1, 1.02, 0.86, 0.78, 0.62)

HOUR, DAY = 3600, 24 * 3600
EARLY_HOURS = 5 * HOUR
OPENS = (6 * 60, 6 * 60, 6 * 60, 6 * 60, 6 * 60, 9 * 60, 9 * 60)
CLOSES = (22 * 60, 22 * 60, 22 * 60, 22 * 60, 21 * 60, 18 * 60, 17 * 60)
"""Minutes after midnight, Monday first."""


def is_closed(day: date) -> bool:
    """Whether the studio has its door shut all day."""
    return (day.month, day.day) in {(1, 1), (12, 25), (12, 26)} or day == easter(day.year)


def is_quiet(day: date) -> bool:
    """Whether a public holiday, or the days about Christmas, keep most people away."""
    feast = easter(day.year)
    moving = {feast - timedelta(days=2), feast + timedelta(days=1)}
    fixed = {(3, 17), (12, 24), (12, 27), (12, 28), (12, 30), (12, 31)}
    return day in moving or (day.month, day.day) in fixed


@dataclass(frozen=True, slots=True)
class StudioDay:
    """One day of the studio, with what is expensive to look up a million times."""

    day: date
    midnight: int
    """Seconds since 1970 at minute 0, by the offset that holds when the studio is open."""
    pull: float
    """How many more (or fewer) come than on an average day; 0: closed."""


class Almanac:
    """All days from the opening to today."""

    def __init__(self, first: date, last: date, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self.first, self.last = first, last
        length = (last - first).days + 1
        self._days = [_studio_day(first + timedelta(days=n), self._zone) for n in range(length)]
        self._latest = self._days[0]

    def __getitem__(self, day: date) -> StudioDay:
        return self._days[(day - self.first).days]

    def at(self, day: date, minute: int, second: int = 0) -> int:
        """The moment of a studio's minute of the day."""
        return self[day].midnight + minute * 60 + second

    def day_at(self, at: int) -> date:
        """The studio's day of the moment *at*."""
        return datetime.fromtimestamp(at, self._zone).date()

    def day_and_hour(self, at: int) -> tuple[date, int]:
        """The studio's day and hour of the moment *at*; quick for moments that follow each other."""
        known, since = self._latest, at - self._latest.midnight
        if not EARLY_HOURS <= since < DAY:
            local = datetime.fromtimestamp(at, self._zone)
            self._latest = known = self[local.date()]
            if local.hour * HOUR < EARLY_HOURS:  # the clocks may change in this night
                return local.date(), local.hour
            since = at - known.midnight
        return known.day, since // HOUR


def _studio_day(day: date, zone: ZoneInfo) -> StudioDay:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    pull = TRAINING[day.month - 1] * WEEKDAYS[day.weekday()]
    if is_closed(day):
        pull = 0.0
    elif is_quiet(day):
        pull *= 0.35
    return StudioDay(day, int(noon.timestamp()) - 12 * 3600, pull)


def moment(at: int) -> datetime:
    """Seconds since 1970 as a moment."""
    return datetime.fromtimestamp(at, UTC)
