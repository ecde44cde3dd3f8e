"""What a clock that was ahead has found on days that are still to come is not used up by it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, select

from fitnesscrm_desktop.models.automation import Rule, RuleMatch, StaffTask
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MatchState, MessageState
from fitnesscrm_desktop.services.automation.by_day import BY_DAY
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.messaging.sent_before import EARLY
from fitnesscrm_desktop.services.messaging.timeliness import APART

_WAITING = (MessageState.DRAFT, MessageState.APPROVED, MessageState.SENDING)
_LONGEST = 80


def let_find_again(work: Work, rule: Rule, today: date) -> int:
    """Let *rule* find on its day what it has found too early and has acted on; how many there are.

    What was sent cannot be called back, and keeps what was found under another name. What still waits, for a
    yes or for its day, is not found twice.
    """
    if rule.trigger not in BY_DAY:
        return 0
    early = _acted_on_too_early(work, rule, today)
    for match in early:
        match.occurrence = f"{EARLY}:{match.id}:{match.occurrence}"[:_LONGEST]
    return len(early)


def _acted_on_too_early(work: Work, rule: Rule, today: date) -> list[RuleMatch]:
    waits = exists().where(Message.match_id == RuleMatch.id, Message.state.in_(_WAITING))
    is_to_do = exists().where(StaffTask.match_id == RuleMatch.id, StaffTask.done_at.is_(None))
    query = select(RuleMatch).where(
        RuleMatch.rule_id == rule.id,
        RuleMatch.on_day > today,
        RuleMatch.at > work.now + APART,
        RuleMatch.state != MatchState.TOO_LATE,
        RuleMatch.occurrence.not_like(f"{EARLY}:%"),
        ~waits,
        ~is_to_do,
    )
    return list(work.session.scalars(query))
