"""Reads ids, amounts, numbers and times as they are typed; what is none is refused like anything else.

These are parsers for Typer. One rule decides between the exit codes: the words of the program itself (its
commands, its options, the words a choice offers) are its usage, and a line that has others, lacks some, or
has some that contradict each other ends with exit 2. What the studio fills in (ids, numbers, amounts, days,
times, names) is looked at like everything else that is asked of it: what means nothing is refused, with exit
1 and its JSON.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final, NoReturn

from fitnesscrm_desktop.cli.runtime import refuse
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.sane_days import FIRST_YEAR, LAST_YEAR

LARGEST_ID = 2**31 - 1
"""More would not fit into any database."""
MOST_DIGITS = 40
_CALENDAR_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
"""Python reads more than is promised: 20001231, and weeks."""
_PLAIN_NUMBER = re.compile(r"-?\d{1,12}(\.\d{0,6})?", re.ASCII)
_TIME, _HOUR, _DAY = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII), 60, 24 * 60
SHOWN = 40
MAY_START_WITH_A_DASH: Final[dict[str, Any]] = {"ignore_unknown_options": True}
"""For commands: lets what looks like -5 reach the checks."""


def an_id(text: str) -> int:
    """The id of something, as the lists show it."""
    number = _whole(text)
    if number is None or not 0 < number <= LARGEST_ID:
        _refuse(text, "an id. The lists show the ids")
    return number


AN_ID: Final[dict[str, Any]] = {"parser": an_id}
"""For arguments and options of Typer."""


def a_number(text: str) -> int:
    """A whole number, whatever it counts."""
    number = _whole(text)
    if number is None:
        _refuse(text, "a whole number")
    return number


def a_measure(text: str) -> float:
    """A plain number, maybe with decimals."""
    number = float(text) if _PLAIN_NUMBER.fullmatch(str(text)) else None
    if number is None:
        _refuse(text, "a number like 82.5")
    return number


def a_limit(text: str) -> int:
    """How many of a list are wanted."""
    number = _whole(text)
    if number is None or number < 1:
        _refuse(text, "a number from 1 on")
    return number


def amount_of(field: str) -> Callable[[str], int]:
    """Give a parser of money in whole minor units; *field* is what a refusal names."""

    def an_amount(text: str) -> int:
        number = _whole(text)
        if number is None:
            _refuse(text, "an amount. Amounts are whole minor units, such as 4900 for 49.00", field)
        return number

    return an_amount


def a_day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        day = date.fromisoformat(text) if _CALENDAR_DAY.fullmatch(text) else None
    except ValueError:  # such as 30 February
        day = None
    if day is None:
        _refuse(text, "a day like 2026-03-31")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        _refuse(text, "a day of any studio")
    return day


def a_minute(text: str) -> int:
    """A time of the day as HH:MM, in minutes; 24:00 is its end."""
    found = _TIME.fullmatch(text)
    minute = int(found[1]) * _HOUR + int(found[2]) if found else -1
    if not 0 <= minute <= _DAY:
        _refuse(text, "a time of the day like 20:00")
    return minute


def a_moment(text: str) -> datetime:
    """A moment as ISO 8601 with offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        _refuse(text, "a time with offset like 2026-03-31T18:30:00+02:00")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        _refuse(text, "a time of any studio")
    return moment.astimezone(UTC)


def _whole(text: str) -> int | None:
    typed = str(text)  # Typer hands the default of an option over too, which is a number already
    digits = typed.removeprefix("-")
    return int(typed) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else None


def _refuse(text: str, what: str, field: str = "") -> NoReturn:
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    sentence = f"“{shown}” is not {what}."
    refuse(RuleBroken(f"{sentence} Nothing was changed.", fields={field: sentence} if field else None))
