"""Checks what people typed, field by field, and says all that is wrong at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from fitnesscrm_desktop.services.core.errors import RuleBroken

_UNWANTED = {"Cc", "Cs"}
"""Control characters and half surrogates, which no database can keep."""


def one_line(text: str, longest: int, *, needed: str = "") -> str:
    """*text* in one line without control characters or outer blanks.

    Raises ``RuleBroken`` when it is longer than *longest*, or blank although there is a *needed* sentence.
    """
    visible = text if text.isprintable() else "".join(map(_or_blank, text))
    return _measured(" ".join(visible.split()), longest, needed)


def _or_blank(letter: str) -> str:
    return " " if unicodedata.category(letter) in _UNWANTED else letter


def paragraphs(text: str, longest: int) -> str:
    """*text* with its line breaks, but no other control characters. Raises ``RuleBroken`` if too long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _measured("\n".join(one_line(line, len(line) + 1) for line in lines).strip(), longest, "")


def _measured(text: str, longest: int, needed: str) -> str:
    if needed and not text:
        raise RuleBroken(needed)
    if len(text) > longest:
        raise RuleBroken(f"This is longer than {longest} characters. Shorten it.")
    return text


def check_fields(checks: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Run the check of each field; what came out, by field.

    Raises one ``RuleBroken`` with the sentence of every field that failed.
    """
    good: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, check in checks.items():
        try:
            good[field] = check()
        except RuleBroken as error:
            wrong[field] = error.text
    if wrong:
        raise RuleBroken(" ".join(dict.fromkeys(wrong.values())), fields=wrong)
    return good
