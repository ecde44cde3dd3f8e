"""A date of birth that was corrected: the greeting on the right day is due, unless one has left already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import RuleAction, Trigger
from fitnesscrm_desktop.services.automation.occasions import LEFT, Found
from fitnesscrm_desktop.services.clients.ranges import portions


def with_moved_birthdays(session: Session, rule: Rule, found: Sequence[Found]) -> list[Found]:
    """*found*, in which birthdays have a name of their own that the rule has found on a wrong day this year.

    What was written for the wrong day is not sent any more. Nobody is greeted twice in a year: where
    something has left, or may yet be tried again, the birthday has the name of that, and so is known already.
    """
    if rule.trigger is not Trigger.BIRTHDAY or rule.action is RuleAction.TASK:
        return list(found)
    clients = {each.client_id for each in found}
    left = _greeted(session, rule.id, clients)
    days: dict[tuple[int, str], date] = {}
    for some in portions(clients):
        query = select(RuleMatch.client_id, RuleMatch.occurrence, RuleMatch.on_day).where(
            RuleMatch.rule_id == rule.id, RuleMatch.client_id.in_(some)
        )
        days |= {(client_id, key): on_day for client_id, key, on_day in session.execute(query)}
    return [replace(each, key=_name(each, left, days)) for each in found]


def greeted_besides(session: Session, messages: Sequence[Message]) -> set[int]:
    """Those of *messages* to whose readers another greeting of the same rule has left in the same year."""
    matches = {each.match_id: each.id for each in messages if each.match_id is not None}
    found: dict[int, list[RuleMatch]] = defaultdict(list)
    for some in portions(matches):
        query = (
            select(RuleMatch)
            .join(Rule, Rule.id == RuleMatch.rule_id)
            .where(RuleMatch.id.in_(some), Rule.trigger == Trigger.BIRTHDAY)
        )
        for match in session.scalars(query):
            found[match.rule_id].append(match)
    besides: set[int] = set()
    for rule_id, some_matches in found.items():
        left = _greeted(session, rule_id, {each.client_id for each in some_matches})
        besides |= {
            matches[each.id]
            for each in some_matches
            if left.get((each.client_id, _year(each.occurrence)), each.occurrence) != each.occurrence
        }
    return besides


def _name(found: Found, left: dict[tuple[int, str], str], days: dict[tuple[int, str], date]) -> str:
    key = (found.client_id, year := _year(found.key))
    if key in left:
        return left[key]
    return year if days.get(key, found.day) == found.day else f"{year}:{found.day}"


def _greeted(session: Session, rule_id: int, client_ids: Collection[int]) -> dict[tuple[int, str], str]:
    """Client and year -> the name under which a greeting of the rule has left."""
    left = exists().where(Message.match_id == RuleMatch.id, Message.state.in_(LEFT))
    found: dict[tuple[int, str], str] = {}
    for some in portions(client_ids):
        query = select(RuleMatch.client_id, RuleMatch.occurrence).where(
            RuleMatch.rule_id == rule_id, RuleMatch.client_id.in_(some), left
        )
        found |= {(client_id, _year(key)): key for client_id, key in session.execute(query)}
    return found


def _year(occurrence: str) -> str:
    """The name of a birthday without the day it may have been moved to: ``year:2026``."""
    return ":".join(occurrence.split(":")[:2])
