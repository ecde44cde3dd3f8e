"""How hard a password is to guess, in words. Advice only: the rules decide what is taken."""

from __future__ import annotations

import enum
import math

from fitnesscrm_desktop.services.security.rules import SHORTEST_PASSWORD, folded_login

_COMMON = (
    "password",
    "passwort",
    "12345678",
    "123456789",
    "qwertyui",
    "qwertz",
    "letmein",
    "iloveyou",
    "welcome",
    "fitness",
    "abc12345",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "dragon",
    "monkey",
    "admin",
    "studio",
)
_FAIR, _GOOD, _STRONG = 36.0, 50.0, 68.0
_SHARE_OF_NAME = 3


class Strength(enum.IntEnum):
    """From refused to strong."""

    TOO_SHORT = 0
    WEAK = 1
    FAIR = 2
    GOOD = 3
    STRONG = 4


def strength(password: str, *known: str) -> Strength:
    """How good *password* is for somebody of whom *known* (name, login, studio) is public."""
    if len(password.strip()) < SHORTEST_PASSWORD:
        return Strength.TOO_SHORT
    bits = _guesses(password, known)
    if bits < _FAIR:
        return Strength.WEAK
    if bits < _GOOD:
        return Strength.FAIR
    return Strength.GOOD if bits < _STRONG else Strength.STRONG


def _guesses(password: str, known: tuple[str, ...]) -> float:
    """Bits: the letters that are no word everybody tries, no repetition and no row."""
    folded = folded_login(password)
    words = [word for text in known for word in folded_login(text).split() if len(word) >= _SHARE_OF_NAME]
    for word in (*words, *_COMMON):
        folded = folded.replace(word, "\0")
    surprising = [
        letter
        for place, letter in enumerate(folded)
        if place == 0 or abs(ord(letter) - ord(folded[place - 1])) > 1
    ]
    return len(surprising) * math.log2(max(_alphabet(password), 2))


def _alphabet(password: str) -> int:
    """How many different characters somebody who guesses has to reckon with."""
    size = 0
    for kind, count in ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10)):
        size += count if any(map(kind, password)) else 0
    size += 33 if any(not each.isalnum() for each in password) else 0
    return size + (100 if any(not each.isascii() for each in password) else 0)
