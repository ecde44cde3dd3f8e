"""Ways to write a day that was given: without its year, and with the weekday it falls on."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from fitnesscrm_desktop.agents.writing.words import plain

MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar marz april mai juni juli august september oktober november dezember",
}
WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
}
_YEAR = re.compile(r"(?<=[^\W\d_]),? (\d{4})$|(?<=\d), (\d{4})$")
_WORD, _DAY = re.compile(r"[^\W\d_]+"), re.compile(r"(?<!\d)(\d{1,2})(?!\d)")


def without_year(text: str) -> str:
    """``5 December`` of ``5 December 2026``; empty for a day that is not written in words."""
    found = _YEAR.search(text)
    return text[: found.start()] if found else ""


@cache
def weekday(text: str, language: str) -> str:
    """The weekday of a day written in words, as words are compared; empty if it cannot be told."""
    year, day = _YEAR.search(text), _DAY.search(text)
    months = MONTHS[language].split()
    month = next(
        (months.index(word) for each in _WORD.findall(text) if (word := plain(each)) in months), None
    )
    if year is None or day is None or month is None:
        return ""
    try:
        found = date(int(year[1] or year[2]), month + 1, int(day[1]))
    except ValueError:
        return ""
    return WEEKDAYS[language].split()[found.weekday()]
