"""Dates as people and programs write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from fitnesscrm_desktop.services.clients.names import fold

MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "PW", "FM", "MH"})
MONTHS = 12
TWO_DIGITS = 100
_NUMBERS = re.compile(r"(\d{1,4})\s*[./\-年]\s*(\d{1,2})\s*[./\-月]\s*(\d{1,4})\s*日?\.?")
_DOTTED = re.compile(r"\s*\d+\s*\.")
_NO_DATE = re.compile(r"0000-00-00|00([./-])00\1(00)?00")
"""How databases write that there is none."""
_COMPACT = re.compile(r"(19|20)(\d\d)(\d\d)(\d\d)")
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$")
_WORDS = re.compile(r"[^\W\d_]+\.?|\d+", re.UNICODE)
_SERIAL = re.compile(r"\d{4,5}")
_FIRST_OF_EXCEL = date(1899, 12, 30)
_SERIALS = range(3654, 55153)
"""1910 to 2050: an all-digit cell outside of it is no date of a spreadsheet."""
_MONTH_LOCALES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "ru", "uk"),
    *("sv", "da", "nb", "fi", "tr", "hu", "ro", "el", "hr", "sl", "bg"),
)


class NoDay(ValueError):
    """The text is no date."""


def looks_like_day(text: str) -> bool:
    """Whether *text* has the form of a date (numbers alone do not)."""
    cut = _TIME.sub("", text.strip())
    match = _NUMBERS.fullmatch(cut)
    if match is None:
        return False
    parts = [int(part) for part in match.groups()]
    return 1 <= min(parts) <= MONTHS


def month_first(texts: Iterable[str], country: str, *, chosen: bool | None = None) -> bool:
    """Whether a column writes 03/04/1990 for the fourth of March.

    Its own values say so, else what somebody has *chosen*, else the country.
    """
    slashes = False
    for text, first, second in _with_two_readings(texts):
        if first > MONTHS >= second:
            return False
        if second > MONTHS >= first:
            return True
        slashes = slashes or "/" in text
    if chosen is not None:
        return chosen
    return slashes and country.upper() in MONTH_FIRST_COUNTRIES


def doubtful_day(texts: Iterable[str]) -> str:
    """The first 03/04/1990 of a column in which no date tells what it means; empty: all is plain.

    With dots the day comes first everywhere: 03.04.1990 is not doubtful.
    """
    doubtful = ""
    for text, first, second in _with_two_readings(texts):
        if max(first, second) > MONTHS >= min(first, second):
            return ""
        if first != second and max(first, second) <= MONTHS and not _DOTTED.match(text):
            doubtful = doubtful or text.strip()
    return doubtful


def _with_two_readings(texts: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Dates that may be ones and do not begin with the year, with their first two numbers."""
    for text in texts:
        match = _NUMBERS.fullmatch(_TIME.sub("", text.strip()))
        if match is None or len(match.group(1)) > len("31"):
            continue
        first, second, year = match.groups()
        if int(first) and int(second) and (int(year) or len(year) <= len("00")):
            yield text, int(first), int(second)


def parse_day(text: str, today: date, *, month_leads: bool = False) -> date | None:
    """The date *text* stands for; None when there is none. Raises ``NoDay``.

    A year of two digits is the last one of that kind before *today*.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        return None
    cut = _TIME.sub("", typed)
    if _NO_DATE.fullmatch(cut):
        return None
    if match := _NUMBERS.fullmatch(cut):
        return _from_numbers([match.group(1), match.group(2), match.group(3)], today, month_leads=month_leads)
    if match := _COMPACT.fullmatch(cut):
        return _day(int(match.group(1) + match.group(2)), int(match.group(3)), int(match.group(4)))
    if _SERIAL.fullmatch(cut) and int(cut) in _SERIALS:
        return _FIRST_OF_EXCEL + timedelta(days=int(cut))
    return _from_words(cut, today)


def _from_numbers(parts: list[str], today: date, *, month_leads: bool) -> date:
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) > len("31"):
        return _day(first, second, third)
    month, day = (first, second) if month_leads else (second, first)
    return _past_day(third, parts[2], month, day, today)


def _from_words(text: str, today: date) -> date:
    """``3 March 1990``, ``March 3, 1990``, ``3. März 90``."""
    words = _WORDS.findall(text)
    months = [month for word in words if not word.isdigit() and (month := _months().get(_folded(word)))]
    numbers = [word for word in words if word.isdigit()]
    if (len(months), len(numbers)) != (1, 2):
        raise NoDay
    if len(numbers[0]) > len("31"):
        return _day(int(numbers[0]), months[0], int(numbers[1]))
    return _past_day(int(numbers[1]), numbers[1], months[0], int(numbers[0]), today)


def _past_day(year: int, typed: str, month: int, day: int, today: date) -> date:
    if len(typed) > len("99"):
        return _day(year, month, day)
    recent = today.year - today.year % TWO_DIGITS + year
    if (recent, month, day) > (today.year, today.month, today.day):
        recent -= TWO_DIGITS
    return _day(recent, month, day)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoDay from None


def _folded(word: str) -> str:
    return fold(word).rstrip(".")


@cache
def _months() -> dict[str, int]:
    """Names and short names of the months in the languages of the neighbourhood."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in _MONTH_LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, language)
                for month, name in names.items():
                    found.setdefault(_folded(str(name)), int(month))
    return found
