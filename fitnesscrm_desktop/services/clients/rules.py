"""What holds for a client, whatever the database says: pure functions."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from datetime import date, timedelta

from fitnesscrm_desktop.models.values import ConsentKind
from fitnesscrm_desktop.services.core.errors import RuleBroken

FIRST_BIRTH = date(1900, 1, 1)
_LEAP_DAY = (2, 29)


def check_born(born: date | None, today: date) -> date | None:
    """A date of birth somebody alive can have. Raises ``RuleBroken`` for days before 1900 or to come."""
    if born is not None and not FIRST_BIRTH <= born <= today:
        text = f"The date of birth has to lie between 1900 and today, not on {born.isoformat()}."
        raise RuleBroken(text, days=[born])
    return born


def check_consent_day(on_day: date, today: date) -> date:
    """A day on which somebody can have agreed. Raises ``RuleBroken`` for days to come."""
    if not FIRST_BIRTH <= on_day <= today:
        raise RuleBroken("The day of the consent cannot lie in the future.")
    return on_day


def photos_in_reports(said: Mapping[ConsentKind, bool]) -> bool:
    """Whether photos may stand in reports: they may be taken, and nobody said no to just this."""
    return said.get(ConsentKind.PHOTO, False) and said.get(ConsentKind.PHOTO_REPORT, True)


def birthday_in(year: int, born: date) -> date:
    """The birthday in *year*; who was born on 29 February has it on the 28th in other years."""
    if (born.month, born.day) == _LEAP_DAY and not isleap(year):
        return date(year, 2, 28)
    return date(year, born.month, born.day)


def is_birthday(born: date | None, day: date) -> bool:
    """Whether *day* is the client's birthday (not yet on the day of birth itself)."""
    return born is not None and born.year < day.year and birthday_in(day.year, born) == day


def age_on(born: date, day: date) -> int:
    """Full years on *day*."""
    return day.year - born.year - (day < birthday_in(day.year, born))


def is_minor(born: date | None, day: date, adult_age: int) -> bool:
    """Whether a guardian has to agree; nobody is taken for a child without a date of birth."""
    return born is not None and age_on(born, day) < adult_age


def births_with_birthday(first: date, last: date) -> list[date]:
    """Every day of birth since 1900 whose birthday lies between *first* and *last*, both included."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [
        born
        for day in days
        for year in range(FIRST_BIRTH.year, day.year)
        for born in _births_on(year, day)
        if born <= last
    ]


def _births_on(year: int, day: date) -> list[date]:
    """The days of birth in *year* whose birthday is *day*."""
    if (day.month, day.day) == _LEAP_DAY and not isleap(year):
        return []
    found = [date(year, day.month, day.day)]
    if (day.month, day.day) == (2, 28) and not isleap(day.year) and isleap(year):
        found.append(date(year, *_LEAP_DAY))
    return found
