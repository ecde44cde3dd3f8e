"""Reads a day as people type it, and knows why something typed is none."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from enum import Enum, auto

AHEAD = 20
"""Two digits for the year mean at most so many years to come."""
EARLIEST_YEAR, LATEST_YEAR = 1, 9999
MONTHS = 12
FULL_YEAR = 4
FULL, SHORT = 8, 6
"""Digits without anything between them: with four for the year, or with two."""


class DayTrouble(Enum):
    """Why a text is no day."""

    UNREADABLE = auto()
    UNFINISHED = auto()
    NO_SUCH_MONTH = auto()
    NO_SUCH_DAY = auto()


class ReadDay:
    """What was typed, as far as it is there, and a ``trouble`` or a ``value``."""

    def __init__(
        self, year: int = 0, month: int = 0, day: int = 0, *, trouble: DayTrouble | None = None
    ) -> None:
        self.year, self.month, self.day = year, month, day
        self.trouble = trouble if trouble is not None else _trouble(year, month, day)

    @property
    def value(self) -> date | None:
        """The day, if there is such a day."""
        return date(self.year, self.month, self.day) if self.trouble is None else None


def order_of(letters: str) -> str:
    """In which order *letters* ("dd/MM/yyyy") write day, month and year: "dMy"."""
    return "".join(dict.fromkeys(letter for letter in letters if letter in "dMy"))


def spans(text: str) -> list[tuple[int, int]]:
    """Where the numbers of *text* stand."""
    return [match.span() for match in re.finditer(r"\d+", text)]


def read_day(text: str, letters: str, today: date) -> ReadDay:
    """Read *text* in the order of *letters*, or as ISO; without a year it is the one of *today*."""
    parts = [_plain(text[first:last]) for first, last in spans(text)]
    order = order_of(letters)
    if len(parts) == 1 and len(parts[0]) in {FULL, SHORT}:
        parts = _cut(parts[0], order)
    if not set(_words(text)) <= set(_words(re.sub("[dMy]", "", letters))):
        return ReadDay(trouble=DayTrouble.UNREADABLE)
    if len(parts) == len(order) - 1:
        short = order.replace("y", "")
        named = dict(zip(short, parts, strict=True))
        return ReadDay(today.year, int(named["M"]), int(named["d"]))
    if len(parts) != len(order):
        return ReadDay(trouble=DayTrouble.UNFINISHED if len(parts) < len(order) else DayTrouble.UNREADABLE)
    if len(parts[0]) == FULL_YEAR:
        order = "yMd"
    named = dict(zip(order, parts, strict=True))
    year = named["y"]
    if len(year) not in {FULL_YEAR, 2}:
        return ReadDay(trouble=DayTrouble.UNFINISHED)
    return ReadDay(_year(year, today), int(named["M"]), int(named["d"]))


def is_whole(text: str) -> bool:
    """Whether nothing is missing in *text*: what comes next would be a correction."""
    lengths = [last - first for first, last in spans(text)]
    return lengths == [FULL] or sorted(lengths) == [2, 2, FULL_YEAR]


def days_of(year: int, month: int) -> int:
    """How many days the month has."""
    return monthrange(year, month)[1]


def _year(text: str, today: date) -> int:
    if len(text) == FULL_YEAR:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year + AHEAD else year - 100


def _cut(digits: str, order: str) -> list[str]:
    parts, at = [], 0
    for letter in order:
        size = len(digits) - 4 if letter == "y" else 2
        parts.append(digits[at : at + size])
        at += size
    return parts


def _plain(digits: str) -> str:
    """Arabic and other digits are digits too."""
    return "".join(str(unicodedata.digit(each)) for each in digits)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _trouble(year: int, month: int, day: int) -> DayTrouble | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return DayTrouble.UNREADABLE
    if not 1 <= month <= MONTHS:
        return DayTrouble.NO_SUCH_MONTH
    return None if 1 <= day <= days_of(year, month) else DayTrouble.NO_SUCH_DAY
