"""Names as people write them, and folded as lists and search compare them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from fitnesscrm_desktop.models.base import NAME_LENGTH
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line

SORT_KEY_LENGTH = 2 * NAME_LENGTH + 1

_LIKE_A_LETTER = str.maketrans(
    {
        "æ": "ae",
        "ð": "d",
        "ø": "o",
        "þ": "th",
        "đ": "d",
        "ħ": "h",
        "\u0131": "i",
        "ł": "l",
        "œ": "oe",
        "ŧ": "t",
    }
)
"""Letters that Unicode does not take apart, but people type without their stroke."""
_INVISIBLE = {"Mn", "Me", "Cc", "Cf", "Cs", "Cn", "Co"}
_BLANK_LETTERS = {"\u115f", "\u1160", "\u2800"}
"""Fillers: letters to Unicode, nothing to the eye."""
_SEPARATORS = {"Zs", "Zl", "Zp"}


def fold(text: str) -> str:
    """*text* as comparisons see it: no accents, no case, single blanks, nothing invisible."""
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(map(_visible, apart)).translate(_LIKE_A_LETTER).split())


@lru_cache(maxsize=4096)
def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter.isspace() or category in _SEPARATORS:
        return " "
    hidden = category in _INVISIBLE or unicodedata.combining(letter) or letter in _BLANK_LETTERS
    return "" if hidden else letter


def clean_name(text: str, which: str) -> str:
    """A first or last name ready to be stored; emoji, any script and combining marks stay.

    *which* is how the sentence calls it. Raises ``RuleBroken`` when there is nothing to see, or too much.
    """
    needed = f"A client needs a {which}."
    name = one_line(text, NAME_LENGTH, needed=needed)
    if not fold(name):
        raise RuleBroken(needed)
    return name


def sort_key(first_name: str, last_name: str) -> str:
    """Folded "last first", what lists sort by."""
    return fold(f"{last_name} {first_name}")[:SORT_KEY_LENGTH]


def given_key(first_name: str, last_name: str) -> str:
    """Folded "first last", for finding the beginning of a first name."""
    return fold(f"{first_name} {last_name}")[:SORT_KEY_LENGTH]


def full_name(first_name: str, last_name: str) -> str:
    """The name as it is spoken."""
    return f"{first_name} {last_name}"
