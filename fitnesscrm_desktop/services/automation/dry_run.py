"""What rules would have done in the last days and will do in the next ones; nothing is stored, nothing sent.

Judged by what is known today: a membership that was renewed meanwhile shows no reminder of its old end. What
goes by the calendar can be looked up for days to come; what waits for a visit or a payment cannot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby

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
from fitnesscrm_desktop.services.automation.matching import unmatched
from fitnesscrm_desktop.services.automation.moved_birthdays import with_moved_birthdays
from fitnesscrm_desktop.services.automation.occasions import Found
from fitnesscrm_desktop.services.automation.orders import occasion_of, order_of
from fitnesscrm_desktop.services.automation.results import DryEntry, DryRun
from fitnesscrm_desktop.services.automation.rules import CHANNELS
from fitnesscrm_desktop.services.automation.weekly_cap import WEEK, WeeklyCap, weekly_cap
from fitnesscrm_desktop.services.clients.ranges import portions
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from fitnesscrm_desktop.services.messaging.composing import Composer
from fitnesscrm_desktop.services.messaging.results import Composed, NotComposed, SkipReason
from fitnesscrm_desktop.services.messaging.rules import BY_ITSELF
from fitnesscrm_desktop.services.settings.profile import StudioProfile

MOST_ENTRIES = 5000
_CAPPED = (Audience.CLIENT, Audience.PAYER)


def dry_run(
    session: Session,
    profile: StudioProfile,
    rules: Sequence[Rule],
    now: datetime,
    *,
    back: int,
    ahead: int,
    beside: Sequence[Rule] = (),
) -> DryRun:
    """What *rules*, switched on or not, would have done in *back* days and will do in *ahead* days.

    What those *beside* them write is not told, but clients have the less room for more in their week.
    """
    trial = _Trial(session, profile, now, back, ahead)
    entries, cut = trial.entries(rules)
    capped = frozenset(rule.id for rule in rules if not rule.ignores_cap and rule.audience in _CAPPED)
    cap = weekly_cap(session)
    others = trial.entries(beside)[0] if cap and capped else []
    got = WeeklyCap(session, now, ignored=False)
    got.count({each.recipient_id for each in entries if each.recipient_id is not None})
    capped |= {rule.id for rule in beside if not rule.ignores_cap}
    simulated = _Cap(cap, capped, trial.today, got)
    told = {rule.id for rule in rules}
    in_turn = sorted((*entries, *others), key=lambda each: (each.day, each.rule_id))
    kept = [each for each in map(simulated.judged, in_turn) if each.rule_id in told]
    kept.sort(key=lambda each: (each.day, each.rule_id, each.client_name, each.client_id))
    return DryRun(trial.first, trial.today, trial.last, tuple(kept), cut=cut)


class _Trial:
    """Some days, and what rules would do on them."""

    def __init__(
        self, session: Session, profile: StudioProfile, now: datetime, back: int, ahead: int
    ) -> None:
        self._session, self._profile, self._now = session, profile, now
        self.today = profile.day_of(now)
        self.first, self.last = self.today - timedelta(days=back), self.today + timedelta(days=ahead)
        self._composers: dict[date, Composer] = {}

    def entries(self, rules: Sequence[Rule]) -> tuple[list[DryEntry], bool]:
        """What they would do, rule by rule in the order of a look; whether there is more than is told."""
        entries: list[DryEntry] = []
        for rule in rules:
            found = sorted(
                meeting(
                    self._session,
                    conditions.read(rule.conditions),
                    self._of_who_was_there(_found(self._session, self._profile, rule, self.first, self.last)),
                    self.today,
                ),
                key=lambda each: (each.day, each.client_id, each.key),
            )
            room = MOST_ENTRIES - len(entries)
            entries += self._of_rule(rule, found[:room])
            if len(found) > room:
                break
        return entries, len(entries) >= MOST_ENTRIES

    def _of_who_was_there(self, found: Sequence[Found]) -> list[Found]:
        """Those of *found* whose clients the studio knew on that day; who came later got nothing.

        Who was imported was there before, in another program.
        """
        added: dict[int, datetime] = {}
        past = {each.client_id for each in found if each.day < self.today}
        for some in portions(past):
            query = select(Client.id, Client.created_at).where(
                Client.id.in_(some), Client.import_id.is_(None)
            )
            added.update(iter(self._session.execute(query)))
        days = {client_id: self._profile.day_of(at) for client_id, at in added.items()}
        return [each for each in found if days.get(each.client_id, each.day) <= each.day]

    def _of_rule(self, rule: Rule, found: Sequence[Found]) -> Iterator[DryEntry]:
        found = with_moved_birthdays(self._session, rule, found)
        names = _names(self._session, {each.client_id for each in found})
        new = set(unmatched(self._session, rule, found, self.today))
        order = order_of(rule)
        for day, some in groupby(found, key=lambda each: max(each.day, self.today)):
            for few in portions(list(some)):
                outcomes: Sequence[Sequence[Composed | NotComposed]] = [()] * len(few)
                if order is not None:
                    occasions = [occasion_of(rule, each) for each in few]
                    outcomes = [many for _, many in self._composer(day).compose(occasions, order)]
                for each, many in zip(few, outcomes, strict=True):
                    told = many if each.left_out is None else [NotComposed(each.left_out)]
                    for entry in _of_one(rule, each, names[each.client_id], told):
                        yield replace(entry, done=each not in new)

    def _composer(self, day: date) -> Composer:
        """Of a day to come: somebody may be grown up by then."""
        if day not in self._composers:
            moment = self._now + (day - self.today)
            self._composers[day] = Composer(self._session, self._profile, moment)
        return self._composers[day]


class _Cap:
    """What the weekly cap would hold back, entry by entry in the order of days.

    From today on, what was really written to clients counts; before, what the rules would have sent them.
    """

    def __init__(self, cap: int, capped: frozenset[int], today: date, got: WeeklyCap) -> None:
        self._cap, self._capped, self._today, self._got = cap, capped, today, got
        self._days: dict[int, list[date]] = defaultdict(list)

    def judged(self, entry: DryEntry) -> DryEntry:
        """The entry; if its reader has had enough, it waits, or is left out where nothing can wait."""
        reader = entry.recipient_id
        if entry.state is not MatchState.QUEUED or reader is None:
            return entry
        ahead = entry.day >= self._today
        if entry.done:
            if not ahead:
                self._days[reader].append(entry.day)
            return entry
        since = max(entry.day - WEEK, self._today - ONE_DAY) if ahead else entry.day - WEEK
        real = self._got.got(reader, (entry.day - self._today).days) if ahead else 0
        has_got = real + sum(day > since for day in self._days[reader])
        if self._cap and entry.rule_id in self._capped and has_got >= self._cap:
            state = MatchState.QUEUED if entry.channel in BY_ITSELF else MatchState.SKIPPED
            return replace(entry, state=state, reason=SkipReason.WEEKLY_CAP.value)
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


def _of_one(
    rule: Rule, found: Found, name: str, outcomes: Sequence[Composed | NotComposed]
) -> Iterator[DryEntry]:
    channel = CHANNELS.get(rule.action)
    if channel is None and found.left_out is None:
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
