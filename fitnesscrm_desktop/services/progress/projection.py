"""When a goal will be reached if it goes on like this: an interval from the client's own values, or nothing.

The slope is the median of the slopes between all pairs of days (Theil, Indagationes Mathematicae 1950; 12:
85-91), its interval comes from the order of these slopes (Sen, J Am Stat Assoc 1968; 63: 1379-1389). One
wrong weigh-in moves neither much, and nothing is assumed about how values scatter.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from fitnesscrm_desktop.services.progress.results import Value

LOOK_BACK = 84
"""Days: what somebody did a year ago says little about next month."""
FEWEST_DAYS, SHORTEST = 6, 21
"""It takes so many days with values, from the first to the last at least so long."""
FARTHEST = 3 * 366
"""Days: what is farther away is not told."""
_Z = 1.2815515655446004
"""Standard normal quantile of 0.9: in eight of ten cases the truth lies between the bounds."""
_FLAT, _DUST = 1e-12, 1e-6


class Outlook(enum.StrEnum):
    """What can be said."""

    NOT_ENOUGH = "not_enough"
    """Too few days with values, or too short a time."""
    AWAY = "away"
    """It goes the other way, or nowhere."""
    OPEN = "open"
    """Not before ``earliest``; nobody can say until when."""
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Projection:
    """Days between which a target is reached in eight of ten cases, if it goes on like this."""

    outlook: Outlook
    earliest: date | None = None
    likely: date | None = None
    latest: date | None = None
    a_week: float | None = None
    """What it changes by in a week now, in what is stored."""
    days: int = 0
    """How many days with values it comes from."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through the days, and between which slopes it lies."""

    level: float
    """On the last day."""
    slope: float
    """A day."""
    least: float
    most: float


def project(values: Sequence[Value], target: float, today: date) -> Projection:
    """When *target* will be reached, from values measured until *today*."""
    recent = [value for value in values if today - timedelta(days=LOOK_BACK) <= value.day <= today]
    points = by_day(recent)
    if len(points) < FEWEST_DAYS or points[-1][0] - points[0][0] < SHORTEST:
        return Projection(Outlook.NOT_ENOUGH, days=len(points))
    trend = trend_of(points)
    last = date.fromordinal(points[-1][0])
    gap = target - trend.level
    soon, usual, late = (
        _days(gap, _fastest(gap, trend)),
        _days(gap, trend.slope),
        _days(gap, _slowest(gap, trend)),
    )
    a_week = trend.slope * 7
    if soon is None or soon > FARTHEST:
        return Projection(Outlook.AWAY, a_week=a_week, days=len(points))

    def day(count: float | None) -> date | None:
        if count is None or count > FARTHEST:
            return None
        return max(today, last + timedelta(days=math.ceil(count - _DUST)))

    outlook = Outlook.OPEN if day(late) is None else Outlook.BETWEEN
    return Projection(outlook, day(soon), day(usual), day(late), a_week, len(points))


def by_day(values: Sequence[Value]) -> list[tuple[int, float]]:
    """One point a day, the median of its values; days as ordinals, in order."""
    days: dict[int, list[float]] = {}
    for value in values:
        days.setdefault(value.day.toordinal(), []).append(value.value)
    return [(day, median(days[day])) for day in sorted(days)]


def trend_of(points: Sequence[tuple[int, float]]) -> Trend:
    """The robust line through at least two *points* of different days."""
    slopes = sorted(
        (later - earlier) / (day - before)
        for place, (before, earlier) in enumerate(points)
        for day, later in points[place + 1 :]
    )
    slope = median(slopes)
    count, pairs = len(points), len(slopes)
    width = _Z * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = max(0, math.floor((pairs - width) / 2) - 1)
    high = min(pairs - 1, math.ceil((pairs + width) / 2))
    last = points[-1][0]
    level = median(value - slope * (day - last) for day, value in points)
    return Trend(level, slope, slopes[low], slopes[high])


def _fastest(gap: float, trend: Trend) -> float:
    return trend.most if gap > 0 else trend.least


def _slowest(gap: float, trend: Trend) -> float:
    return trend.least if gap > 0 else trend.most


def _days(gap: float, slope: float) -> float | None:
    """How long *slope* takes for *gap*; None: for ever."""
    if gap == 0:
        return 0.0
    if abs(slope) < _FLAT or (gap > 0) != (slope > 0):
        return None
    return gap / slope
