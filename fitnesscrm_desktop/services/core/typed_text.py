"""Checks what people typed, field by field, and says all that is wrong at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from fitnesscrm_desktop.services.core.errors import RuleBroken

UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and half surrogates, which no database can keep."""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Nobody sees them, and they turn the text around them."""
_UNSEEN = re.compile(f"{TURNING.pattern}|[\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb]")
"""These and what makes two names of one; the joiners stay, which Persian, Indian scripts and emoji need."""
_MARKS = "\u061c\u200e\u200f"
"""They say which way a number or a dash runs, inside of what is written from right to left."""
_STRAY = re.compile(f"[{_MARKS}]")
_OUTER = re.compile(rf"^[\s{_MARKS}]+|[\s{_MARKS}]+$")


def tidy_line(text: str) -> str:
    """*text* in one line without control characters or outer blanks, however long it is.

    What turns other text around goes, too: a name must not rearrange the sentence it stands in.
    """
    visible = text if text.isprintable() else UNWANTED.sub(" ", text)
    return without_tricks(" ".join(visible.split()))


def without_tricks(line: str) -> str:
    """*line* without what cannot be seen and turns the text around it."""
    if line.isprintable():
        return line
    honest = " ".join(_OUTER.sub("", _UNSEEN.sub("", line)).split())
    return honest if any(map(_from_the_right, honest)) else _STRAY.sub("", honest)


def _from_the_right(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"R", "AL"} and letter not in _MARKS


def one_line(text: str, longest: int, *, needed: str = "") -> str:
    """*text* in one line without control characters or outer blanks.

    Raises ``RuleBroken`` when it is longer than *longest*, or blank although there is a *needed* sentence.
    """
    return _measured(tidy_line(text), longest, needed)


def shortened(text: str, longest: int) -> str:
    """A line that the program made, with an ellipsis where it had to be cut; never for what was typed."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def paragraphs(text: str, longest: int) -> str:
    """*text* with its line breaks, but no other control characters. Raises ``RuleBroken`` if too long."""
    return _measured(tidy_paragraphs(text), longest, "")


def tidy_paragraphs(text: str) -> str:
    """*text* with its line breaks, but no other control characters, however long it is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(map(tidy_line, lines)).strip()


def _measured(text: str, longest: int, needed: str) -> str:
    if needed and not text:
        raise RuleBroken(needed)
    if len(text) > longest:
        raise RuleBroken(f"This is longer than {longest} characters. Shorten it.")
    return text


def pieces(text: str, longest: int) -> list[str]:
    """*text* in as many parts as it takes, so that nothing of it is lost."""
    return [text[start : start + longest] for start in range(0, len(text), longest)]


def check_fields(checks: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Run the check of each field; what came out, by field.

    Raises one ``RuleBroken`` with the sentence of every field that failed.
    """
    good: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    days: list[date] = []
    for field, check in checks.items():
        try:
            good[field] = check()
        except RuleBroken as error:
            wrong[field] = error.text
            days += error.days
    if wrong:
        raise RuleBroken(" ".join(dict.fromkeys(wrong.values())), fields=wrong, days=days)
    return good


def within(value: int, least: int, most: int) -> int:
    """*value*, if it is a number from *least* to *most*. Raises ``RuleBroken``."""
    if not least <= value <= most:
        raise RuleBroken(f"This is a number from {least} to {most}.")
    return value
