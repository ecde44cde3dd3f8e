"""Reads what is typed about a rule, and says what would be dropped without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fitnesscrm_desktop.cli.runtime import Desk, bad_usage
from fitnesscrm_desktop.models.values import Audience, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Condition, Every, Field, Op, read
from fitnesscrm_desktop.services.automation.occasions import HAVE_DAYS
from fitnesscrm_desktop.services.automation.results import RuleDraft
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken

_WORDS_OF_A_TEST = 3


@dataclass(frozen=True, slots=True)
class TypedRule:
    """The options of ``rules add`` and ``rules edit``; None was not typed."""

    name: str | None
    when: Trigger | None
    days: int | None
    do: RuleAction | None
    template: str | None
    task: str | None
    to: Audience | None
    role: Role | None
    only_if: list[str] | None
    conditions: str | None
    by_itself: bool | None
    over_cap: bool | None

    def put_on(self, desk: Desk, before: RuleDraft) -> RuleDraft:
        """*before* with what was typed. Ends with exit 2 if an option means nothing for such a rule."""
        draft = replace(
            before,
            name=before.name if self.name is None else self.name,
            trigger=self.when or before.trigger,
            days=before.days if self.days is None else self.days,
            audience=self.to or before.audience,
            audience_role=self.role or before.audience_role,
            action=self.do or before.action,
            task_text=before.task_text if self.task is None else self.task,
            by_itself=before.by_itself if self.by_itself is None else self.by_itself,
            ignores_cap=before.ignores_cap if self.over_cap is None else self.over_cap,
        )
        for complaint in self._without_meaning(draft):
            bad_usage(f"{complaint} Nothing was stored.")
        if draft.trigger not in HAVE_DAYS:
            draft = replace(draft, days=0)
        if self.template:
            draft = replace(draft, template_id=_template(desk, self.template))
        if self.only_if is not None or self.conditions is not None:
            draft = replace(draft, conditions=self._conditions())
        return draft

    def _without_meaning(self, draft: RuleDraft) -> Iterator[str]:
        task = draft.action is RuleAction.TASK
        if self.days and draft.trigger not in HAVE_DAYS:
            having = ", ".join(each.value for each in Trigger if each in HAVE_DAYS)
            yield f"--days says nothing about {draft.trigger.value}. These have a number: {having}."
        if self.template and task:
            yield "--template says nothing about a task: its words are given with --task."
        if self.task and not task:
            yield "--task is for --do task."
        if task and (self.by_itself is False or self.over_cap is not None):
            yield "A task is given at once, and no weekly cap counts it."
        if self.role and not task and draft.audience is not Audience.STAFF:
            yield "--role is for --to staff, and for tasks."
        if self.only_if is not None and self.conditions is not None:
            yield "Give conditions with --if or with --conditions, not both."

    def _conditions(self) -> Condition:
        if self.conditions is not None:
            return read(self.conditions)
        return Every(tuple(_test(text) for text in self.only_if or ()))


def _test(text: str) -> Comparison:
    words = text.split(maxsplit=_WORDS_OF_A_TEST - 1)
    if len(words) != _WORDS_OF_A_TEST:
        raise RuleBroken(f"“{text}” is not a condition like “age at_least 60”. Nothing was stored.")
    field, _, custom = words[0].partition(":")
    try:
        number = int(custom) if custom else None
        return Comparison(Field(field), Op(words[1]), words[2], number)
    except ValueError:
        known = ", ".join(each.value for each in Field)
        ops = ", ".join(each.value for each in Op)
        message = f"“{text}” is not a condition. A condition asks about {known}, and says {ops}."
        raise RuleBroken(f"{message} Nothing was stored.") from None


def _template(desk: Desk, typed: str) -> int:
    for row in desk.services.templates.list(desk.actor):
        if typed in {str(row.id), row.key} or typed.casefold() == row.name.casefold():
            return row.id
    raise NotFound(f"There is no template “{typed}”. “templates list” shows them. Nothing was stored.")
