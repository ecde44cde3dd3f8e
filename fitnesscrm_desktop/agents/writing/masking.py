"""A text with its facts taken out: what is left is what the writer has added, to be looked at by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fitnesscrm_desktop.agents.writing.given_days import without_year
from fitnesscrm_desktop.agents.writing.standins import STAND_IN, StandIn, ordinal
from fitnesscrm_desktop.agents.writing.words import FACT, plain
from fitnesscrm_desktop.models.values import FactForm
from fitnesscrm_desktop.services.assistant.results import Fact, FactSheet

_NARROW = re.compile("[\u00a0\u202f]")
MARK = FACT
_SENTENCE = re.compile(r"[^.!?…\n]+")
_TOKEN = re.compile(rf"{MARK}|[^\W\d_]+(?:['’][^\W\d_]+)*")
_BEFORE_SENTENCE = re.compile(r"(?:^|\n|[.!?…:][)\"”“’]*\s+|(?:^|\s)[(\"“„])\s*$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a masked text, or one fact."""

    text: str
    plain: str
    start: int
    end: int
    starts_sentence: bool


@dataclass(frozen=True)
class Masked:
    """A text with a mark in the place of every fact."""

    text: str
    facts: tuple[tuple[Fact, ...], ...]
    """For each mark the facts that say what stood there."""
    unknown: tuple[str, ...] = ()
    """Stand-ins for facts that nobody gave."""
    forged: bool = False
    """The mark itself stood in the text."""
    stand_ins: bool = False
    """What was taken out were stand-ins, which can stand inside a word; a fact is found only alone."""

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words, in their order."""
        ending = {place for place, facts in enumerate(self.facts) if _is_sentence(facts)}
        return tuple(_tokens(self.text, ending))

    @cached_property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """The sentences with the place of each, in small letters."""
        return tuple(
            (match.start(), " ".join(match[0].casefold().split())) for match in _SENTENCE.finditer(self.text)
        )

    def sentence_at(self, place: int) -> str:
        """The sentence that stands at *place*."""
        return next((said for start, said in reversed(self.sentences) if start <= place), "")

    @cached_property
    def keys(self) -> frozenset[str]:
        """The facts the text states."""
        return frozenset(fact.key for facts in self.facts for fact in facts)


def mask_facts(text: str, sheet: FactSheet) -> Masked:
    """*text* as people read it, with the facts of *sheet* taken out."""
    saying: dict[str, list[Fact]] = {}
    for fact in sheet.facts:
        for said in _ways(fact, sheet.language):
            saying.setdefault(said, []).append(fact)
    if not saying:
        return Masked(text, (), forged=MARK in text)
    longest_first = sorted(saying, key=len, reverse=True)
    pattern = re.compile("|".join(_bounded(each, saying[each][0].form) for each in longest_first))
    found: list[tuple[Fact, ...]] = []
    outside: list[str] = []
    last = 0
    for match in pattern.finditer(text):
        outside.append(text[last : match.start()])
        found.append(tuple(saying[match[0]]))
        last = match.end()
    outside.append(text[last:])
    return Masked(MARK.join(outside), tuple(found), forged=any(MARK in each for each in outside))


def mask_stand_ins(text: str, sheet: FactSheet) -> Masked:
    """*text* as the model wrote it, with its stand-ins taken out."""
    known: list[tuple[Fact, ...]] = []
    unknown: list[str] = []

    def taken(match: re.Match[str]) -> str:
        each = StandIn.of(match)
        fact = sheet.fact(each.key)
        if fact is None or (each.forms and fact.form is not FactForm.NUMBER):
            unknown.append(str(each))
            return " "
        known.append((fact,))
        return MARK

    forged = MARK in text
    return Masked(STAND_IN.sub(taken, text), tuple(known), tuple(unknown), forged, stand_ins=True)


def _ways(fact: Fact, language: str) -> Iterator[str]:
    if fact.text.strip():
        yield fact.text
    if fact.form is FactForm.NUMBER and fact.text.isdecimal():
        yield ordinal(fact.text, language)
    if fact.form is FactForm.MONEY and _NARROW.search(fact.text):
        yield _NARROW.sub(" ", fact.text)  # as people and models write it
    if fact.form is FactForm.DATE and (short := without_year(fact.text)):
        yield short


def _bounded(said: str, form: FactForm) -> str:
    """A pattern that finds *said* where it stands alone: the 7 of 17, 7.50 and 1,7 is another number."""
    left = r"(?<![^\W_])" if said[0].isalnum() else r"(?<![^\s(„“\"])"
    right = r"(?![^\W_])" if said[-1].isalnum() else r"(?=[\s.,;:!?…)'’”\"]|$)"
    if form in {FactForm.NUMBER, FactForm.MONEY, FactForm.DATE}:
        left = r"(?<![^\W_])(?<!\d[.,:/'’])(?<![-–−+.,:/\\])"
        right = r"(?![^\W_])(?![.,:/'’\-–−\\]\d)(?!\s?[%‰])"
    return f"{left}{re.escape(said)}{right}"


def _is_sentence(facts: tuple[Fact, ...]) -> bool:
    return any(fact.form is FactForm.TEXT and fact.text.endswith((".", "!", "?")) for fact in facts)


def _tokens(text: str, ending: set[int]) -> Iterator[Token]:
    """The words of *text*; after the facts at *ending* a new sentence begins."""
    marks, after_sentence = 0, False
    for match in _TOKEN.finditer(text):
        begins = bool(_BEFORE_SENTENCE.search(text, max(0, match.start() - 6), match.start()))
        begins = begins or after_sentence or not text[: match.start()].strip()
        after_sentence = match[0] == MARK and marks in ending
        marks += match[0] == MARK
        yield Token(
            match[0], plain(match[0]) if match[0] != MARK else MARK, match.start(), match.end(), begins
        )
