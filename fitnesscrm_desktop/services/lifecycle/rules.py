"""Where a client stands on a day: a pure function of dated facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fitnesscrm_desktop.models.values import CancelReason, ClientStage, PlanKind, StageReason

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """A run of days, both ends included; without an end it goes on."""

    first: date
    last: date | None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class MembershipDays:
    """When one membership lets in."""

    kind: PlanKind
    starts_on: date
    ends_on: date
    cancelled_on: date | None = None
    cancel_reason: CancelReason | None = None
    holds: tuple[Days, ...] = ()
    used_up: tuple[Days, ...] = ()
    """Days on which a pack has no visit left."""

    @property
    def rests_until_resumed(self) -> bool:
        """Whether a hold without an end keeps it from running out: its end moves as long as it rests."""
        return any(hold.last is None and hold.first <= self.ends_on for hold in self.holds)

    @property
    def last_day(self) -> date | None:
        """The last day it lets in; None while nobody can say, because it rests until it is resumed."""
        end = None if self.rests_until_resumed else self.ends_on
        if self.cancelled_on is None:
            return end
        before = self.cancelled_on - ONE_DAY
        return before if end is None else min(end, before)

    @property
    def was_cancelled(self) -> bool:
        """Whether a cancellation, and not the end of the term, ended it."""
        if self.cancelled_on is None:
            return False
        return self.rests_until_resumed or self.cancelled_on <= self.ends_on

    @property
    def ever_held(self) -> bool:
        """Whether it let in for a day at all; not so if it was taken back or cancelled before it began."""
        return self.last_day is None or self.last_day >= self.starts_on

    def covers(self, day: date) -> bool:
        """Whether it is this membership's time, resting or not."""
        within = self.starts_on <= day and (self.last_day is None or day <= self.last_day)
        return within and not any(day in days for days in self.used_up)

    def rests(self, day: date) -> bool:
        """Whether it is on hold."""
        return any(day in hold for hold in self.holds)


def two_plans_until(ends: Iterable[tuple[int, date | None]]) -> date | None:
    """The last day on which memberships of two plans may run, by plan and end of each; None: no two plans.

    An end of None is one that nobody knows, because the membership rests: it may be any day.
    """
    plans: dict[int, date] = {}
    for plan_id, end in ends:
        plans[plan_id] = max(plans.get(plan_id, date.min), end or date.max)
    return sorted(plans.values())[-2] if len(plans) > 1 else None


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """All that a client's stage depends on."""

    known_since: date
    memberships: Sequence[MembershipDays] = ()
    unpaid: Sequence[Days] = ()
    """Days on which something was due for longer than the studio's grace."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A stage and why."""

    stage: ClientStage
    reason: StageReason


@dataclass(frozen=True, slots=True)
class Span:
    """A standing and the days it held."""

    standing: Standing
    first: date
    last: date | None


def standing_on(facts: ClientFacts, day: date, former_after_days: int) -> Standing:
    """Where the client stood on *day*; a client not known yet counts as a lead.

    So does whoever never held a membership for a day, however often they were let in without one: nobody buys
    anything by coming in (decision 6).
    """
    covering = [each for each in facts.memberships if each.covers(day)]
    if covering:
        return _standing_inside(facts, covering, day)
    past = [each for each in facts.memberships if each.starts_on <= day and each.ever_held]
    if not past:
        return Standing(ClientStage.LEAD, StageReason.NEVER_JOINED)
    return _standing_after(past, day, former_after_days)


def _standing_inside(facts: ClientFacts, covering: Sequence[MembershipDays], day: date) -> Standing:
    awake = [each for each in covering if not each.rests(day)]
    if not awake:
        return Standing(ClientStage.FROZEN, StageReason.HOLD)
    if any(day in days for days in facts.unpaid):
        return Standing(ClientStage.OVERDUE, StageReason.UNPAID)
    if all(each.kind is PlanKind.TRIAL for each in awake):
        return Standing(ClientStage.TRIAL, StageReason.TRIAL_RUNNING)
    return Standing(ClientStage.ACTIVE, StageReason.MEMBERSHIP_RUNNING)


def _standing_after(past: Sequence[MembershipDays], day: date, former_after_days: int) -> Standing:
    last = max(past, key=lambda each: _over_on(each, day))
    if (day - _over_on(last, day)).days > former_after_days:
        return Standing(ClientStage.FORMER, StageReason.LONG_GONE)
    if any(day in days for days in last.used_up):
        return Standing(ClientStage.EXPIRED, StageReason.USED_UP)
    if not last.was_cancelled:
        return Standing(ClientStage.EXPIRED, StageReason.RAN_OUT)
    by_studio = last.cancel_reason is CancelReason.BY_STUDIO
    reason = StageReason.CANCELLED_BY_STUDIO if by_studio else StageReason.CANCELLED_BY_CLIENT
    return Standing(ClientStage.CANCELLED, reason)


def _over_on(membership: MembershipDays, day: date) -> date:
    """The last day on which *membership*, over on *day*, let in."""
    end = membership.last_day
    used_up = [days for days in membership.used_up if day in days or (end is not None and end in days)]
    ends = [days.first - ONE_DAY for days in used_up]
    return min(ends if end is None else [end, *ends])


def spans(facts: ClientFacts, former_after_days: int) -> list[Span]:
    """The whole life of a client as runs of days, gapless, the last one open."""
    found: list[Span] = []
    days = sorted(set(_turning_days(facts, former_after_days)))
    for position, day in enumerate(days):
        last = days[position + 1] - ONE_DAY if position + 1 < len(days) else None
        standing = standing_on(facts, day, former_after_days)
        if found and found[-1].standing == standing:
            found[-1] = Span(standing, found[-1].first, last)
        else:
            found.append(Span(standing, day, last))
    return found


def _turning_days(facts: ClientFacts, former_after_days: int) -> Iterator[date]:
    """Every day on which the standing may change (and the first one)."""
    yield min([facts.known_since, *(each.starts_on for each in facts.memberships)])
    patience = timedelta(days=former_after_days)
    for each in facts.memberships:
        yield each.starts_on
        if each.last_day is not None:
            yield each.last_day + ONE_DAY
            yield each.last_day + patience + ONE_DAY
        for days in (*each.holds, *each.used_up):
            yield from _edges(days)
        for days in each.used_up:
            yield days.first + patience
    for days in facts.unpaid:
        yield from _edges(days)


def _edges(days: Days) -> Iterator[date]:
    yield days.first
    if days.last is not None:
        yield days.last + ONE_DAY
