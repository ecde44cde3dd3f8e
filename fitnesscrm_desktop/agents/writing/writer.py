"""Writes one message: by a phrase grammar or freely, verified, tried again, else from the plain template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic

from fitnesscrm_desktop.agents.runtime.errors import LimitReached, ModelError, Stopped
from fitnesscrm_desktop.agents.runtime.protocol import (
    Finish,
    LanguageModel,
    Priority,
    StopSign,
    Written,
)
from fitnesscrm_desktop.agents.writing.fact_words import FactWords, retold_otherwise
from fitnesscrm_desktop.agents.writing.grammar import phrase_grammar
from fitnesscrm_desktop.agents.writing.hiding import NOTE, typed_figures
from fitnesscrm_desktop.agents.writing.phrases import Said, Wording, by_lot, joined
from fitnesscrm_desktop.agents.writing.problems import Fault, Problem
from fitnesscrm_desktop.agents.writing.prompts import Brief, choosing, writing
from fitnesscrm_desktop.agents.writing.standins import swap
from fitnesscrm_desktop.agents.writing.verifier import Expected, verify, verify_stand_ins
from fitnesscrm_desktop.services.assistant.results import FactSheet
from fitnesscrm_desktop.services.core.errors import RuleBroken

ATTEMPTS = 3
"""The first try, and two more with other seeds."""
_SEEDS_PER_VARIANT = 1_000
_FREE_TOKENS = 500
_SPARE_TOKENS = 20
_SHORTEST_SUBJECT, _LONGEST_SUBJECT = 3, 150
_IN_OTHER_WORDS = frozenset({NOTE})
"""What a model that writes freely says in words of its own."""
_SUBJECT_LABELS = ("subject:", "betreff:")

Hear = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Message:
    """A subject and a text, both with stand-ins."""

    subject: str
    text: str

    @classmethod
    def parse(cls, written: str) -> Message:
        """The first line is the subject."""
        first, _, rest = written.strip().partition("\n")
        label = next((each for each in _SUBJECT_LABELS if first.lower().startswith(each)), "")
        return cls(first[len(label) :].strip(), rest.strip())


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A message that passed the verifier, and how it came about."""

    subject: str
    text: str
    written: Message
    """The same with its stand-ins."""
    said: tuple[Said, ...] | None
    """The phrases it was made of; None: the model found its own words."""
    fallback: bool
    trouble: ModelError | None = None
    """What went wrong with the model itself."""
    problems: tuple[str, ...] = ()
    """What was wrong with the tries that were thrown away."""
    attempts: int = 0
    seed: int = 0
    tokens: int = 0
    prompt_tokens: int = 0
    ms: int = 0


@dataclass(slots=True)
class Effort:
    """What the tries for one message have taken so far."""

    seed: int = 0
    attempts: int = 0
    tokens: int = 0
    prompt_tokens: int = 0
    ms: int = 0
    problems: list[str] = field(default_factory=list)

    def broke_off(self, pieces: int, began: float) -> None:
        """Count a try that came to no end: a model tells its text about token by token."""
        self.tokens += pieces
        self.ms += round((monotonic() - began) * 1000)

    def took(self, written: Written) -> None:
        """Count a try that came to its end."""
        self.tokens += written.tokens
        self.prompt_tokens += written.prompt_tokens
        self.ms += written.ms


class Writer:
    """Writes the variants of one message; each leaves out the phrases of those before it. For one thread."""

    def __init__(
        self,
        model: LanguageModel | None,
        wording: Wording,
        brief: Brief,
        *,
        agent: str = "",
        free: bool = False,
        priority: Priority = Priority.PERSON,
    ) -> None:
        self._model, self._wording, self._brief = model, wording, brief
        self._agent, self._free, self._priority = agent, free, priority
        self._used: dict[str, list[str]] = {}
        self.effort = Effort()
        """What the message that was begun last has taken, finished or not."""

    def write(
        self,
        sheet: FactSheet,
        *,
        variant: int = 0,
        seed: int = 0,
        hear: Hear | None = None,
        stop: StopSign | None = None,
    ) -> WrittenDraft:
        """One more variant. *hear* is told the text so far, verified phrase by phrase.

        Raises ``Stopped``, and ``RuleBroken`` if not even the plain template may be shown.
        """
        wording = self._wording.without(self._used)
        effort = self.effort = Effort(seed)
        first = seed + variant * _SEEDS_PER_VARIANT
        trouble: ModelError | None = None
        draft = None
        if self._model is not None:
            try:
                draft = self._tried(self._model, wording, sheet, first, effort, hear, stop)
            except ModelError as error:
                if isinstance(error, Stopped) and stop is not None and stop.is_set():
                    raise
                trouble = error  # also a model that was closed meanwhile: nobody has stopped this draft
                effort.problems.append(error.text)
        if draft is None:
            draft = self._plain(
                wording, sheet, effort, None if self._model else by_lot(f"draft {first}"), trouble
            )
        for said in draft.said or ():
            self._used.setdefault(said.name, []).append(said.phrase)
        if hear is not None:
            hear(draft.text)
        return draft

    def leave_model(self) -> None:
        """Go on without the model, which has just shown that it does not work."""
        self._model = None

    def _tried(
        self,
        model: LanguageModel,
        wording: Wording,
        sheet: FactSheet,
        first: int,
        effort: Effort,
        hear: Hear | None,
        stop: StopSign | None,
    ) -> WrittenDraft | None:
        for attempt in range(ATTEMPTS):
            if stop is not None and stop.is_set():
                raise Stopped
            effort.attempts, effort.seed = attempt + 1, first + attempt
            listener = _Listener(hear, wording, sheet)
            began = monotonic()
            try:
                written = self._ask(model, wording, sheet, effort.seed, listener, stop)
            except LimitReached:
                effort.attempts = attempt  # the model was not even asked
                raise
            except ModelError:
                effort.broke_off(listener.pieces, began)
                raise
            effort.took(written)
            said = None if self._free else wording.chosen(written.text)
            message = Message.parse(written.text if said is None else joined(said))
            problems = list(self._problems(message, wording, sheet, free=self._free))
            if self._free:
                problems += self._misused(message)
            if written.finish is Finish.LENGTH:
                problems.append(Problem(Fault.LENGTH, str(len(written.text))))
            if said is None and not self._free:
                problems.append(Problem(Fault.STRAY, written.text[:60]))
            if not problems:
                return self._draft(message, sheet, effort, said, fallback=False)
            effort.problems += [each.text for each in problems]
        return None

    def _ask(
        self,
        model: LanguageModel,
        wording: Wording,
        sheet: FactSheet,
        seed: int,
        listener: _Listener,
        stop: StopSign | None,
    ) -> Written:
        if self._free:
            return model.write(
                writing(
                    self._brief,
                    sheet,
                    wording.required | typed_figures(sheet),
                    joined(wording.drawn(by_lot(f"example {seed}"))),
                ),
                max_tokens=_FREE_TOKENS,
                seed=seed,
                agent=self._agent,
                priority=self._priority,
                hear=listener.count,
                stop=stop,
            )
        return model.write(
            choosing(self._brief, [each.name for each in wording.choices]),
            grammar=phrase_grammar(wording),
            max_tokens=wording.longest + _SPARE_TOKENS,
            seed=seed,
            agent=self._agent,
            priority=self._priority,
            hear=listener,
            stop=stop,
        )

    def _plain(
        self,
        wording: Wording,
        sheet: FactSheet,
        effort: Effort,
        lot: Random | None,
        trouble: ModelError | None,
    ) -> WrittenDraft:
        said = wording.plain() if lot is None else wording.drawn(lot)
        message = Message.parse(joined(said))
        problems = self._problems(message, wording, sheet)
        if problems:
            reasons = " ".join(each.text for each in problems)
            raise RuleBroken(f"No text could be written that states only what is known. {reasons}")
        return self._draft(message, sheet, effort, said, fallback=True, trouble=trouble)

    def _draft(
        self,
        message: Message,
        sheet: FactSheet,
        effort: Effort,
        said: tuple[Said, ...] | None,
        *,
        fallback: bool,
        trouble: ModelError | None = None,
    ) -> WrittenDraft:
        return WrittenDraft(
            subject=swap(message.subject, sheet),
            text=swap(message.text, sheet),
            written=message,
            said=said,
            fallback=fallback,
            trouble=trouble,
            problems=tuple(effort.problems),
            attempts=effort.attempts,
            seed=effort.seed,
            tokens=effort.tokens,
            prompt_tokens=effort.prompt_tokens,
            ms=effort.ms,
        )

    def _misused(self, message: Message) -> Sequence[Problem]:
        """What a model in its own words says of a fact that no phrase, or nobody who typed it, says of it."""
        words = FactWords(tuple(each for choice in self._wording.choices for each in choice.phrases))
        return (
            *words.misused(message.subject),
            *words.misused(message.text),
            *retold_otherwise(message.text, self._brief.wanted),
        )

    def _problems(
        self, message: Message, wording: Wording, sheet: FactSheet, *, free: bool = False
    ) -> Sequence[Problem]:
        required = wording.required
        if free:
            required = (required - _IN_OTHER_WORDS) | typed_figures(sheet)
        return problems_of(message, sheet, Expected(required, own_words=wording.own_words(sheet)))


def problems_of(message: Message, sheet: FactSheet, expected: Expected) -> Sequence[Problem]:
    """All that keeps *message* from being shown: first as the model wrote it, then as people read it."""
    line = Expected(
        shortest=_SHORTEST_SUBJECT, longest=_LONGEST_SUBJECT, one_line=True, own_words=expected.own_words
    )
    found = [
        *verify_stand_ins(message.subject, sheet, expected=line).problems,
        *verify_stand_ins(message.text, sheet, expected=expected).problems,
    ]
    if found:
        return found
    return (
        *verify(swap(message.subject, sheet), sheet, expected=line).problems,
        *verify(swap(message.text, sheet), sheet, expected=expected).problems,
    )


class _Listener:
    """Collects what the model says, and passes on only what is a whole curated phrase."""

    def __init__(self, hear: Hear | None, wording: Wording, sheet: FactSheet) -> None:
        self._hear, self._wording, self._sheet = hear, wording, sheet
        self._text, self._told = "", 0
        self.pieces = 0

    def count(self, _piece: str) -> None:
        """Only count what comes: nothing of it is verified yet."""
        self.pieces += 1

    def __call__(self, piece: str) -> None:
        self.count(piece)
        self._text += piece
        if self._hear is None:
            return
        said = self._wording.heard(self._text)
        if len(said) > max(1, self._told):
            self._told = len(said)
            self._hear(swap(Message.parse(joined(said)).text, self._sheet))
