"""A rule as a sentence, for the command line; the window has its own in its own language."""

from __future__ import annotations

from collections.abc import Mapping

from fitnesscrm_desktop.models.values import Audience, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Condition, Every, Field, Op
from fitnesscrm_desktop.services.automation.results import RuleRow

_WHEN = {
    Trigger.CLIENT_CREATED: "When a client is added",
    Trigger.VISIT: "When a client comes in",
    Trigger.PAYMENT: "When a payment is taken",
    Trigger.REFUND: "When a payment is given back",
    Trigger.MEMBERSHIP_SOLD: "When a membership is sold",
    Trigger.MEMBERSHIP_ENDING: "When a membership ends in {days}",
    Trigger.MEMBERSHIP_ENDED: "When a membership ended {days} ago",
    Trigger.MEMBERSHIP_FROZEN: "When a membership is frozen",
    Trigger.MEMBERSHIP_RETURNED: "When a freeze is over",
    Trigger.DUE_SOON: "When something is due in {days}",
    Trigger.OVERDUE: "When something has been overdue for {days}",
    Trigger.BIRTHDAY: "On a client's birthday",
    Trigger.INACTIVITY: "When a client stays away longer than usual",
    Trigger.VISITS_REACHED: "On a client's visit number {n}",
    Trigger.ANNIVERSARY: "When a client has been a member for {years}",
    Trigger.GOAL_REACHED: "When a client reaches a goal",
}
_TODAY = {
    Trigger.MEMBERSHIP_ENDING: "On the last day of a membership",
    Trigger.MEMBERSHIP_ENDED: "When a membership has ended",
    Trigger.DUE_SOON: "When something is due today",
}
_LONGER = " by {days}"
_DO = {
    RuleAction.EMAIL: "e-mail",
    RuleAction.SMS: "text",
    RuleAction.LETTER: "write a letter to",
    RuleAction.COPY: "prepare a message to",
    RuleAction.TASK: "give a task to",
}
_WHOM = {
    Audience.CLIENT: "the client",
    Audience.PAYER: "who pays for the client",
    Audience.TRAINER: "the client's trainer",
}
_ROLES = {
    Role.OWNER: "the owners",
    Role.MANAGER: "the managers",
    Role.FRONT_DESK: "the front desk",
    Role.TRAINER: "the trainers",
}
_FIELDS = {
    Field.STAGE: "stage",
    Field.PLAN: "plan",
    Field.TAG: "tag",
    Field.AGE: "age",
    Field.TRAINER: "trainer",
    Field.LANGUAGE: "language",
    Field.CONSENT: "consent",
    Field.BALANCE: "balance",
}
_OPS = {Op.IS: "is", Op.IS_NOT: "is not", Op.AT_LEAST: "is at least", Op.AT_MOST: "is at most"}


def sentence(row: RuleRow) -> str:
    """Such as: When a membership ends in 7 days, e-mail the client “See you”, if plan is Gold."""
    draft = row.draft
    when = _WHEN[draft.trigger] if draft.days else _TODAY.get(draft.trigger, _WHEN[draft.trigger])
    when += _LONGER if draft.trigger is Trigger.INACTIVITY and draft.days else ""
    when = when.format(days=_many(draft.days, "day"), years=_many(draft.days, "year"), n=draft.days)
    do = f"{_DO[draft.action]} {_whom(draft.audience, draft.audience_role)}"
    if draft.action is RuleAction.TASK:
        do = f"{do}: {draft.task_text}"
    elif row.template_name:
        do = f"{do} “{row.template_name}”"
    condition = _said(draft.conditions, row.names)
    return f"{when}, {do}{f', if {condition}' if condition else ''}."


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _whom(audience: Audience, role: Role | None) -> str:
    if audience is Audience.STAFF:
        return _ROLES[role] if role else "the staff"
    return _WHOM[audience]


def _said(condition: Condition, names: Mapping[str, str]) -> str:
    if isinstance(condition, Comparison):
        return _compared(condition, names)
    word = " and " if isinstance(condition, Every) else " or "
    parts = [_said(part, names) for part in condition.parts]
    return word.join(f"({part})" if " and " in part or " or " in part else part for part in parts)


def _compared(test: Comparison, names: Mapping[str, str]) -> str:
    if test.field is Field.CUSTOM:
        field, value = names.get(f"custom:{test.custom}", f"field {test.custom}"), test.value
    else:
        field, value = _FIELDS[test.field], names.get(f"{test.field.value}:{test.value}", test.value)
    return f"{field} {_OPS[test.op]} {value}"
