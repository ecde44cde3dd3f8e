"""Keeps a model's own words from using a fact for something else than it was given for.

*You still owe us 12 payments* holds nothing but a fact, and is a lie. So a sentence with a figure, a day or a
plan is told in the words of the curated phrases that state this very fact; only small words are free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from fitnesscrm_desktop.agents.writing.problems import Fault, Problem
from fitnesscrm_desktop.agents.writing.standins import ORDINAL, STAND_IN, StandIn
from fitnesscrm_desktop.agents.writing.words import plain, signs

_TOKEN = re.compile(rf"{STAND_IN.pattern}|[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n")
_FREE_FACTS = re.compile(r".+\.(?:first_name|name|phone)|given\.(?:w\d+|note)")
"""Who it is and how to reach them; and what a person typed, which is about anything."""
_TYPED = re.compile(r"\[given\.w(\d+)\]")
_OLD, _NEW = "[given.old_time]", "[given.new_time]"
_AS_EVER: Mapping[str, frozenset[str]] = {
    _OLD: frozenset({"from", "instead of", "statt", "von"}),
    _NEW: frozenset({"to", "is now", "new time", "neue zeit", "auf", "ist jetzt", "ist nun"}),
}
"""What tells before from now, besides the phrases."""
_SAYS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "[visit.last_on]": (
        frozenset({"last", "letzter", "letzten", "letzte", "zuletzt"}),
        frozenset({"since", "seit"}),
    ),
    "[visit.days_since]": (
        frozenset({"last", "since", "letzter", "letzten", "letzte", "zuletzt", "fehlst", "vermissen"}),
        frozenset({"for", "seit"}),
    ),
}
"""What a sentence with the day of the last visit has to say: one of these, or a "not" and one of those."""
_TOGETHER = (
    frozenset({"[membership.ends_on]", "[membership.days_left]"}),
    frozenset({"[visit.last_on]", "[visit.days_since]"}),
)
"""A day, and the days until or since then: what is said of one may be said of the other."""
_TOLD_AGAIN = re.compile(r"\[(?:membership\.plan|given\.session)\]")
"""What may stand in a sentence more than once; a figure said twice is read as two."""
_TURNED = frozenset({"been", "yet"})
"""Between a "not" and what it denies."""
_REACH = 3
"""Words after a "not" in which the denied one is looked for."""
_COUNTS = frozenset(
    {"[visit.count]", "[visit.days_since]", "[account.days_overdue]", "[membership.days_left]"}
)

Sentence = tuple[str, ...]
"""Plain words, and facts by their key in brackets."""


@dataclass(frozen=True)
class FactWords:
    """What the curated phrases of one message say with each fact."""

    phrases: tuple[str, ...]
    """With stand-ins."""

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        return tuple(said for phrase in self.phrases for _, said in _sentences(phrase))

    @cached_property
    def _around(self) -> Mapping[str, frozenset[str]]:
        """By fact: the words of the sentences it stands in."""
        found: dict[str, set[str]] = {}
        for said in self._sentences:
            keys = _keys(said)
            same = frozenset[str]().union(*(each for each in _TOGETHER if not keys.isdisjoint(each)))
            for key in keys | same:
                found.setdefault(key, set()).update(said)
        return {key: frozenset(words) for key, words in found.items()}

    @cached_property
    def _before(self) -> Mapping[str, frozenset[str]]:
        """By fact: the two words that stand before it."""
        found: dict[str, set[str]] = {}
        for said in self._sentences:
            for place, token in enumerate(said):
                found.setdefault(token, set()).add(" ".join(said[max(0, place - 2) : place]))
        return {token: frozenset(befores) for token, befores in found.items()}

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        """Every word, or fact, with the one after it; a number with either form of its word."""
        found = {pair for said in self._sentences for pair in pairwise(said)}
        found |= {
            (token, form)
            for said in self._sentences
            for token, form in zip(said, said[2:], strict=False)
            if token in _COUNTS
        }
        return frozenset(found)

    @cached_property
    def _denied(self) -> Mapping[str, frozenset[str]]:
        """By fact: the words that the phrases say of it only with a "not" before them, such as *received*."""
        denied: dict[str, set[str]] = {}
        open_words: dict[str, set[str]] = {}
        for said in self._sentences:
            places = set(_denied_places(said))
            for key in _keys(said):
                denied.setdefault(key, set()).update(said[place] for place in places)
                open_words.setdefault(key, set()).update(
                    token for place, token in enumerate(said) if place not in places
                )
        return {key: frozenset(words - open_words[key]) for key, words in denied.items()}

    def misused(self, text: str) -> Iterator[Problem]:
        """Every sentence of *text*, as the model wrote it, that tells a fact in words it is not told in."""
        for written, said in _sentences(text):
            keys = _keys(said)
            if keys and not (
                self._in_their_words(said, keys)
                and self._in_order(said)
                and self._still_denied(said, keys)
                and _says_absence(said, keys)
                and not _told_twice(said, keys)
            ):
                yield Problem(Fault.MIXED, STAND_IN.sub("…", written))

    def _in_their_words(self, said: Sentence, keys: frozenset[str]) -> bool:
        """Whether nothing but small words is added; a "not" and what is counted stand as in a phrase."""
        small = signs().lists["small_words"].whole
        if any(key.startswith("[account.") for key in keys):
            small -= signs().lists["received_words"].whole
        allowed = small.union(*(self._around.get(key, frozenset()) for key in keys))
        allowed |= {word for key in keys for each in _AS_EVER.get(key, ()) for word in each.split()}
        if any(not _is_fact(each) and each not in allowed for each in said):
            return False
        strict = signs().lists["negations"].whole | _COUNTS
        owners = signs().lists["owners"].whole
        return all(
            (token, following) in self._pairs
            or (token not in owners and (following in small or _is_fact(following)))
            for token, following in pairwise(said)
            if token in strict or (following in _COUNTS and token in owners)
        )

    def _still_denied(self, said: Sentence, keys: frozenset[str]) -> bool:
        """Whether what was not done is not told as done: *€49.00 has reached us*."""
        denied = frozenset().union(*(self._denied.get(key, frozenset()) for key in keys))
        nots = signs().lists["negations"].whole
        return not any(token in denied and nots.isdisjoint(said[:place]) for place, token in enumerate(said))

    def _in_order(self, said: Sentence) -> bool:
        """Whether the old time stands where the old one is told, and the new one where the new."""
        for place, token in enumerate(said):
            if token in _AS_EVER:
                before = said[max(0, place - 2) : place]
                known = {" ".join(before), *before[-1:]} & _AS_EVER[token]
                if not known and " ".join(before) not in self._before.get(token, frozenset()):
                    return False
        return True


def retold_otherwise(text: str, wanted: str) -> Iterator[Problem]:
    """Where *text* turns round what a person typed: its days and figures in another order, or its "not" lost.

    *wanted* are the words of that person, with stand-ins. In two sentences they may change places.
    """
    nots = signs().lists["negations"].whole
    told = list(_sentences(text))
    for written, said in told:
        places = [int(each[1]) for token in said if (each := _TYPED.fullmatch(token))]
        if places != sorted(places):
            yield Problem(Fault.MIXED, STAND_IN.sub("…", written))
    for written, said in _sentences(wanted):
        if not nots.isdisjoint(said) and all(nots.isdisjoint(each) for _, each in told):
            yield Problem(Fault.LOST, STAND_IN.sub("…", written))
            return


def _denied_places(said: Sentence) -> Iterator[int]:
    """For each "not" the place of the first word of weight soon after it."""
    lists = signs().lists
    passed = lists["small_words"].whole | lists["negations"].whole | _TURNED
    for place, token in enumerate(said):
        if token in lists["negations"].whole:
            reach = range(place + 1, min(len(said), place + 1 + _REACH))
            yield from [each for each in reach if not (_is_fact(said[each]) or said[each] in passed)][:1]


def _says_absence(said: Sentence, keys: frozenset[str]) -> bool:
    """Whether the day of the last visit is told as that: *seit 39 Tagen warst du hier* is not."""
    nots = signs().lists["negations"].whole
    for key in keys & _SAYS.keys():
        by_itself, denied = _SAYS[key]
        if by_itself.isdisjoint(said) and (nots.isdisjoint(said) or denied.isdisjoint(said)):
            return False
    return True


def _told_twice(said: Sentence, keys: frozenset[str]) -> bool:
    return any(said.count(key) > 1 for key in keys if not _TOLD_AGAIN.fullmatch(key))


def _sentences(text: str) -> Iterator[tuple[str, Sentence]]:
    """The sentences of *text* as they stand, and as words and facts; stand-ins hold no end of a sentence."""
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found[0])
        return f"\ue000{len(hidden) - 1}\ue001"

    for part in _SENTENCE.split(STAND_IN.sub(hide, text)):
        written = re.sub("\ue000(\\d+)\ue001", lambda found: hidden[int(found[1])], part).strip()
        if written:
            yield written, tuple(_tokens(written))


def _tokens(sentence: str) -> Iterator[str]:
    for found in _TOKEN.finditer(sentence):
        if found[1] is None:
            yield plain(found[0])
            continue
        each = StandIn.of(found)
        yield f"[{each.key}]"
        if each.counts:
            yield plain(each.forms[0])
            yield from (plain(form) for form in each.forms[1:] if form != ORDINAL)


def _keys(said: Sentence) -> frozenset[str]:
    """The facts of a sentence that can be used for the wrong thing."""
    return frozenset(each for each in said if _is_fact(each) and not _FREE_FACTS.fullmatch(each.strip("[]")))


def _is_fact(token: str) -> bool:
    return token.startswith("[")
