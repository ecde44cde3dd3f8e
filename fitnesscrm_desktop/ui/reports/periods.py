"""The periods one asks for most, as days of the studio."""

from __future__ import annotations

import enum
from datetime import date, timedelta

WEEK = 7


class Preset(enum.StrEnum):
    """A period by name; the present ones end today."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    LAST_MONTH = "last_month"
    YEAR = "year"
    LAST_YEAR = "last_year"
    CUSTOM = "custom"
    """Two days that somebody chose."""


def period(preset: Preset, today: date, first_weekday: int = 0) -> tuple[date, date]:
    """First and last day of *preset*; weeks begin on *first_weekday* (0 is Monday)."""
    month = today.replace(day=1)
    year = today.replace(month=1, day=1)
    before = month - timedelta(days=1)
    return {
        Preset.TODAY: (today, today),
        Preset.WEEK: (today - timedelta(days=(today.weekday() - first_weekday) % WEEK), today),
        Preset.MONTH: (month, today),
        Preset.LAST_MONTH: (before.replace(day=1), before),
        Preset.YEAR: (year, today),
        Preset.LAST_YEAR: (year.replace(year=today.year - 1), year - timedelta(days=1)),
        Preset.CUSTOM: (today, today),
    }[preset]


def preset_of(first: date, last: date, today: date, first_weekday: int = 0) -> Preset:
    """The name of a period, the shortest that fits; ``CUSTOM`` if it has none."""
    named = (each for each in Preset if each is not Preset.CUSTOM)
    return next(
        (each for each in named if period(each, today, first_weekday) == (first, last)), Preset.CUSTOM
    )
