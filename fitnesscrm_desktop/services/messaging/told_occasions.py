"""What a rule has told its template of an occasion, read again from how the occasion is named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.membership import MembershipFact, MembershipHold
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.messaging.results import Occasion


@dataclass(frozen=True, slots=True)
class Told:
    """A message of a rule, and what the rule has found."""

    message: Message
    match: RuleMatch
    rule: Rule

    @property
    def kind(self) -> str:
        """What the occasion is named by: ``visit``, ``membership``, ``year`` ..."""
        return self.match.occurrence.partition(":")[0]

    @property
    def parts(self) -> tuple[str, ...]:
        """What stands behind that: ``4711``, or ``12`` and ``2026-12-31``."""
        return tuple(self.match.occurrence.split(":")[1:])

    @property
    def number(self) -> int:
        """The row it is named by, the year, or how many; 0: none."""
        return int(self.parts[0]) if self.parts and self.parts[0].isdecimal() else 0

    @property
    def day(self) -> date | None:
        """The day it is named by; None: none."""
        for part in self.parts:
            try:
                return date.fromisoformat(part)
            except ValueError:
                continue
        return None


def told(session: Session, messages: Iterable[Message]) -> list[Told]:
    """Those of *messages* that a rule has written with the words of a template, each with its occasion."""
    theirs = [each for each in messages if each.match_id is not None and each.template_id is not None]
    if not theirs:
        return []
    query = (
        select(RuleMatch, Rule)
        .join(Rule, Rule.id == RuleMatch.rule_id)
        .where(RuleMatch.id.in_({each.match_id for each in theirs if each.match_id is not None}))
    )
    found = {match.id: (match, rule) for match, rule in session.execute(query)}
    return [Told(each, *found[each.match_id or 0]) for each in theirs if each.match_id in found]


def occasions(session: Session, some: Collection[Told]) -> dict[int, Occasion]:
    """Message -> its occasion, about the client the message is about by now: two records may be one since."""
    memberships = memberships_named(session, ((each.kind, each.number) for each in some if each.number))
    about = _days_of_facts(session, some)
    born = _born(session, some)
    found: dict[int, Occasion] = {}
    for each in some:
        message = each.message
        day = about.get(each.number, each.match.on_day) if each.kind == "fact" else each.match.on_day
        if each.kind in _NAMED_BY_DAY:
            day = each.day or day
        found[message.id] = Occasion(
            client_id=message.client_id or each.match.client_id,
            day=day,
            trigger=each.rule.trigger,
            n=_n(each, day, born),
            membership_id=memberships.get((each.kind, each.number)),
        )
    return found


_NAMED_BY_DAY = frozenset({"membership", "ended", "due", "quiet"})


def _n(each: Told, day: date, born: Mapping[int, date | None]) -> int:
    """Days, visits or years, as the rule has counted them when it found it."""
    on_day = each.match.on_day
    if each.kind in {"visits", "years"}:
        return each.number
    if each.kind == "year":
        birth = born.get(each.message.client_id or 0)
        return on_day.year - birth.year if birth else 0
    if each.rule.trigger is Trigger.OVERDUE:
        return min(each.rule.days, (on_day - day).days)  # the rule may wait longer by now
    return abs((day - on_day).days) if each.kind in _NAMED_BY_DAY else 0


def memberships_named(session: Session, names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """What an occasion is named by, kind and row -> the membership it is about."""
    numbers: dict[str, set[int]] = {}
    for kind, number in names:
        numbers.setdefault(kind, set()).add(number)
    found = {(kind, number): number for kind in ("membership", "ended") for number in numbers.get(kind, ())}
    for kind, table in (("hold", MembershipHold), ("fact", MembershipFact), ("visit", Visit)):
        for some in portions(numbers.get(kind, ())):
            query = select(table.id, table.membership_id).where(table.id.in_(some))
            rows = session.execute(query)
            found |= {(kind, row_id): about for row_id, about in rows if about is not None}
    return found


def _days_of_facts(session: Session, some: Iterable[Told]) -> dict[int, date]:
    """The days on which sales and freezes take effect."""
    facts = {each.number for each in some if each.kind == "fact"}
    if not facts:
        return {}
    query = select(MembershipFact.id, MembershipFact.on_day).where(MembershipFact.id.in_(facts))
    return dict(iter(session.execute(query)))


def _born(session: Session, some: Iterable[Told]) -> dict[int, date | None]:
    ids = {each.message.client_id for each in some if each.kind == "year" and each.message.client_id}
    if not ids:
        return {}
    return dict(iter(session.execute(select(Client.id, Client.born).where(Client.id.in_(ids)))))
