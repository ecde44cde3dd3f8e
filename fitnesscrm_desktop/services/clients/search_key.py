"""What search looks in, and what a typed search means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.services.clients.contact import digits_of, phone_words
from fitnesscrm_desktop.services.clients.names import fold, given_key, sort_key

SEARCH_LENGTH = 200
"""More than this of a typed search is not looked at."""
TRIGRAM = 3
_BETWEEN = "\n"
"""Parts two fields; it cannot be typed, so nothing is found across it."""
_PHONE_LIKE = re.compile(r"[+\d][\d\s()/.+-]*")
_TRUNK = re.compile(r"\(0\)")
_FOREIGN = "00"
_LONGEST_CODE = 2
"""So few digits behind it are a country, and nothing to look for in the middle of numbers."""
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class ClientKeys:
    """The three folded columns of a client."""

    sort_key: str
    given_key: str
    search_key: str


def client_keys(
    first_name: str,
    last_name: str,
    *,
    member_number: int,
    email: str | None = None,
    phone: str | None = None,
    codes: Iterable[str] = (),
) -> ClientKeys:
    """Fold what a client is found by; *phone* and *email* as stored."""
    given, by_last = given_key(first_name, last_name), sort_key(first_name, last_name)
    parts = [str(member_number), *phone_words(phone), fold(email or ""), given, by_last, *map(fold, codes)]
    found_by = _BETWEEN.join(part for part in parts if part)
    return ClientKeys(by_last, given, found_by[:TEXT_LENGTH])


@dataclass(frozen=True, slots=True)
class Wanted:
    """A typed search, understood.

    Each of ``words`` has to be found, in any order; a word is a tuple of ways to spell it, one of which is
    enough. ``whole`` are ways to spell all of it at once (a phone number with blanks, a phrase), each of
    which is enough alone.
    """

    text: str
    words: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...]
    inside: bool = False
    """That words too short for trigrams are looked for in the middle of others too."""

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def long_words(self) -> tuple[tuple[str, ...], ...]:
        """Words that a trigram index can find."""
        return tuple(word for word in self.words if all(len(way) >= TRIGRAM for way in word))

    @property
    def short_words(self) -> tuple[tuple[str, ...], ...]:
        """Words that are too short for it."""
        return tuple(word for word in self.words if word not in self.long_words)

    @property
    def number(self) -> int | None:
        """The member number it may be."""
        digits = self.text.removeprefix("#")
        return (
            int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len("999999999") else None
        )


def understand(typed: str) -> Wanted:
    """What somebody looks for who typed *typed*."""
    text = fold(typed[:SEARCH_LENGTH])
    words = tuple(dict.fromkeys(_ways(word) for word in text.split()))
    return Wanted(text, words, _whole(text))


def _ways(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([word, *_phone_ways(word)]))


def _whole(text: str) -> tuple[str, ...]:
    if " " not in text:
        return ()
    return tuple(dict.fromkeys(way for way in [text, *_phone_ways(text)] if len(way) >= TRIGRAM))


def _phone_ways(text: str) -> list[str]:
    """*text* as bare digits, if it may be (part of) a phone number."""
    if not _PHONE_LIKE.fullmatch(text):
        return []
    digits = digits_of(_TRUNK.sub("", text))
    abroad = digits.removeprefix(_FOREIGN)
    if abroad != digits and len(abroad) <= _LONGEST_CODE:  # the last digits of a number may begin so, too
        abroad = f"+{abroad}"
    return [abroad] if len(abroad) >= TRIGRAM else []
