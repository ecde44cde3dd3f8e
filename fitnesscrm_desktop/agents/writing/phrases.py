"""Curated phrases: the parts of a message, each with several ways to say it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from fitnesscrm_desktop.agents.writing.capitals import OwnWords
from fitnesscrm_desktop.agents.writing.masking import mask_facts, mask_stand_ins
from fitnesscrm_desktop.agents.writing.standins import slots, swap, with_stand_ins
from fitnesscrm_desktop.services.assistant.results import FactSheet

SUBJECT = "subject"
PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message, such as its greeting, with the ways to say it."""

    name: str
    own: tuple[str, ...]
    """To the client."""
    other: tuple[str, ...]
    """To a payer or guardian, about the client."""
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    glue: str = PARAGRAPH
    optional: bool = False
    """Left out where a fact is missing; else the message cannot be written without it."""


@dataclass(frozen=True)
class Choice:
    """One part as this client can be told it: stand-ins in place, phrases without their facts gone."""

    name: str
    glue: str
    phrases: tuple[str, ...]

    @cached_property
    def by_cue(self) -> Mapping[str, str]:
        """Each phrase by its cue: as many of its first words as tell it from the others."""
        return {_cue(phrase, self.phrases): phrase for phrase in self.phrases}


@dataclass(frozen=True, slots=True)
class Said:
    """One part of a message that was written."""

    name: str
    glue: str
    phrase: str


@dataclass(frozen=True)
class Wording:
    """All the ways in which one message can be worded."""

    choices: tuple[Choice, ...]
    required: frozenset[str]
    """Facts the text has to state."""

    def without(self, used: Mapping[str, Sequence[str]]) -> Wording:
        """Without the phrases that another variant has *used*, as long as some are left."""
        return replace(self, choices=tuple(_fresh(each, used.get(each.name, ())) for each in self.choices))

    def plain(self) -> tuple[Said, ...]:
        """The first phrase everywhere: the plain template."""
        return tuple(Said(each.name, each.glue, each.phrases[0]) for each in self.choices)

    def drawn(self, random: Random) -> tuple[Said, ...]:
        """One phrase of each part, by lot."""
        return tuple(Said(each.name, each.glue, random.choice(each.phrases)) for each in self.choices)

    def chosen(self, cues: str) -> tuple[Said, ...] | None:
        """The phrases whose beginnings stand in the lines of *cues*; None if there is anything else."""
        lines = cues.strip().split("\n")
        return self._begun(lines) if len(lines) == len(self.choices) else None

    def heard(self, cues: str) -> tuple[Said, ...]:
        """The phrases that the lines of *cues* have chosen so far; the last line may not be finished."""
        return self._begun(cues.lstrip().split("\n")[:-1]) or ()

    def _begun(self, lines: Sequence[str]) -> tuple[Said, ...] | None:
        found: list[Said] = []
        for choice, line in zip(self.choices, lines, strict=False):
            phrase = choice.by_cue.get(line)
            if phrase is None:
                return None
            found.append(Said(choice.name, choice.glue, phrase))
        return tuple(found)

    @cached_property
    def longest(self) -> int:
        """Characters of the longest lines of cues."""
        return sum(1 + max(map(len, each.by_cue)) for each in self.choices)

    def own_words(self, sheet: FactSheet) -> OwnWords:
        """What the phrases say by themselves: as they are written, and as they are read, with the facts.

        A fact may be a word of theirs as well: where a plan is called *you*, each "you" is taken for it.
        """
        phrases = [phrase for choice in self.choices for phrase in choice.phrases]
        return OwnWords.of(
            masked
            for phrase in phrases
            for masked in (mask_stand_ins(phrase, sheet), mask_facts(swap(phrase, sheet), sheet))
        )


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Everything that can be said in one kind of message, in one language."""

    parts: tuple[Part, ...]
    required: frozenset[str]

    @classmethod
    def load(cls, file: Path, letter: Path) -> Phrasebook:
        """The book in *file*; greetings and closings that several kinds share come from *letter*."""
        found, shared = (tomllib.loads(each.read_text(encoding="utf-8")) for each in (file, letter))
        return cls(
            tuple(_part({**shared.get(part.get("like", ""), {}), **part}) for part in found["part"]),
            frozenset(found["required"]),
        )

    def wording(self, sheet: FactSheet) -> Wording | None:
        """The ways to word it for the client of *sheet*; None if what it is about is not known."""
        choices = tuple(self._choices(sheet))
        lost = [part for part in self._wanted(sheet) if part.name not in {each.name for each in choices}]
        if any(not part.optional for part in lost):
            return None
        return Wording(choices, frozenset(key for key in self.required if sheet.fact(key)))

    def phrases(self) -> Iterator[str]:
        """Every phrase there is."""
        for part in self.parts:
            yield from dict.fromkeys((*part.own, *part.other))

    def _wanted(self, sheet: FactSheet) -> Iterator[Part]:
        for part in self.parts:
            there = all(sheet.fact(key) for key in part.needs)
            if there and not any(sheet.fact(key) for key in part.lacks):
                yield part

    def _choices(self, sheet: FactSheet) -> Iterator[Choice]:
        for part in self._wanted(sheet):
            phrases = part.other if sheet.about_other else part.own
            usable = tuple(with_stand_ins(phrase) for phrase in phrases if _is_usable(phrase, sheet))
            if usable:
                yield Choice(part.name, part.glue, usable)


def by_lot(seed: str) -> Random:
    """Chance that comes out the same for the same *seed*."""
    return Random(seed)  # noqa: S311 - a draft must be repeatable, not secret


def joined(said: Sequence[Said]) -> str:
    """The message that *said* makes, its subject in the first line."""
    return "".join(each.phrase if not place else each.glue + each.phrase for place, each in enumerate(said))


def _is_usable(phrase: str, sheet: FactSheet) -> bool:
    """Whether every fact of *phrase* is there; counting to nothing says nothing."""
    for each in slots(phrase):
        fact = sheet.fact(each.key)
        if fact is None or (each.forms and fact.text in {"", "0"}):
            return False
    return True


def _fresh(choice: Choice, used: Sequence[str]) -> Choice:
    left = tuple(phrase for phrase in choice.phrases if phrase not in used)
    return replace(choice, phrases=left) if left else choice


def _cue(phrase: str, phrases: Sequence[str]) -> str:
    words = phrase.split()
    others = [each.split() for each in phrases if each != phrase]
    for count in range(1, len(words)):
        if not any(each[:count] == words[:count] for each in others):
            return " ".join(words[:count])
    return " ".join(words)


def _part(found: Mapping[str, Any]) -> Part:
    both = tuple(found.get("say", ()))
    return Part(
        name=found["name"],
        own=(*both, *found.get("own", ())),
        other=(*both, *found.get("other", ())),
        needs=tuple(found.get("needs", ())),
        lacks=tuple(found.get("lacks", ())),
        glue=found.get("glue", PARAGRAPH),
        optional=found.get("optional", False),
    )
