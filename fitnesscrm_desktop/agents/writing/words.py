"""The words the verifier knows: read once from the files that ship, compared without accents and capitals."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from fitnesscrm_desktop.paths import resource

LANGUAGES = ("en", "de")
FACT = "\ufffc"
"""Stands where a fact was, in texts and in what is looked for in them."""
_TWICE = re.compile(r"(.)\1+")
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][bdgmnprt]")


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
    terms_stems: tuple[str, ...]
    topics: dict[str, WordList]
    """By the key of a fact: words that say what it is about."""
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
        terms_stems=tuple(plain(each) for each in found["terms_stems"].split()),
        topics={key: WordList.of(text) for key, text in found["topics"].items()},
        units=tuple(frozenset(map(plain, each.split())) for each in found["units"]),
    )


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of *language*, which is one of ``LANGUAGES``."""
    found = _file(language)
    german = language == "de"
    made = _german_forms(found) if german else _Made(frozenset(), _english_forms(found["bases"]))
    words = _set(found["words"])
    inside = _set(found["inside"]) | made.inside | (words if german else frozenset())
    strangers = _set(found["strangers"])
    return Vocabulary(
        inside=inside - strangers,
        starts=(words | _set(found["others"]) | inside | made.starts) - strangers,
        ambiguous=_set(found["ambiguous"]),
        endings=tuple(plain(each) for each in found.get("endings", "").split()),
        compounds=german,
        stop=_set(found["stop"]),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """Words that were made from others by their endings."""

    inside: frozenset[str]
    starts: frozenset[str]


def _english_forms(bases: str) -> frozenset[str]:
    return frozenset(form for base in bases.split() for form in _english(plain(base)))


def _english(base: str) -> Iterator[str]:
    """Such as *plan*, *plans*, *planned*, *planning*, *planly*: a form that nobody uses does no harm."""
    yield from (base, f"{base}s", f"{base}ly")
    if base.endswith("e"):
        yield from (f"{base}d", f"{base[:-1]}ing", f"{base[:-1]}y")
        return
    if base.endswith("y"):
        yield from (f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base[:-1]}ily")
    if base.endswith(("s", "x", "ch", "sh")):
        yield f"{base}es"
    doubled = base + base[-1] if _ONE_SYLLABLE.fullmatch(base) else base
    yield from (f"{doubled}ed", f"{doubled}ing", f"{base}ed", f"{base}ing", f"{base}ally")


def _german_forms(found: dict[str, Any]) -> _Made:
    nouns = {noun + end for noun in _set(found["nouns"]) for end in ("", "n", "en", "s", "es", "e")}
    verbs = _set(found["verbs"])
    adjectives = _set(found["adjectives"])
    stems = {verb.removesuffix("n").removesuffix("e") for verb in verbs}
    asked = {stem + end for stem in stems for end in ("", "e", "st", "t", "et", "est", "te", "ten")}
    told = {each + end for each in adjectives for end in ("", "e", "en", "er", "es", "em")}
    own = {each + "es" for each in adjectives}
    return _Made(frozenset(nouns | verbs | own), frozenset(nouns | verbs | asked | told))


def _set(text: str) -> frozenset[str]:
    return frozenset(map(plain, text.split()))


def _is_list(name: str, text: object) -> bool:
    other = name.endswith(("_phrases", "_stems")) or name in {"number_parts", "not_numbers"}
    return isinstance(text, str) and not other


def _phrases(text: str) -> re.Pattern[str]:
    text = text.replace("<fact>", FACT)
    each = [one.strip() for line in text.strip().splitlines() for one in _alternatives(line)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(filter(None, each))})(?!\w)")


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
