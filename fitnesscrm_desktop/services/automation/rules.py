"""What makes a rule a sensible one: pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT
from fitnesscrm_desktop.models.values import Audience, Channel, ClientStage, ConsentKind, RuleAction
from fitnesscrm_desktop.services.automation.conditions import (
    ORDERED,
    Comparison,
    Field,
    Op,
    comparisons_in,
    has_empty_choice,
    measure,
)
from fitnesscrm_desktop.services.automation.occasions import HAVE_DAYS, NEEDS_DAYS
from fitnesscrm_desktop.services.automation.results import RuleDraft
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line

MOST_DAYS = 3660

CHANNELS = {
    RuleAction.EMAIL: Channel.EMAIL,
    RuleAction.SMS: Channel.SMS,
    RuleAction.LETTER: Channel.LETTER,
    RuleAction.COPY: Channel.COPY,
}
"""How an action reaches somebody; a task reaches nobody outside."""

_HOW_MANY = (
    "Say how many: this rule waits for a number of visits or years, or of days that something is overdue."
)
_STAFF_ACTIONS = frozenset({RuleAction.EMAIL, RuleAction.SMS, RuleAction.COPY})
_IDS = frozenset({Field.PLAN, Field.TAG, Field.TRAINER})


def checked_rule(draft: RuleDraft) -> RuleDraft:
    """The rule without what does not belong to its kind. Raises ``RuleBroken`` with the fields concerned."""
    complaints = {field: text for field, text in _complaints(draft) if text}
    if complaints:
        raise RuleBroken(next(iter(complaints.values())), fields=complaints)
    name = one_line(draft.name, NAME_LENGTH)
    task = draft.action is RuleAction.TASK
    audience = draft.audience
    if task and audience is not Audience.TRAINER:
        audience = Audience.STAFF
    return replace(
        draft,
        name=name,
        days=draft.days if draft.trigger in HAVE_DAYS else 0,
        audience=audience,
        audience_role=draft.audience_role if task or draft.audience is Audience.STAFF else None,
        template_id=None if task else draft.template_id,
        task_text=one_line(draft.task_text, SHORT_TEXT) if task else "",
        by_itself=task or draft.by_itself,
        ignores_cap=not task and draft.ignores_cap,
    )


def speaks_to_others(before: RuleDraft, now: RuleDraft) -> bool:
    """Whether what was approved by the rule as it was *before* needs another yes *now*."""
    whom = [
        (each.trigger, each.days, each.conditions, each.audience, each.audience_role, each.action)
        for each in (before, now)
    ]
    return whom[0] != whom[1] or (before.by_itself and not now.by_itself)


def _complaints(draft: RuleDraft) -> Iterator[tuple[str, str]]:
    if not draft.name.strip():
        yield "name", "A rule needs a name."
    if not 0 <= draft.days <= MOST_DAYS:
        yield "days", f"The number has to lie between 0 and {MOST_DAYS}."
    elif draft.trigger in NEEDS_DAYS and not draft.days:
        yield "days", _HOW_MANY
    if draft.action is RuleAction.TASK:
        if not draft.task_text.strip():
            yield "task_text", "Say what is to be done."
    elif draft.template_id is None:
        yield "template_id", "Choose the words that are sent."
    yield from _audience_complaints(draft)
    if has_empty_choice(draft.conditions):
        yield "conditions", "A group of which one part has to hold needs at least one part."
    for test in comparisons_in(draft.conditions):
        yield "conditions", condition_complaint(test)


def _audience_complaints(draft: RuleDraft) -> Iterator[tuple[str, str]]:
    if draft.action is RuleAction.TASK:
        return
    if draft.audience is Audience.STAFF and draft.audience_role is None:
        yield "audience_role", "Say which of the staff are told."
    if draft.audience in {Audience.STAFF, Audience.TRAINER} and draft.action not in _STAFF_ACTIONS:
        yield "action", "Letters go to clients only."


def condition_complaint(test: Comparison) -> str:
    """What is wrong with one comparison; empty if nothing is."""
    if test.field is Field.CUSTOM and test.custom is None:
        return "Say which of your own fields is meant."
    if test.op in {Op.AT_LEAST, Op.AT_MOST}:
        if test.field not in ORDERED:
            return "Only numbers and days can be more or less."
        if measure(test.value) is None:
            return f"“{test.value}” is not a number or a day."
        return ""
    return _value_complaint(test)


def _value_complaint(test: Comparison) -> str:
    words = {Field.STAGE: ClientStage, Field.CONSENT: ConsentKind}.get(test.field)
    if words is not None and test.value not in {each.value for each in words}:
        return f"“{test.value}” is not one of: {', '.join(each.value for each in words)}."
    if test.field in _IDS and not (test.value.isascii() and test.value.isdigit()):
        return f"“{test.value}” is not an id."
    return ""
