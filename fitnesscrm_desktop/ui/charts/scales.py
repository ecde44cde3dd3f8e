"""Where axes have their marks: round values, and days that begin in the studio's zone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.ui.core.formats import Formats

DAY = 86_400.0
MONTH = 30.44 * DAY
YEAR = 365.25 * DAY
DAY_STEPS = (1, 2, 7, 14)
MONTH_STEPS = (1, 2, 3, 6)
YEAR_STEPS = (1, 2, 5, 10, 20, 50)
MONTHS = 12
NEARLY = 0.75
"""A step may be so much smaller than asked for: better one mark more than two alone."""


def value_ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round values between *low* and *high*, about as many as *wanted*."""
    rough = (high - low) / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * NEARLY)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def tick_decimals(ticks: list[float]) -> int:
    """How many digits behind the point they need."""
    for decimals in range(4):
        if all(math.isclose(tick, round(tick, decimals), abs_tol=1e-9) for tick in ticks):
            return decimals
    return 4


def day_ticks(first: float, last: float, zone: ZoneInfo, most: int) -> tuple[str, list[float]]:
    """What the marks are ("day", "month" or "year") and the moments at which they stand, at most *most*."""
    span = max(last - first, DAY)
    begin, end = (datetime.fromtimestamp(moment, zone).date() for moment in (first, last))
    for days in DAY_STEPS:
        if span / (days * DAY) <= most:
            return "day", _within(_days(begin, end, days), first, last, zone)
    for months in MONTH_STEPS:
        if span / (months * MONTH) <= most:
            return "month", _within(_months(begin, end, months), first, last, zone)
    years = next((each for each in YEAR_STEPS if span / (each * YEAR) <= most), YEAR_STEPS[-1])
    return "year", _within(_months(begin, end, years * MONTHS), first, last, zone)


def _days(begin: date, end: date, step: int) -> list[date]:
    number = begin.toordinal()
    if step % 7 == 0:
        number -= (number - 1) % 7  # weeks are marked on Mondays
    else:
        number -= number % step
    found = range(number, end.toordinal() + 1, step)
    return [date.fromordinal(each) for each in found if each > 0]


def _months(begin: date, end: date, step: int) -> list[date]:
    number = begin.year * MONTHS + begin.month - 1
    found = range(number - number % step, end.year * MONTHS + end.month, step)
    years = ((each // MONTHS, each % MONTHS + 1) for each in found)
    return [date(year, month, 1) for year, month in years if year > 0]


def _within(days: list[date], first: float, last: float, zone: ZoneInfo) -> list[float]:
    moments = [datetime.combine(day, time(), zone).timestamp() for day in days]
    return [moment for moment in moments if first <= moment <= last]


def day_labels(kind: str, days: Sequence[date], formats: Formats) -> list[str]:
    """Words for such marks; the year stands at the first one, and where it is a new one."""
    if kind == "year":
        return [str(day.year) for day in days]
    names: list[str] = []
    year = None
    for day in days:
        if kind == "month":
            names.append(formats.short_month(day) if day.year == year else formats.month_and_year(day))
        else:
            names.append(formats.short_day(day) if day.year == year else formats.day(day))
        year = day.year
    return names


def day_of(moment: float, zone: ZoneInfo) -> date:
    """The studio's day of a moment."""
    return datetime.fromtimestamp(moment, zone).date()


def spread(first: float, last: float) -> tuple[float, float]:
    """A time that is wide enough to be looked at, with a little air at both ends."""
    if last - first < timedelta(days=2).total_seconds():
        middle, half = (first + last) / 2, timedelta(days=7).total_seconds()
        return middle - half, middle + half
    air = (last - first) * 0.02
    return first - air, last + air
