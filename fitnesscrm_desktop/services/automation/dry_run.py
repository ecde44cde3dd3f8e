"""What rules would have done in the last days and will do in the next ones; nothing is stored, nothing sent.

Judged by what is known today: a membership that was renewed meanwhile shows no reminder of its old end. What
goes by the calendar can be looked up for days to come; what waits for a visit or a payment cannot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.values import Audience, MatchState, RecipientKind
from fitnesscrm_desktop.services.automation import conditions
from fitnesscrm_desktop.services.automation.by_day import BY_DAY
from fitnesscrm_desktop.services.automation.by_row import BY_ROW, NewRows, first_row_since
from fitnesscrm_desktop.services.automation.client_facts import meeting
from fitnesscrm_desktop.services.automation.marks import find_between
from fitnesscrm_desktop.services.automation.matching import occasion_of, order_of, unmatched
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.automation.results import DryEntry, DryRun
from fitnesscrm_desktop.services.automation.rules import CHANNELS
from fitnesscrm_desktop.services.automation.weekly_cap import WEEK, WeeklyCap, weekly_cap
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.results import Composed, NotComposed, SkipReason
from fitnesscrm_desktop.services.settings.profile import StudioProfile

MOST_ENTRIES = 5000
_CAPPED = (Audience.CLIENT, Audience.PAYER)


def dry_run(
    session: Session, profile: StudioProfile, rules: Sequence[Rule], now: datetime, *, back: int, ahead: int
) -> DryRun:
    """What *rules*, switched on or not, would have done in *back* days and will do in *ahead* days."""
    today = profile.day_of(now)
    first, last = today - timedelta(days=back), today + timedelta(days=ahead)
    composer = Composer(session, profile, now)
    entries: list[DryEntry] = []
    for rule in rules:
        found = sorted(
            meeting(
                session,
                conditions.read(rule.conditions),
                _found(session, profile, rule, first, last),
                today,
            ),
            key=lambda each: (each.day, each.client_id, each.key),
        )
        room = MOST_ENTRIES - len(entries)
        entries += _entries(session, composer, rule, found[:room])
        if len(found) > room:
            break
    capped = frozenset(rule.id for rule in rules if not rule.ignores_cap and rule.audience in _CAPPED)
    got = WeeklyCap(session, now, ignored=False)
    got.count({each.recipient_id for each in entries if each.recipient_id is not None})
    simulated = _Cap(weekly_cap(session), capped, today, got)
    ordered = sorted(entries, key=lambda each: (each.day, each.rule_id, each.client_name, each.client_id))
    kept = tuple(simulated.judged(each) for each in ordered)
    return DryRun(first, today, last, kept, cut=len(entries) >= MOST_ENTRIES)


class _Cap:
    """What the weekly cap would hold back, entry by entry in the order of days.

    From today on, what clients have really got counts; before, what the rules would have sent them.
    """

    def __init__(self, cap: int, capped: frozenset[int], today: date, got: WeeklyCap) -> None:
        self._cap, self._capped, self._today, self._got = cap, capped, today, got
        self._days: dict[int, list[date]] = defaultdict(list)

    def judged(self, entry: DryEntry) -> DryEntry:
        """The entry, skipped if its reader has had enough."""
        reader = entry.recipient_id
        if entry.state is not MatchState.QUEUED or reader is None or entry.done:
            return entry
        ahead = entry.day >= self._today
        since = max(entry.day - WEEK, self._today - timedelta(days=1)) if ahead else entry.day - WEEK
        real = self._got.got(reader) if ahead and entry.day < self._today + WEEK else 0
        has_got = real + sum(day > since for day in self._days[reader])
        if self._cap and entry.rule_id in self._capped and has_got >= self._cap:
            return replace(entry, state=MatchState.SKIPPED, reason=SkipReason.WEEKLY_CAP.value)
        self._days[reader].append(entry.day)
        return entry


def _found(session: Session, profile: StudioProfile, rule: Rule, first: date, last: date) -> list[Found]:
    if rule.trigger in BY_DAY:
        return find_between(session, rule, first, last)
    since = first_row_since(session, rule.trigger, start_of_day(first, profile.zone))
    if since is None:
        return []
    found = BY_ROW[rule.trigger](NewRows(session, profile, since - 1, rule.days))
    return [each for each in found if first <= each.day <= last]


def _entries(session: Session, composer: Composer, rule: Rule, found: Sequence[Found]) -> Iterator[DryEntry]:
    names = _names(session, {each.client_id for each in found})
    new = set(unmatched(session, rule.id, found))
    order = order_of(rule)
    for some in portions(found):
        outcomes: Sequence[Sequence[Composed | NotComposed]] = [()] * len(some)
        if order is not None:
            composed = composer.compose([occasion_of(rule, each) for each in some], order)
            outcomes = [many for _, many in composed]
        for each, many in zip(some, outcomes, strict=True):
            for entry in _of_one(rule, each, names[each.client_id], many):
                yield replace(entry, done=each not in new)


def _of_one(
    rule: Rule, found: Found, name: str, outcomes: Sequence[Composed | NotComposed]
) -> Iterator[DryEntry]:
    channel = CHANNELS.get(rule.action)
    if channel is None:
        yield DryEntry(rule.id, found.client_id, name, found.day, MatchState.QUEUED, subject=rule.task_text)
        return
    for one in outcomes or (NotComposed(SkipReason.NO_TEMPLATE),):
        if isinstance(one, NotComposed):
            skipped = MatchState.SKIPPED
            yield DryEntry(rule.id, found.client_id, name, found.day, skipped, one.reason.value, channel)
        else:
            to, text = one.recipient, one.subject or one.text.partition("\n")[0]
            yield DryEntry(
                rule.id,
                found.client_id,
                name,
                found.day,
                MatchState.QUEUED,
                "",
                channel,
                to.name,
                to.address,
                text,
                to.id if to.kind is RecipientKind.CLIENT else None,
            )


def _names(session: Session, client_ids: set[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    for some in portions(client_ids):
        rows = session.execute(
            select(Client.id, Client.first_name, Client.last_name).where(Client.id.in_(some))
        )
        names.update({client_id: f"{first} {last}" for client_id, first, last in rows})
    return names
