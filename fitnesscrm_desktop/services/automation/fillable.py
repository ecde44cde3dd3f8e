"""Whether a rule can ever fill in its words: a reminder of a debt says nothing to who was added just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.message import MessageTemplate
from fitnesscrm_desktop.models.values import Channel, Trigger
from fitnesscrm_desktop.services.automation.occasions import HAVE_DAYS
from fitnesscrm_desktop.services.automation.results import RuleDraft
from fitnesscrm_desktop.services.automation.rules import CHANNELS
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.fields import EXAMPLE, FIELD_NAMES, Facts
from fitnesscrm_desktop.services.messaging.rendering import Renderer
from fitnesscrm_desktop.services.messaging.stored_templates import stored_parts
from fitnesscrm_desktop.services.settings.profile import studio_profile

_NOT_YET = "nobody has that yet when a client is added"
_NO_NUMBER = "this rule waits for no number"
_OF_A_MEMBER = ("membership.", "account.", "visit.last_on", "visit.days_since")
MEANT_FOR = {
    "welcome": frozenset({Trigger.CLIENT_CREATED, Trigger.MEMBERSHIP_SOLD}),
    "membership_sold": frozenset({Trigger.MEMBERSHIP_SOLD}),
    "membership_ending": frozenset({Trigger.MEMBERSHIP_ENDING}),
    "membership_ended": frozenset({Trigger.MEMBERSHIP_ENDED}),
    "membership_frozen": frozenset({Trigger.MEMBERSHIP_FROZEN}),
    "membership_returned": frozenset({Trigger.MEMBERSHIP_RETURNED}),
    "payment_received": frozenset({Trigger.PAYMENT}),
    "refund": frozenset({Trigger.REFUND}),
    "due_soon": frozenset({Trigger.DUE_SOON}),
    "overdue_friendly": frozenset({Trigger.OVERDUE}),
    "overdue_firm": frozenset({Trigger.OVERDUE}),
    "overdue_final": frozenset({Trigger.OVERDUE}),
    "birthday": frozenset({Trigger.BIRTHDAY}),
    "inactivity": frozenset({Trigger.INACTIVITY}),
    "visits_reached": frozenset({Trigger.VISITS_REACHED}),
    "anniversary": frozenset({Trigger.ANNIVERSARY}),
    "goal_reached": frozenset({Trigger.GOAL_REACHED}),
    "staff_quiet_client": frozenset({Trigger.INACTIVITY}),
}
"""What the templates that ship are written for; a studio's own may be for anything."""
_NUMBERED = HAVE_DAYS | {Trigger.BIRTHDAY}


def empty_fields(trigger: Trigger) -> Mapping[str, str]:
    """The fields there is nothing for when *trigger* finds somebody, and why."""
    empty = {}
    if trigger is Trigger.CLIENT_CREATED:
        empty = {name: _NOT_YET for name in FIELD_NAMES if name.startswith(_OF_A_MEMBER)}
    return empty if trigger in _NUMBERED else {**empty, "occasion.n": _NO_NUMBER}


def doubts_about(session: Session, draft: RuleDraft) -> tuple[str, ...]:
    """Why the words of *draft* would make no sense, in sentences; what is only asked about is no need."""
    template = session.get(MessageTemplate, draft.template_id or 0)
    empty = empty_fields(draft.trigger)
    if template is None or draft.action not in CHANNELS:
        return ()
    return _unfilled(session, draft, template, empty) or _meant_for_another(template, draft.trigger)


def _meant_for_another(template: MessageTemplate, trigger: Trigger) -> tuple[str, ...]:
    """Every field may be filled and the words still be wrong: a greeting does not remind of a debt."""
    meant = MEANT_FOR.get(template.key or "", frozenset({trigger}))
    if trigger in meant:
        return ()
    return (
        f"“{template.name}” is written for another occasion than this rule waits for: read it before use.",
    )


def _unfilled(
    session: Session, draft: RuleDraft, template: MessageTemplate, empty: Mapping[str, str]
) -> tuple[str, ...]:
    if not empty:
        return ()
    renderer, facts = Renderer(studio_profile(session)), _without(empty)
    missing: dict[str, None] = {}
    for part in stored_parts(session, template.id):
        try:
            missing.update(dict.fromkeys(renderer.render(part, facts, _channel(draft)).missing))
        except RuleBroken:  # words that cannot be used at all are told where they are written
            continue
    by_reason: dict[str, list[str]] = {}
    for name in missing:
        if name in empty:
            by_reason.setdefault(empty[name], []).append(name)
    return tuple(
        f"“{template.name}” names {', '.join(names)}: {reason}, so it would make no sense."
        for reason, names in by_reason.items()
    )


def _channel(draft: RuleDraft) -> Channel:
    return CHANNELS[draft.action]


def _without(empty: Mapping[str, str]) -> Facts:
    """Somebody who has everything but these."""
    groups: dict[str, dict[str, Any]] = {}
    for name in empty:
        group, _, field = name.partition(".")
        groups.setdefault(group, {})[field] = None
    changed: dict[str, Any] = {
        group: replace(getattr(EXAMPLE, group), **gone) for group, gone in groups.items()
    }
    return replace(EXAMPLE, **changed)
