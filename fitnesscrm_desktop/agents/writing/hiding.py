"""Hides what a person typed: names, days and figures become stand-ins, and so given facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fitnesscrm_desktop.agents.writing.fence import LONGEST_WORDS, cleaned
from fitnesscrm_desktop.agents.writing.masking import MARK, Masked, mask_facts
from fitnesscrm_desktop.agents.writing.problems import Fault
from fitnesscrm_desktop.agents.writing.spotting import spotted
from fitnesscrm_desktop.agents.writing.standins import StandIn
from fitnesscrm_desktop.agents.writing.verifier import additions
from fitnesscrm_desktop.models.values import FactForm
from fitnesscrm_desktop.services.assistant.results import Fact, FactSheet

Span = tuple[int, int]
NOTE = "given.note"
"""The words of a free message, as a fact."""
_TYPED = "given.w"
_FIGURES = frozenset({Fault.NUMBER, Fault.PERCENT, Fault.AMOUNT, Fault.DATE, Fault.LINK})


def hide(words: str, sheet: FactSheet) -> tuple[str, FactSheet]:
    """*words* with a stand-in for all that a text may not state by itself, and *sheet* with those facts.

    So a model may pass on "Tuesday at 5 pm" because a person typed it, and never sees it.
    """
    typed = cleaned(words)[:LONGEST_WORDS].replace("[[", "((").replace("]]", "))").replace(MARK, " ")
    others = tuple(each for each in sheet.facts if each.key != NOTE)  # the note is these very words
    masked = mask_facts(typed, replace(sheet, facts=others))
    spans = list(
        _merged((each.start, each.end) for each in additions(masked, sheet.language) if each.start >= 0)
    )
    given: list[Fact] = []
    hidden: list[str] = []
    last = 0
    for start, end in spans:
        hidden.append(_with_stand_ins(masked, last, start))
        fact = _fact(len(given) + 1, _restored(masked, start, end))
        given.append(fact)
        hidden.append(str(StandIn(fact.key)))
        last = end
    hidden.append(_with_stand_ins(masked, last, len(masked.text)))
    return "".join(hidden), replace(sheet, facts=(*sheet.facts, *given))


def typed_figures(sheet: FactSheet) -> frozenset[str]:
    """The days, figures and addresses a person typed, by key: without them it is another message."""
    return frozenset(
        fact.key
        for fact in sheet.facts
        if fact.key.startswith(_TYPED)
        and any(each.fault in _FIGURES for each in spotted(Masked(fact.text, ())))
    )


def _fact(number: int, text: str) -> Fact:
    form = FactForm.NUMBER if text.isdecimal() else FactForm.TEXT
    return Fact(f"{_TYPED}{number}", form, text, "From your words")


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    start, end = -1, -1
    for next_start, next_end in sorted(spans):
        if next_start > end:
            if end > start:
                yield start, end
            start, end = next_start, next_end
        else:
            end = max(end, next_end)
    if end > start:
        yield start, end


def _with_stand_ins(masked: Masked, start: int, end: int) -> str:
    facts = iter(masked.facts[masked.text.count(MARK, 0, start) :])
    return "".join(
        str(StandIn(next(facts)[0].key)) if each == MARK else each for each in masked.text[start:end]
    )


def _restored(masked: Masked, start: int, end: int) -> str:
    facts = iter(masked.facts[masked.text.count(MARK, 0, start) :])
    return "".join(next(facts)[0].text if each == MARK else each for each in masked.text[start:end])
