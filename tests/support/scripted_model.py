"""Language models for tests: one that says what it was told to say, one that writes within its grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from fitnesscrm_desktop.agents.runtime.errors import Stopped
from fitnesscrm_desktop.agents.runtime.protocol import (
    ChatMessage,
    Finish,
    ModelCard,
    Priority,
    StopSign,
    Written,
)

CARD = ModelCard("scripted", "0" * 64, 100_000, 1_000, 2048, free_writing=False)
FREE_CARD = ModelCard("scripted, large", "1" * 64, 100_000, 3_000_000_000, 8192, free_writing=True)
_RULE = re.compile(r"^(\w[\w-]*) ::= (.*)$", re.MULTILINE)
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(x[0-9A-F]{2}|.)")

Answer = str | Exception
Script = Callable[["Asked"], Answer]


@dataclass(frozen=True)
class Asked:
    """One request, as the model got it."""

    messages: tuple[ChatMessage, ...]
    grammar: str | None
    seed: int
    max_tokens: int
    agent: str

    @property
    def prompt(self) -> str:
        """Everything that was said to the model."""
        return "\n".join(each.text for each in self.messages)

    @property
    def all_it_saw(self) -> str:
        """With the grammar, which the model sees as well."""
        return f"{self.prompt}\n{self.grammar or ''}"


@dataclass
class ScriptedModel:
    """Says one answer after another, whatever the grammar; an error is raised, a function is asked."""

    answers: Iterable[Answer | Script]
    card: ModelCard = CARD
    asked: list[Asked] = field(default_factory=list)
    finish: Finish = Finish.DONE

    def __post_init__(self) -> None:
        self._coming: Iterator[Answer | Script] = iter(self.answers)

    def write(
        self,
        messages: Sequence[ChatMessage],
        *,
        grammar: str | None = None,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int = 256,
        seed: int = 0,
        temperature: float = 0.7,
        agent: str = "",
        priority: Priority = Priority.PERSON,
        hear: Callable[[str], None] | None = None,
        stop: StopSign | None = None,
    ) -> Written:
        asked = Asked(tuple(messages), grammar, seed, max_tokens, agent)
        self.asked.append(asked)
        if stop is not None and stop.is_set():
            raise Stopped
        answer = next(self._coming)
        if callable(answer):
            answer = answer(asked)
        if isinstance(answer, Exception):
            raise answer
        for place in range(0, len(answer), 5):
            if stop is not None and stop.is_set():
                raise Stopped
            if hear is not None:
                hear(answer[place : place + 5])
        return Written(answer, len(answer) // 4, 50, 20, 5, self.finish)

    def score(
        self,
        messages: Sequence[ChatMessage],
        candidates: Sequence[str],
        *,
        agent: str = "",
        priority: Priority = Priority.PERSON,
        stop: StopSign | None = None,
    ) -> tuple[float, ...]:
        return tuple(-float(place) for place, _candidate in enumerate(candidates))


def choosing(card: ModelCard = CARD) -> ScriptedModel:
    """A model that keeps to its grammar and chooses by its seed."""
    return ScriptedModel(_without_end(by_grammar), card)


def _without_end(script: Script) -> Iterator[Script]:
    while True:
        yield script


def by_grammar(asked: Asked) -> str:
    """A text that the grammar allows."""
    assert asked.grammar is not None
    rules = dict(_RULE.findall(asked.grammar))
    chance = Random(asked.seed)
    parts = rules["root"].split()
    return "".join(chance.choice(list(map(_read, _LITERAL.findall(rules[part])))) for part in parts)


def _read(literal: str) -> str:
    return _ESCAPE.sub(lambda found: _meant(found[1]), literal)


def _meant(escape: str) -> str:
    if escape.startswith("x") and len(escape) > 1:
        return chr(int(escape[1:], 16))
    return {"n": "\n", "r": "\r", "t": "\t"}.get(escape, escape)
