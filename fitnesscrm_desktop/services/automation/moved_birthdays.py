"""A date of birth that was corrected: the greeting on the right day is due, unless one has left already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MessageState, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.clients.ranges import portions

_LEFT = (MessageState.SENDING, MessageState.SENT, MessageState.FAILED)


def with_moved_birthdays(session: Session, rule: Rule, found: Sequence[Found]) -> list[Found]:
    """*found*, in which birthdays have a name of their own that the rule has found on a wrong day this year.

    What was written for the wrong day is not sent any more. Nobody is greeted twice in a year: where
    something has left, or may yet be tried again, the birthday keeps its name and so is known already.
    """
    if rule.trigger is not Trigger.BIRTHDAY or rule.action is RuleAction.TASK:
        return list(found)
    left = exists().where(Message.match_id == RuleMatch.id, Message.state.in_(_LEFT))
    days: dict[tuple[int, str], date] = {}
    for some in portions({each.client_id for each in found}):
        query = select(RuleMatch.client_id, RuleMatch.occurrence, RuleMatch.on_day).where(
            RuleMatch.rule_id == rule.id, RuleMatch.client_id.in_(some), ~left
        )
        days |= {(client_id, key): on_day for client_id, key, on_day in session.execute(query)}
    return [
        replace(each, key=f"{each.key}:{each.day}")
        if days.get((each.client_id, each.key), each.day) != each.day
        else each
        for each in found
    ]
