"""What a scanner sends, and what it means."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LONGEST_CODE = 80
_LARGEST_NUMBER = 2_147_483_647
_NOISE = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
"""Control characters (also CR, LF, GS), invisible ones, half surrogates, blanks of every kind."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code without the noise around it; as a member number too, if it can be one."""

    text: str
    number: int | None


def read_code(raw: str) -> Code | None:
    """What *raw* stands for; None if nothing is left of it, or too much."""
    if len(raw) > 4 * LONGEST_CODE:
        return None
    text = "".join(each for each in raw if unicodedata.category(each) not in _NOISE).upper()
    if not 0 < len(text) <= LONGEST_CODE:
        return None
    number = int(text) if text.isascii() and text.isdecimal() else None
    return Code(text, number if number is not None and number <= _LARGEST_NUMBER else None)
