"""Keeps together what was given together: an amount and its day, a day and what it is the day of.

Each fact may be true and the sentence false all the same: *pay €49.00 by the day your membership ends*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from fitnesscrm_desktop.agents.writing.masking import MARK, Masked, Token
from fitnesscrm_desktop.agents.writing.problems import Fault, Problem
from fitnesscrm_desktop.agents.writing.words import WordList, signs
from fitnesscrm_desktop.models.values import FactForm
from fitnesscrm_desktop.services.assistant.results import Fact

_TIMES_OF = {"account.oldest_due": frozenset({"account.oldest_due_on", "account.days_overdue"})}
"""The day and the days that belong to an amount; a sum of several has none."""
_COUNTS_VISITS = "visit.count"
_SENTENCE_ENDS = re.compile(r"[.!?…]+(?=\s|$)|\n")
_FIGURES = (FactForm.NUMBER, FactForm.MONEY)
_TYPED, _TYPED_NUMBER = "given.", re.compile(r"given\.w(\d+)")

Said = tuple[Token, tuple[Fact, ...]]


def mixed_up(masked: Masked) -> Iterator[Problem]:
    """Every day, and number of days, that stands with something else than it was given for."""
    for tokens, said in _sentences(masked):
        money = [facts for _, facts in said if _all(facts, FactForm.MONEY)]
        belonging = {time for facts in money for fact in facts for time in _times_of(fact)}
        words = [token.plain for token in tokens if token.text != MARK]
        for token, facts in said:
            keys = {fact.key for fact in facts}
            if not _is_time(facts) or any(key.startswith(_TYPED) for key in keys):
                continue
            if (money and not keys & belonging) or not _fits(keys, words):
                quote = masked.text[tokens[0].start : tokens[-1].end].replace(MARK, "…")
                yield Problem(Fault.MIXED, quote, token.start, token.end)


def run_together(masked: Masked) -> Iterator[Problem]:
    """Numbers with nothing but a blank between them: *7 7* is read as another."""
    marks = (each for each in masked.tokens if each.text == MARK)
    for (token, facts), (following, more) in pairwise(zip(marks, masked.facts, strict=False)):
        figures = _all(facts, *_FIGURES) and _all(more, *_FIGURES)
        between = masked.text[token.end : following.start]
        if figures and not between.strip() and not _typed_so(facts, more):
            yield Problem(Fault.NUMBER, "… …", token.start, following.end)


def _typed_so(facts: tuple[Fact, ...], more: tuple[Fact, ...]) -> bool:
    """Whether a person has typed them one after the other, as in a phone number."""
    numbers, next_numbers = ({_typed_place(each) for each in every} - {0} for every in (facts, more))
    return any(each + 1 in next_numbers for each in numbers)


def _typed_place(fact: Fact) -> int:
    typed = _TYPED_NUMBER.fullmatch(fact.key)
    return int(typed[1]) if typed else 0


def _times_of(fact: Fact) -> frozenset[str]:
    return _TIMES_OF.get(fact.key, frozenset())


def _all(facts: tuple[Fact, ...], *forms: FactForm) -> bool:
    return bool(facts) and all(fact.form in forms for fact in facts)


def _is_time(facts: tuple[Fact, ...]) -> bool:
    return _all(facts, FactForm.DATE, FactForm.NUMBER) and all(fact.key != _COUNTS_VISITS for fact in facts)


def _fits(keys: set[str], words: list[str]) -> bool:
    """Whether the words around a day speak of it, or at least of no other."""
    topics = signs().topics
    own = [topics[key] for key in keys if key in topics]
    others = [topic for key, topic in topics.items() if key not in keys]
    return not own or _any(own, words) or not _any(others, words)


def _any(topics: list[WordList], words: list[str]) -> bool:
    return any(word in topic for topic in topics for word in words)


def _sentences(masked: Masked) -> Iterator[tuple[list[Token], list[Said]]]:
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(masked.text)] + [len(masked.text)]
    facts = iter(masked.facts)
    tokens: list[Token] = []
    said: list[Said] = []
    for token in masked.tokens:
        while token.start >= ends[0]:
            ends.pop(0)
            if said:
                yield tokens, said
            tokens, said = [], []
        tokens.append(token)
        if token.text == MARK:
            said.append((token, next(facts, ())))
    if said:
        yield tokens, said
