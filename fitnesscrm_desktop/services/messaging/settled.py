"""Whether what a rule has found still holds when the message about it is about to go out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.models.ledger import Payment
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.progress import Goal
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.billing.open_debts import OpenDebt, debts_due, oldest_debts
from fitnesscrm_desktop.services.clients.rules import birthday_in
from fitnesscrm_desktop.services.memberships.held import Held, held_by, is_followed
from fitnesscrm_desktop.services.messaging.settled_clients import (
    births,
    who_has_left,
    who_stays_away_for_a_reason,
)
from fitnesscrm_desktop.services.messaging.settled_memberships import (
    freezes_that_stand,
    returns_that_stand,
    sales_that_stand,
)
from fitnesscrm_desktop.services.settings.profile import studio_profile

_OWED = frozenset({Trigger.DUE_SOON, Trigger.OVERDUE})
_ENDS = frozenset({Trigger.MEMBERSHIP_ENDING, Trigger.MEMBERSHIP_ENDED})


@dataclass(frozen=True, slots=True)
class _Occasion:
    """What a rule has found, and about whom."""

    message_id: int
    client_id: int
    trigger: Trigger
    days: int
    on_day: date
    found_at: datetime
    key: tuple[str, ...]
    """Such as ``visit`` and ``4711``, or ``membership``, ``3`` and ``2026-05-01``."""

    @property
    def row_id(self) -> int:
        """The payment, visit or membership it is about; 0: it names none."""
        return int(self.key[1]) if len(self.key) > 1 and self.key[1].isdecimal() else 0

    @property
    def due_on(self) -> date | None:
        """Of what is owed; None: it names no day."""
        return date.fromisoformat(self.key[1]) if self.key[0] == "due" and len(self.key) > 1 else None

    @property
    def last_day(self) -> date:
        """Of the membership that ends or has ended; the last visit of who stays away."""
        try:
            return date.fromisoformat(self.key[-1])
        except ValueError:
            return self.on_day + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class _Now:
    """What is known today of those whom the occasions are about."""

    today: date
    figures: Mapping[int, ClientFigures]
    held: Mapping[int, Sequence[Held]]
    """Client -> all memberships, of those who have one that ends or has ended."""
    given_back: frozenset[int]
    """Payments of which nothing is left."""
    taken_back: frozenset[int]
    """Visits."""
    debts: Mapping[int, OpenDebt]
    """Client -> what has been owed for longest."""
    due: Mapping[tuple[int, date], OpenDebt]
    """Client and due day -> what falls due then and is still owed."""
    facts: frozenset[int]
    """Sales and freezes that were not taken back."""
    returns: Mapping[int, date]
    """Hold -> the day on which the client was back."""
    reached: frozenset[int]
    """Goals that are reached: a value that was corrected may have taken that back."""
    births: Mapping[int, date | None]
    """Of those who are greeted."""
    excused: frozenset[int]
    """Of those who stay away: whose membership rests or is over."""
    left: frozenset[int]
    """Of those who are thanked for their years."""


def settled(session: Session, messages: Sequence[Message], today: date) -> set[int]:
    """Those of *messages* of rules whose occasion is none any more: paid, renewed, taken back, back again."""
    occasions = _occasions(session, messages)
    if not occasions:
        return set()
    now = _look(session, occasions, today)
    return {each.message_id for each in occasions if _is_settled(each, now)}


def _is_settled(occasion: _Occasion, now: _Now) -> bool:
    gone = {
        Trigger.PAYMENT: occasion.row_id in now.given_back,
        Trigger.VISIT: occasion.row_id in now.taken_back,
        Trigger.GOAL_REACHED: occasion.row_id not in now.reached,
        Trigger.BIRTHDAY: _is_another_day(occasion, now),
        Trigger.ANNIVERSARY: occasion.client_id in now.left,
    }
    if occasion.trigger in gone:
        return gone[occasion.trigger]
    if occasion.trigger in {Trigger.MEMBERSHIP_SOLD, Trigger.MEMBERSHIP_FROZEN}:
        return bool(occasion.row_id) and occasion.row_id not in now.facts
    if occasion.trigger is Trigger.MEMBERSHIP_RETURNED:
        return bool(occasion.row_id) and now.returns.get(occasion.row_id) != occasion.on_day
    if occasion.trigger in _ENDS:
        return _goes_on(occasion, now)
    figures = now.figures.get(occasion.client_id)
    return figures is not None and _figures_say_so(occasion, figures, now)


def _figures_say_so(occasion: _Occasion, figures: ClientFigures, now: _Now) -> bool:
    if occasion.trigger in _OWED:
        return _is_paid(occasion, figures, now)
    if occasion.trigger is Trigger.INACTIVITY and occasion.client_id in now.excused:
        return True
    if occasion.trigger is Trigger.INACTIVITY:
        back_on = min(occasion.on_day, occasion.last_day + timedelta(days=1))
        return figures.last_visit_on is not None and figures.last_visit_on >= back_on
    if occasion.trigger is Trigger.VISITS_REACHED:
        return figures.visits < occasion.row_id
    return False


def _is_another_day(occasion: _Occasion, now: _Now) -> bool:
    """The date of birth was corrected, or taken away, since."""
    if occasion.client_id not in now.births:
        return False
    born = now.births[occasion.client_id]
    return born is None or birthday_in(occasion.on_day.year, born) != occasion.on_day


def _goes_on(occasion: _Occasion, now: _Now) -> bool:
    """Cancelled, frozen, extended or filled up it does not end on that day; followed, nothing ends."""
    held = now.held.get(occasion.client_id, ())
    is_ahead = occasion.trigger is Trigger.MEMBERSHIP_ENDING
    if is_followed(held, occasion.row_id, occasion.last_day, at_once=is_ahead):
        return True
    this = next((each for each in held if each.membership_id == occasion.row_id), None)
    if this is None:  # found before the names of occasions said which
        return False
    is_cancelled = is_ahead and this.days.cancelled_on is not None
    return is_cancelled or this.is_over_on != occasion.last_day


def _is_paid(occasion: _Occasion, figures: ClientFigures, now: _Now) -> bool:
    """What is due on that day; if it is owed again, it is another occasion, found and written of anew."""
    oldest = figures.oldest_due_on
    if figures.balance <= 0 or oldest is None:
        return True
    if occasion.due_on is not None and oldest > occasion.due_on:
        return True
    if occasion.trigger is Trigger.DUE_SOON:
        if occasion.due_on is None:
            return False
        due = now.due.get((occasion.client_id, occasion.due_on))
        return due is None or occasion.found_at < due.since
    debt = now.debts.get(occasion.client_id)
    owed_anew = debt is not None and debt.due_on == occasion.due_on and occasion.found_at < debt.since
    return oldest >= now.today or owed_anew


def _occasions(session: Session, messages: Iterable[Message]) -> list[_Occasion]:
    by_match: dict[int, list[Message]] = defaultdict(list)
    for each in messages:
        if each.match_id is not None and each.client_id is not None:
            by_match[each.match_id].append(each)
    query = (
        select(RuleMatch.id, Rule.trigger, Rule.days, RuleMatch.on_day, RuleMatch.at, RuleMatch.occurrence)
        .join(Rule, Rule.id == RuleMatch.rule_id)
        .where(RuleMatch.id.in_(list(by_match)))
    )
    return [
        _Occasion(message.id, message.client_id or 0, trigger, days, on_day, at, tuple(occurrence.split(":")))
        for match_id, trigger, days, on_day, at, occurrence in session.execute(query)
        for message in by_match[match_id]
    ]


def _look(session: Session, occasions: Sequence[_Occasion], today: date) -> _Now:
    rows: dict[Trigger, set[int]] = defaultdict(set)
    whose: dict[Trigger, set[int]] = defaultdict(set)
    for each in occasions:
        rows[each.trigger].add(each.row_id)
        whose[each.trigger].add(each.client_id)
    clients = {each.client_id for each in occasions}
    ended = {each.client_id for each in occasions if each.trigger in _ENDS}
    figures = session.scalars(select(ClientFigures).where(ClientFigures.client_id.in_(list(clients))))
    return _Now(
        today,
        figures={each.client_id: each for each in figures},
        held=held_by(session, ended, studio_profile(session)) if ended else {},
        given_back=_given_back(session, rows[Trigger.PAYMENT]),
        taken_back=_taken_back(session, rows[Trigger.VISIT]),
        due=debts_due(session, _due_days(occasions)),
        facts=sales_that_stand(session, rows[Trigger.MEMBERSHIP_SOLD])
        | freezes_that_stand(session, rows[Trigger.MEMBERSHIP_FROZEN], today),
        returns=returns_that_stand(session, rows[Trigger.MEMBERSHIP_RETURNED], today),
        reached=_reached(session, rows[Trigger.GOAL_REACHED]),
        debts=oldest_debts(session, whose[Trigger.OVERDUE]),
        births=births(session, whose[Trigger.BIRTHDAY]),
        excused=who_stays_away_for_a_reason(session, whose[Trigger.INACTIVITY], today),
        left=who_has_left(session, whose[Trigger.ANNIVERSARY], today),
    )


def _reached(session: Session, goal_ids: set[int]) -> frozenset[int]:
    query = select(Goal.id).where(Goal.id.in_(goal_ids), Goal.reached_on.is_not(None))
    return frozenset(session.scalars(query)) if goal_ids else frozenset()


def _due_days(occasions: Iterable[_Occasion]) -> dict[date, set[int]]:
    days: dict[date, set[int]] = defaultdict(set)
    for each in occasions:
        if each.trigger is Trigger.DUE_SOON and each.due_on is not None:
            days[each.due_on].add(each.client_id)
    return days


def _given_back(session: Session, payment_ids: set[int]) -> frozenset[int]:
    """What was given back in part was paid all the same."""
    if not payment_ids:
        return frozenset()
    given = (
        select(Payment.refund_of_id, func.sum(Payment.amount).label("amount"))
        .where(Payment.refund_of_id.in_(list(payment_ids)))
        .group_by(Payment.refund_of_id)
        .subquery()
    )
    query = (
        select(Payment.id)
        .join(given, given.c.refund_of_id == Payment.id)
        .where(Payment.amount + given.c.amount <= 0)
    )
    return frozenset(session.scalars(query))


def _taken_back(session: Session, visit_ids: set[int]) -> frozenset[int]:
    if not visit_ids:
        return frozenset()
    query = select(Visit.id).where(Visit.id.in_(list(visit_ids)), Visit.cancelled_at.is_not(None))
    return frozenset(session.scalars(query))
