"""Whether the conditions of a rule still hold for those it has written about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.services.automation import conditions
from fitnesscrm_desktop.services.automation.client_facts import meeting
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.messaging.told_occasions import memberships_named


def unmet(session: Session, messages: Sequence[Message], today: date) -> set[int]:
    """Those of *messages* of rules whose client does not meet the rule's conditions, as they are today."""
    by_match: dict[int, list[Message]] = defaultdict(list)
    for each in messages:
        if each.match_id is not None and each.client_id is not None:
            by_match[each.match_id].append(each)
    found: dict[str, dict[int, tuple[date, str]]] = defaultdict(dict)
    for some in portions(by_match):
        query = (
            select(RuleMatch.id, Rule.conditions, RuleMatch.on_day, RuleMatch.occurrence)
            .join(Rule, Rule.id == RuleMatch.rule_id)
            .where(RuleMatch.id.in_(some), Rule.conditions != "")
        )
        for match_id, condition, on_day, occurrence in session.execute(query):
            found[condition][match_id] = (on_day, occurrence)
    failing: set[int] = set()
    for condition, matches in found.items():
        about = _memberships(session, {match_id: key for match_id, (_, key) in matches.items()})
        occasions = {
            each.id: Found(
                each.client_id or 0, matches[match_id][1], day, day, membership_id=about.get(match_id)
            )
            for match_id, (day, _) in matches.items()
            for each in by_match[match_id]
        }
        met = set(meeting(session, conditions.read(condition), occasions.values(), today))
        failing |= {message_id for message_id, occasion in occasions.items() if occasion not in met}
    return failing


def _memberships(session: Session, occurrences: Mapping[int, str]) -> dict[int, int]:
    """Which membership each occasion is about, by the row that names it."""
    names: dict[int, tuple[str, int]] = {}
    for match_id, occurrence in occurrences.items():
        kind, _, rest = occurrence.partition(":")
        number = rest.partition(":")[0]
        if number.isdecimal():
            names[match_id] = (kind, int(number))
    about = memberships_named(session, names.values())
    return {match_id: about[name] for match_id, name in names.items() if name in about}
