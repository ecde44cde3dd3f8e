"""Rules as they are stored, and as others see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.message import Message, MessageTemplate
from fitnesscrm_desktop.models.values import MessageState
from fitnesscrm_desktop.services.automation import conditions
from fitnesscrm_desktop.services.automation.naming import names_in
from fitnesscrm_desktop.services.automation.results import RuleCounts, RuleDraft, RuleRow
from fitnesscrm_desktop.services.core.errors import Conflict, NotFound

_WAITING = (MessageState.DRAFT, MessageState.APPROVED, MessageState.SENDING)


def found_rule(session: Session, rule_id: int, *, lock: bool = False) -> Rule:
    """The rule, locked if asked. Raises ``NotFound``."""
    rule = session.get(Rule, rule_id, with_for_update=lock or None, populate_existing=lock)
    if rule is None:
        raise NotFound(f"There is no rule with the id {rule_id}. Nothing was changed.")
    return rule


def rule_rows(session: Session, rules: Sequence[Rule]) -> list[RuleRow]:
    """The rules with what came of them, in a few statements."""
    drafts = {rule.id: draft_of(rule) for rule in rules}
    names = names_in(session, (draft.conditions for draft in drafts.values()))
    counts = _counts(session, drafts)
    used = {draft.template_id for draft in drafts.values()} - {None}
    named = select(MessageTemplate.id, MessageTemplate.name).where(MessageTemplate.id.in_(used))
    templates: dict[int, str] = dict(iter(session.execute(named)))
    return [
        RuleRow(
            id=rule.id,
            draft=drafts[rule.id],
            template_name=templates.get(rule.template_id or 0, ""),
            enabled_on=rule.enabled_on,
            archived=rule.archived_at is not None,
            version=rule.version,
            counts=counts[rule.id],
            names=names,
        )
        for rule in rules
    ]


def _counts(session: Session, rule_ids: Iterable[int]) -> dict[int, RuleCounts]:
    ids = list(rule_ids)
    matched = _by_rule(session, RuleMatch, RuleMatch.rule_id.in_(ids))
    waiting = _by_rule(session, Message, Message.rule_id.in_(ids), Message.state.in_(_WAITING))
    sent = _by_rule(session, Message, Message.rule_id.in_(ids), Message.state == MessageState.SENT)
    return {each: RuleCounts(matched.get(each, 0), waiting.get(each, 0), sent.get(each, 0)) for each in ids}


def _by_rule(session: Session, table: Any, *where: Any) -> dict[int, int]:
    query = select(table.rule_id, func.count()).where(*where).group_by(table.rule_id)
    return {rule_id: int(count) for rule_id, count in session.execute(query)}


def draft_of(rule: Rule) -> RuleDraft:
    """A stored rule as an editor shows it."""
    parts = {field.name: getattr(rule, field.name) for field in fields(RuleDraft)}
    return RuleDraft(**{**parts, "conditions": conditions.read(rule.conditions)})


def put(rule: Rule, draft: RuleDraft) -> None:
    """Write *draft* into the row."""
    for field in fields(RuleDraft):
        value = getattr(draft, field.name)
        setattr(rule, field.name, conditions.written(value) if field.name == "conditions" else value)


def conflict(theirs: RuleDraft, mine: RuleDraft) -> Conflict:
    """Somebody else was faster; what differs, field by field."""
    names = [
        each.name for each in fields(RuleDraft) if getattr(mine, each.name) != getattr(theirs, each.name)
    ]
    text = f"Somebody else has changed the rule “{theirs.name}” in the meantime."
    return Conflict(
        f"{text} Your change was not stored yet.",
        mine={name: getattr(mine, name) for name in names},
        theirs={name: getattr(theirs, name) for name in names},
    )
