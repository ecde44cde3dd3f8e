"""The words the verifier knows: read once from the files that ship, compared without accents and capitals."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from fitnesscrm_desktop.paths import resource

LANGUAGES = ("en", "de")
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class WordList:
    """Words, and beginnings of words, of one sort."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> WordList:
        """The list written as *text*; a star stands for any ending."""
        words = [plain(each) for each in text.split()]
        return cls(
            frozenset(each.rstrip("*") for each in words),
            tuple(each[:-1] for each in words if each.endswith("*")),
        )

    def __contains__(self, word: str) -> bool:
        return word in self.whole or (bool(self.beginnings) and word.startswith(self.beginnings))


@dataclass(frozen=True, slots=True)
class Signs:
    """What gives an invention away, in both languages."""

    lists: dict[str, WordList]
    phrases: dict[str, re.Pattern[str]]
    stretched: frozenset[str]
    """Number words with every letter once: *threee* is still three."""
    number_parts: re.Pattern[str]
    not_numbers: frozenset[str]
    promise_stems: tuple[str, ...]
    units: tuple[frozenset[str], ...]
    """Words that count the same thing, by set."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language that may carry a capital."""

    inside: frozenset[str]
    """Anywhere in a sentence."""
    starts: frozenset[str]
    """At the beginning of a sentence."""
    ambiguous: frozenset[str]
    endings: tuple[str, ...]
    compounds: bool
    stop: frozenset[str]
    """Small words by which a language is known."""


def plain(word: str) -> str:
    """*word* in small letters, without accents, ß as ss: as words are compared."""
    folded = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    return "".join(each for each in folded if not unicodedata.combining(each))


def unstretched(word: str) -> str:
    """*word* with every run of one letter as a single one."""
    return _TWICE.sub(r"\1", word)


@cache
def signs() -> Signs:
    """What both languages are searched for."""
    found = _file("signs")
    lists = {name: WordList.of(text) for name, text in found.items() if _is_list(name, text)}
    lone = _set(found["not_numbers"])
    parts = sorted((plain(each) for each in found["number_parts"].split()), key=len, reverse=True)
    return Signs(
        lists=lists,
        phrases={name: _phrases(text) for name, text in found.items() if name.endswith("_phrases")},
        stretched=frozenset(map(unstretched, lists["numbers"].whole)),
        not_numbers=lone,
        number_parts=re.compile(f"(?:{'|'.join(parts)})+"),
        promise_stems=tuple(plain(each) for each in found["promise_stems"].split()),
        units=tuple(frozenset(map(plain, each.split())) for each in found["units"]),
    )


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of *language*, which is one of ``LANGUAGES``."""
    found = _file(language)
    nouns = _set(found["words"])
    german = language == "de"
    return Vocabulary(
        inside=_set(found["inside"]) | (nouns if german else frozenset()),
        starts=nouns | _set(found["others"]) | _set(found["inside"]),
        ambiguous=_set(found["ambiguous"]),
        endings=tuple(plain(each) for each in found.get("endings", "").split()),
        compounds=german,
        stop=_set(found["stop"]),
    )


def _set(text: str) -> frozenset[str]:
    return frozenset(map(plain, text.split()))


def _is_list(name: str, text: object) -> bool:
    other = name.endswith("_phrases") or name in {"number_parts", "not_numbers", "promise_stems"}
    return isinstance(text, str) and not other


def _phrases(text: str) -> re.Pattern[str]:
    each = [one.strip() for line in text.strip().splitlines() for one in _alternatives(line)]
    return re.compile(rf"\b(?:{'|'.join(filter(None, each))})(?!\w)")


def _alternatives(line: str) -> list[str]:
    """The alternatives of a line: bars inside parentheses belong to one of them."""
    found, depth = [""], 0
    for each in line:
        depth += {"(": 1, ")": -1}.get(each, 0)
        if each == "|" and not depth:
            found.append("")
        else:
            found[-1] += each
    return found


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("words", f"{name}.toml").read_text(encoding="utf-8"))
