"""Who may come in: one pure function of what is known about a client at the door.

Which membership lets in, when several run:

* one that does not count visits before one that does, and of these the one that goes on longest;
* of those that count visits (packs, trials) one that was used today already, then the one that ends first;
* while a membership without counted visits runs but refuses (its week is used up, it is the wrong day, it
  rests), a pack is not spent behind the client's back: the desk is offered to book one visit of it
  (``Cure.BOOK_PACK``).

A second scan within the studio's minutes is "already in", whatever has changed since: the visit is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.models.values import CheckInReason, Cure, PlanKind, Verdict
from fitnesscrm_desktop.services.checkin.form_rules import FormFacts, form_notices, form_refusals
from fitnesscrm_desktop.services.checkin.reasons import CureOffer, Reason
from fitnesscrm_desktop.services.clients.rules import age_on, is_birthday
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, Days
from fitnesscrm_desktop.services.settings.profile import StudioProfile


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """One membership with what its plan allows."""

    id: int
    plan: str
    kind: PlanKind
    starts_on: date
    ends_on: date
    cancelled_on: date | None = None
    visits_left: int | None = None
    visits_per_week: int | None = None
    same_day_once: bool = True
    weekdays: int = 127
    from_minute: int = 0
    to_minute: int = 1440
    will_rest: bool = False
    """A freeze without an end is planned: from that day on it does not run out."""
    rest: Days | None = None
    """The hold that covers the day in question."""

    @property
    def last_day(self) -> date:
        """The last day it lets in; the last of all days if it rests until somebody resumes it, or will."""
        end = date.max if self._rests_until_resumed else self.ends_on
        return end if self.cancelled_on is None else min(end, self.cancelled_on - ONE_DAY)

    @property
    def known_end(self) -> date | None:
        """``last_day``; None while nobody can say when that is."""
        return None if self.last_day == date.max else self.last_day

    @property
    def _rests_until_resumed(self) -> bool:
        """Its end moves with every day of such a rest."""
        rests = self.rest is not None and self.rest.last is None and self.rest.first <= self.ends_on
        return rests or self.will_rest

    @property
    def counted(self) -> bool:
        """Whether every visit is taken off a number."""
        return self.visits_left is not None

    def runs_on(self, day: date) -> bool:
        """Whether it is its time, resting or not."""
        return self.starts_on <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit that counts."""

    id: int
    at: datetime
    day: date
    membership_id: int | None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DoorFacts:
    """All that a verdict depends on."""

    born: date | None = None
    guardian_agreed: bool = False
    blocked_reason: str = ""
    archived: bool = False
    balance: int = 0
    oldest_due_on: date | None = None
    memberships: tuple[MembershipFacts, ...] = ()
    visits: tuple[VisitFacts, ...] = ()
    """Those of the week in question and those around the moment."""
    medical_alert: str = ""
    pinned_notes: tuple[str, ...] = ()
    forms: tuple[FormFacts, ...] = ()
    """Those that somebody needs, and those of the client that have to be looked at."""


@dataclass(frozen=True, slots=True)
class Admission:
    """The answer at the door."""

    refusals: tuple[Reason, ...] = ()
    notices: tuple[Reason, ...] = ()
    membership: MembershipFacts | None = None
    """The one that lets in; if none does, the one that comes closest."""
    spends: bool = False
    """Whether one visit is taken off ``membership``."""
    same_visit: VisitFacts | None = None
    """The visit this scan belongs to, after a second scan."""

    @property
    def verdict(self) -> Verdict:
        """Refused for any refusal, else a notice if there is something to say."""
        if self.refusals:
            return Verdict.REFUSED
        return Verdict.NOTICE if self.notices else Verdict.ADMITTED


def admission(facts: DoorFacts, now: datetime, studio: StudioProfile, *, use: int | None = None) -> Admission:
    """Decide whether a client with these *facts* may come in at *now*.

    *use* names the membership the desk has chosen; then no other one counts.
    """
    day = studio.day_of(now)
    same_visit = _same_visit(facts.visits, now, studio.reentry_minutes)
    if same_visit is not None:
        return already_in(facts, same_visit, day, studio)
    memberships = [each for each in facts.memberships if use in {None, each.id}]
    running = [each for each in memberships if each.runs_on(day)]
    obstacles = {each.id: _obstacle(each, facts.visits, now, studio.zone) for each in running}
    admitting = [each for each in running if obstacles[each.id] is None]
    chosen = _choose(running, admitting, facts.visits, day)
    person = tuple(_person_refusals(facts, day, studio))
    if chosen is None:
        closest = _closest(memberships, running, day)
        pack = _pack_to_book(admitting, facts.visits, day)
        missing = tuple(_membership_refusals(closest, running, obstacles, pack, day))
        return Admission((*person, *missing), tuple(_notices(facts, None, day, studio)), closest)
    spends = _spends(chosen, facts.visits, day)
    used = chosen
    if spends and chosen.visits_left is not None:
        used = replace(chosen, visits_left=chosen.visits_left - 1)
    return Admission(person, tuple(_notices(facts, used, day, studio)), chosen, spends)


def overridden(refused: Admission, reason: str) -> Admission:
    """The same client, let in by a decision of the staff; no pack that is used up is spent for it."""
    decision = Reason(CheckInReason.OVERRIDDEN, text=reason)
    done = {Cure.OVERRIDE, Cure.BOOK_PACK}
    kept = (
        replace(each, cures=tuple(offer for offer in each.cures if offer.cure not in done))
        for each in refused.refusals
    )
    return replace(refused, refusals=(), notices=(decision, *kept, *refused.notices))


def _same_visit(visits: Sequence[VisitFacts], now: datetime, minutes: int) -> VisitFacts | None:
    near = [each for each in visits if abs(each.at - now) < timedelta(minutes=minutes)]
    return min(near, key=lambda each: abs(each.at - now), default=None)


def already_in(facts: DoorFacts, visit: VisitFacts, day: date, studio: StudioProfile) -> Admission:
    """The answer to somebody whose visit is there."""
    used = next((each for each in facts.memberships if each.id == visit.membership_id), None)
    notices = (
        Reason(CheckInReason.ALREADY_IN, at=visit.at),
        *_blocked(facts, Cure.UNBLOCK),
        *_notices(facts, used, day, studio),
    )
    return Admission((), notices, used, same_visit=visit)


def _choose(
    running: Sequence[MembershipFacts],
    admitting: Sequence[MembershipFacts],
    visits: Sequence[VisitFacts],
    day: date,
) -> MembershipFacts | None:
    free = [each for each in admitting if not each.counted]
    if free:
        return max(free, key=lambda each: (each.visits_per_week is None, each.last_day, each.id))
    paid_today = [each for each in admitting if not _spends(each, visits, day)]
    if any(not each.counted for each in running) and not paid_today:
        return None
    return _pack_to_book(admitting, visits, day)


def _pack_to_book(
    admitting: Sequence[MembershipFacts], visits: Sequence[VisitFacts], day: date
) -> MembershipFacts | None:
    packs = [each for each in admitting if each.counted]
    return min(packs, key=lambda each: (_spends(each, visits, day), each.last_day, each.id), default=None)


def _spends(membership: MembershipFacts, visits: Sequence[VisitFacts], day: date) -> bool:
    if not membership.counted:
        return False
    been_today = any(each.membership_id == membership.id and each.day == day for each in visits)
    return not (membership.same_day_once and been_today)


def _closest(
    memberships: Sequence[MembershipFacts], running: Sequence[MembershipFacts], day: date
) -> MembershipFacts | None:
    """What the desk talks about with a client whom nothing lets in."""
    if running:
        return min(running, key=lambda each: (each.counted, -each.last_day.toordinal(), each.id))
    upcoming = [each for each in memberships if day < each.starts_on <= each.last_day]
    if upcoming:
        return min(upcoming, key=lambda each: (each.starts_on, each.id))
    over = [each for each in memberships if each.starts_on <= each.last_day < day]
    return max(over, key=lambda each: (each.last_day, each.id), default=None)


def _blocked(facts: DoorFacts, *cures: Cure) -> Iterator[Reason]:
    if facts.blocked_reason:
        yield Reason(CheckInReason.BLOCKED, text=facts.blocked_reason, cures=_cures(*cures))


def _person_refusals(facts: DoorFacts, day: date, studio: StudioProfile) -> Iterator[Reason]:
    yield from _blocked(facts, Cure.UNBLOCK, Cure.OVERRIDE)
    if facts.archived:
        yield Reason(CheckInReason.ARCHIVED, cures=_cures(Cure.RESTORE, Cure.OVERRIDE))
    if facts.born is not None and not facts.guardian_agreed:
        age = age_on(facts.born, day)
        if age < studio.adult_age:
            consent = _cures(Cure.RECORD_CONSENT, Cure.OVERRIDE)
            yield Reason(CheckInReason.NO_GUARDIAN_CONSENT, number=age, limit=studio.adult_age, cures=consent)
    yield from form_refusals(facts.forms, facts.born, day, studio.adult_age)
    if _overdue(facts, day, studio):
        yield Reason(
            CheckInReason.OVERDUE,
            amount=facts.balance,
            day=facts.oldest_due_on,
            limit=studio.grace_days,
            cures=_cures(Cure.TAKE_PAYMENT, Cure.OVERRIDE),
        )


def _overdue(facts: DoorFacts, day: date, studio: StudioProfile) -> bool:
    due = facts.oldest_due_on
    return facts.balance > 0 and due is not None and (day - due).days > studio.grace_days


def _membership_refusals(
    closest: MembershipFacts | None,
    running: Sequence[MembershipFacts],
    obstacles: dict[int, Reason | None],
    pack: MembershipFacts | None,
    day: date,
) -> Iterator[Reason]:
    if closest is None:
        yield Reason(CheckInReason.NO_MEMBERSHIP, cures=_cures(Cure.SELL, Cure.OVERRIDE))
    elif running:
        booking = () if pack is None else (CureOffer(Cure.BOOK_PACK, pack.id, pack.plan, pack.visits_left),)
        told: list[tuple[CheckInReason, str]] = []
        for each in sorted(running, key=lambda one: (one.counted, -one.last_day.toordinal(), one.id)):
            found = obstacles[each.id]
            # Several used-up packs of one plan: it is said once, with one cure.
            if found is not None and (found.word, found.plan) not in told:
                told.append((found.word, found.plan))
                yield replace(found, cures=(*booking, *found.cures))
    elif closest.starts_on > day:
        yield _about(
            closest, CheckInReason.NOT_STARTED, day=closest.starts_on, cures=_cures(Cure.SELL, Cure.OVERRIDE)
        )
    else:
        cures = (*_cures_of_ended(closest), *_cures(Cure.SELL, Cure.OVERRIDE))
        yield _about(closest, CheckInReason.MEMBERSHIP_ENDED, day=closest.last_day, cures=cures)


def _cures_of_ended(membership: MembershipFacts) -> tuple[CureOffer, ...]:
    """A day pass or a trial is not renewed, something is sold; what was cancelled is not lengthened."""
    if membership.last_day < membership.ends_on:
        return _renewing(membership)
    extending = tuple(replace(each, cure=Cure.EXTEND) for each in _renewing(membership))
    return (*_renewing(membership), *extending)


def _renewing(membership: MembershipFacts) -> tuple[CureOffer, ...]:
    if membership.kind in {PlanKind.DAY, PlanKind.TRIAL}:
        return ()
    return (CureOffer(Cure.RENEW, membership.id, membership.plan),)


def _obstacle(
    membership: MembershipFacts, visits: Sequence[VisitFacts], now: datetime, zone: str
) -> Reason | None:
    """Why a membership whose time it is does not let in; None if it does."""
    local = now.astimezone(ZoneInfo(zone))
    day, minute = local.date(), local.hour * 60 + local.minute
    if membership.rest is not None:
        resume = (CureOffer(Cure.RESUME, membership.id, membership.plan), CureOffer(Cure.OVERRIDE))
        return _about(membership, CheckInReason.FROZEN, day=membership.rest.last, cures=resume)
    other = _cures(Cure.SELL, Cure.OVERRIDE)
    if not membership.weekdays >> day.weekday() & 1:
        return _about(membership, CheckInReason.WRONG_DAY, day=day, number=membership.weekdays, cures=other)
    if not membership.from_minute <= minute < membership.to_minute:
        hours = (membership.from_minute, membership.to_minute)
        return _about(membership, CheckInReason.WRONG_TIME, at=now, hours=hours, cures=other)
    if membership.visits_per_week is not None and _week_used_up(membership, visits, day):
        limit = membership.visits_per_week
        return _about(membership, CheckInReason.WEEK_USED_UP, number=limit, cures=other)
    if membership.visits_left == 0 and _spends(membership, visits, day):
        return _about(membership, CheckInReason.PACK_USED_UP, cures=(*_renewing(membership), *other))
    return None


def _week_used_up(membership: MembershipFacts, visits: Sequence[VisitFacts], day: date) -> bool:
    """Several visits on one day count once where the plan says so."""
    week = day.isocalendar()[:2]
    days = [
        each.day
        for each in visits
        if each.membership_id == membership.id and each.day.isocalendar()[:2] == week
    ]
    if not membership.same_day_once:
        return len(days) >= (membership.visits_per_week or 0)
    return len({*days, day}) > (membership.visits_per_week or 0)


def _notices(
    facts: DoorFacts, used: MembershipFacts | None, day: date, studio: StudioProfile
) -> Iterator[Reason]:
    if facts.medical_alert:
        yield Reason(CheckInReason.MEDICAL_ALERT, text=facts.medical_alert)
    for note in facts.pinned_notes:
        yield Reason(CheckInReason.PINNED_NOTE, text=note)
    yield from form_notices(facts.forms, facts.born, day, studio.adult_age)
    if facts.balance > 0 and not _overdue(facts, day, studio) and _due_soon(facts, day, studio):
        pay = _cures(Cure.TAKE_PAYMENT)
        yield Reason(CheckInReason.BALANCE_DUE, amount=facts.balance, day=facts.oldest_due_on, cures=pay)
    if used is not None:
        yield from _notices_of_membership(facts, used, day, studio)
    if facts.born is not None and is_birthday(facts.born, day):
        yield Reason(CheckInReason.BIRTHDAY, number=age_on(facts.born, day))


def _due_soon(facts: DoorFacts, day: date, studio: StudioProfile) -> bool:
    """Whether something is due, or will be before long: what is due in a month is no reason for a remark."""
    return facts.oldest_due_on is None or (facts.oldest_due_on - day).days <= studio.ends_soon_days


def _notices_of_membership(
    facts: DoorFacts, used: MembershipFacts, day: date, studio: StudioProfile
) -> Iterator[Reason]:
    last = used.last_day
    ends_soon = 0 <= (last - day).days <= studio.ends_soon_days
    goes_on = ends_soon and any(
        each.runs_on(last + ONE_DAY) and each.visits_left != 0 and each.kind is not PlanKind.DAY
        for each in facts.memberships
    )
    if ends_soon and not goes_on and used.kind is not PlanKind.DAY:
        cancelled = last < used.ends_on
        # A renewal would go on behind the one that comes after the gap.
        comes_again = any(
            each.plan == used.plan and last < each.starts_on <= each.last_day for each in facts.memberships
        )
        cures = () if cancelled or comes_again else _renewing(used)
        yield _about(used, CheckInReason.ENDS_SOON, day=last, cures=cures or _cures(Cure.SELL))
    if used.visits_left == 0:
        yield _about(used, CheckInReason.LAST_PACK_VISIT, cures=_renewing(used) or _cures(Cure.SELL))


def _about(
    membership: MembershipFacts,
    word: CheckInReason,
    *,
    cures: tuple[CureOffer, ...],
    day: date | None = None,
    at: datetime | None = None,
    number: int | None = None,
    hours: tuple[int, int] | None = None,
) -> Reason:
    return Reason(
        word,
        plan=membership.plan,
        membership_id=membership.id,
        day=day,
        at=at,
        number=number,
        hours=hours,
        cures=cures,
    )


def _cures(*cures: Cure) -> tuple[CureOffer, ...]:
    return tuple(CureOffer(cure) for cure in cures)
