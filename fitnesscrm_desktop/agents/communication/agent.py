"""The Communication agent: drafts of messages to clients, for a person to choose from and change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from fitnesscrm_desktop.agents.communication.books import about, phrasebook
from fitnesscrm_desktop.agents.communication.both_ways import both_ways, told_by_another
from fitnesscrm_desktop.agents.communication.results import (
    AGENT,
    LARGEST_SEED,
    MOST_VARIANTS,
    Draft,
    DraftOrder,
)
from fitnesscrm_desktop.agents.runtime.errors import ModelError, Stopped
from fitnesscrm_desktop.agents.runtime.protocol import LanguageModel, StopSign
from fitnesscrm_desktop.agents.writing.fence import cleaned, cleaned_sheet
from fitnesscrm_desktop.agents.writing.hiding import hide
from fitnesscrm_desktop.agents.writing.personal_names import objection, without_odd_trainer
from fitnesscrm_desktop.agents.writing.phrases import Wording, by_lot
from fitnesscrm_desktop.agents.writing.prompts import PROMPT_VERSION, Brief
from fitnesscrm_desktop.agents.writing.standins import as_template, stand_ins
from fitnesscrm_desktop.agents.writing.tongue import NAMES, tongue
from fitnesscrm_desktop.agents.writing.verifier import Expected
from fitnesscrm_desktop.agents.writing.writer import Effort, Message, Writer, WrittenDraft, problems_of
from fitnesscrm_desktop.models.values import DraftKind, RunVerdict
from fitnesscrm_desktop.services.assistant.results import Fact, FactSheet, RunNote
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken

_NOTHING_VERIFIED = "Nothing the model wrote could be verified, so this is the plain text."
_NOTHING_TO_SAY = "Something this message is about is missing: the first name, or the name of the studio."

_OTHER = (
    "Your words are {spoken}, so the whole message is; this one would be written in {usual}. For that, type "
    "them in {usual}."
)
_STRANGE = (
    "Your words do not read as {usual}, which the rest of the message is written in. Please look it over."
)

Hear = Callable[[int, str], None]
"""Told the number of a variant and its text so far; all of it verified."""


class FactGiver(Protocol):
    """Gathers what may be stated."""

    def sheet(
        self,
        actor: Actor,
        kind: DraftKind,
        client_id: int,
        given: Mapping[str, str] | None = None,
        language: str | None = None,
    ) -> FactSheet:
        """The facts about one client."""
        ...

    def template_sheet(self, actor: Actor, kind: DraftKind, language: str | None = None) -> FactSheet:
        """The facts of an example."""
        ...


class RunKeeper(Protocol):
    """Remembers what was written."""

    def note(self, actor: Actor, run: RunNote) -> int:
        """Remember one piece of writing; its id."""
        ...


class ModelGiver(Protocol):
    """Knows which model an agent writes with."""

    def model_for(self, actor: Actor, agent: str) -> LanguageModel:
        """The model. Raises ``ModelError`` with the reason if there is none."""
        ...


@dataclass(frozen=True, slots=True)
class _Task:
    """One order, with all that is needed to write it."""

    actor: Actor
    order: DraftOrder
    sheet: FactSheet
    wording: Wording
    model: LanguageModel | None
    why_not: str
    """Why there is no model."""
    remark: str = ""
    """What the person should know about the drafts."""


class CommunicationAgent:
    """Needs ``USE_ASSISTANT``. It only proposes: nothing is sent, nothing but the run is stored."""

    def __init__(self, facts: FactGiver, runs: RunKeeper, models: ModelGiver) -> None:
        self._facts, self._runs, self._models = facts, runs, models

    def draft(
        self, actor: Actor, order: DraftOrder, *, hear: Hear | None = None, stop: StopSign | None = None
    ) -> tuple[Draft, ...]:
        """The variants that were asked for. To be called on a worker thread.

        Without a model, or when it breaks, the rest comes from the plain template and says so. A stop hands
        out what is finished. Raises ``Stopped`` if nothing is, and ``RuleBroken`` for what cannot be written.
        """
        return tuple(self.drafts(actor, order, hear=hear, stop=stop))

    def drafts(
        self, actor: Actor, order: DraftOrder, *, hear: Hear | None = None, stop: StopSign | None = None
    ) -> Iterator[Draft]:
        """As ``draft``, each as soon as it is finished."""
        if not 1 <= order.variants <= MOST_VARIANTS:
            raise RuleBroken(f"There can be 1 to {MOST_VARIANTS} variants.")
        if abs(order.seed) > LARGEST_SEED:
            raise RuleBroken(f"A seed is a whole number up to {LARGEST_SEED}.")
        task = self._task(actor, order)
        free = task.model is not None and task.model.card.free_writing and not order.as_template
        hidden = ""
        if free:
            hidden, sheet = hide(order.instruction or order.given.get("note", ""), task.sheet)
            task = replace(task, sheet=sheet)
        brief = Brief(about(order.kind, order.tone), task.sheet.language, hidden)
        writer = Writer(task.model, task.wording, brief, agent=AGENT, free=free)
        for variant in range(order.variants):
            try:
                written = writer.write(
                    task.sheet,
                    variant=variant,
                    seed=order.seed,
                    hear=None if hear is None or order.as_template else _of_variant(hear, variant),
                    stop=stop,
                )
            except Stopped:
                self._note(task, RunVerdict.STOPPED, effort=writer.effort)
                if not variant:
                    raise
                return
            except RuleBroken as error:
                self._note(task, RunVerdict.FAILED, problems=(error.text,), effort=writer.effort)
                raise
            if written.trouble is not None:
                writer.leave_model()
                task = replace(task, why_not=written.trouble.text)
            yield self._finished(task, written)

    def _task(self, actor: Actor, order: DraftOrder) -> _Task:
        sheet, remark = self._sheet(actor, order)
        sheet = cleaned_sheet(sheet)
        sheet = replace(sheet, facts=without_odd_trainer(sheet))
        if why_not := objection(sheet):
            raise RuleBroken(why_not)
        wording = phrasebook(order.kind, order.tone, sheet.language).wording(sheet)
        if wording is None:
            raise RuleBroken(_NOTHING_TO_SAY)
        try:
            return _Task(actor, order, sheet, wording, self._models.model_for(actor, AGENT), "", remark)
        except ModelError as error:
            return _Task(actor, order, sheet, wording, None, error.text, remark)

    def _sheet(self, actor: Actor, order: DraftOrder) -> tuple[FactSheet, str]:
        """What may be stated, in the language of a person's own words if there are any."""
        if order.as_template:
            return self._facts.template_sheet(actor, order.kind, order.language), ""
        if order.client_id is None:
            raise RuleBroken("Choose the client this message is for.")
        typed = dict(order.given)
        if order.kind is not DraftKind.FREE:
            sheet = self._facts.sheet(actor, order.kind, order.client_id, typed, order.language)
            return sheet, cleaned(sheet.notice)
        typed.setdefault("note", order.instruction)
        sheet = self._facts.sheet(actor, order.kind, order.client_id, typed, order.language)
        spoken = tongue(typed["note"], sheet.language)
        if spoken == sheet.language:
            return sheet, ""
        usual = NAMES[sheet.language]
        if spoken is None:
            return sheet, _STRANGE.format(usual=usual)
        sheet = self._facts.sheet(actor, order.kind, order.client_id, typed, spoken)
        return sheet, _OTHER.format(spoken=NAMES[spoken], usual=usual)

    def _finished(self, task: _Task, written: WrittenDraft) -> Draft:
        message = Message(written.subject, written.text)
        if task.order.as_template:
            message = _template(task, written)
        why = ""
        if written.fallback:
            why = task.why_not or _NOTHING_VERIFIED
        run_id = self._note(
            task, RunVerdict.FALLBACK if written.fallback else RunVerdict.VERIFIED, message, written
        )
        name, sha256 = _model_of(task, written)
        stated = _stated(task.sheet, written.written)
        return Draft(
            text=message.text,
            subject=message.subject,
            facts=_fields(stated) if task.order.as_template else stated,
            verified=True,
            fallback=written.fallback,
            why_fallback=why,
            model=name,
            model_sha256=sha256,
            prompt_version=PROMPT_VERSION,
            tokens=written.tokens,
            ms=written.ms,
            attempts=written.attempts,
            seed=written.seed,
            run_id=run_id,
            language=task.sheet.language,
            remark=task.remark,
        )

    def _note(
        self,
        task: _Task,
        verdict: RunVerdict,
        message: Message | None = None,
        written: WrittenDraft | None = None,
        problems: tuple[str, ...] = (),
        effort: Effort | None = None,
    ) -> int:
        name, sha256 = _model_of(task, written)
        took = written or effort or Effort(task.order.seed)
        if written is not None:
            problems = written.problems
            if written.fallback and task.why_not and task.why_not not in problems:
                problems = (*problems, task.why_not)
        return self._runs.note(
            task.actor,
            RunNote(
                agent=AGENT,
                kind=task.order.kind.value,
                client_id=task.sheet.client_id,
                prompt_version=PROMPT_VERSION,
                model=name,
                model_sha256=sha256,
                facts=task.sheet.facts,
                text=f"{message.subject}\n\n{message.text}" if message else "",
                verdict=verdict,
                problems=problems,
                attempts=took.attempts,
                seed=took.seed,
                tokens=took.tokens,
                prompt_tokens=took.prompt_tokens,
                ms=took.ms,
            ),
        )


def _stated(sheet: FactSheet, message: Message) -> tuple[Fact, ...]:
    keys = dict.fromkeys(each.key for each in stand_ins(f"{message.subject} {message.text}"))
    return tuple(fact for key in keys if (fact := sheet.fact(key)) is not None)


def _fields(stated: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """What a template states: its fields, not the people of the example it was written with."""
    return tuple(replace(each, text=each.field or each.text) for each in stated)


def _template(task: _Task, written: WrittenDraft) -> Message:
    """What was written, with fields, for clients and for those who read it in their place."""
    own = _with_fields(written.written, task.sheet)
    about_other = replace(task.sheet, about_other=True)
    other = phrasebook(task.order.kind, task.order.tone, task.sheet.language).wording(about_other)
    if other is None or written.said is None:
        return own
    told = told_by_another(written.said, other, by_lot(f"template {written.seed}"))
    expected = Expected(required=other.required, own_words=other.own_words(about_other))
    problems = problems_of(told, about_other, expected)
    if problems:
        raise RuleBroken(" ".join(each.text for each in problems))
    return both_ways(own, _with_fields(told, about_other))


def _with_fields(message: Message, sheet: FactSheet) -> Message:
    return Message(as_template(message.subject, sheet), as_template(message.text, sheet))


def _model_of(task: _Task, written: WrittenDraft | None) -> tuple[str, str]:
    """Name and hash of the model that took part; none if it was not even asked."""
    if task.model is None or (written is not None and not written.attempts):
        return "", ""
    return task.model.card.name, task.model.card.sha256


def _of_variant(hear: Hear, variant: int) -> Callable[[str], None]:
    return lambda text: hear(variant, text)
