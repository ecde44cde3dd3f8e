"""Whether what a rule has found still holds when the message about it is about to go out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.automation import Rule, RuleMatch
from fitnesscrm_desktop.models.client import ClientFigures, StageSpan
from fitnesscrm_desktop.models.ledger import Payment
from fitnesscrm_desktop.models.membership import Membership
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.progress import Goal
from fitnesscrm_desktop.models.values import ClientStage, Trigger
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.billing.open_debts import OpenDebt, debts_due, oldest_debts
from fitnesscrm_desktop.services.messaging.settled_memberships import (
    freezes_that_stand,
    returns_that_stand,
    sales_that_stand,
)

_OWED = frozenset({Trigger.DUE_SOON, Trigger.OVERDUE})
_OVER = frozenset({ClientStage.EXPIRED, ClientStage.CANCELLED, ClientStage.FORMER})


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
    covered: frozenset[int]
    """Clients whom something lets in today."""
    later: Mapping[int, date]
    """Client -> when the last membership that was sold begins."""
    given_back: frozenset[int]
    """Payments of which nothing is left."""
    taken_back: frozenset[int]
    """Visits."""
    ends: Mapping[int, date | None]
    """Membership -> its last day; None: it is cancelled."""
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
    }
    if occasion.trigger in gone:
        return gone[occasion.trigger]
    if occasion.trigger in {Trigger.MEMBERSHIP_SOLD, Trigger.MEMBERSHIP_FROZEN}:
        return bool(occasion.row_id) and occasion.row_id not in now.facts
    if occasion.trigger is Trigger.MEMBERSHIP_RETURNED:
        return bool(occasion.row_id) and now.returns.get(occasion.row_id) != occasion.on_day
    if occasion.trigger is Trigger.MEMBERSHIP_ENDED:
        begins = now.later.get(occasion.client_id)
        return occasion.client_id in now.covered or (begins is not None and begins > occasion.last_day)
    figures = now.figures.get(occasion.client_id)
    return figures is not None and _figures_say_so(occasion, figures, now)


def _figures_say_so(occasion: _Occasion, figures: ClientFigures, now: _Now) -> bool:
    if occasion.trigger in _OWED:
        return _is_paid(occasion, figures, now)
    if occasion.trigger is Trigger.INACTIVITY:
        back_on = min(occasion.on_day, occasion.last_day + timedelta(days=1))
        return figures.last_visit_on is not None and figures.last_visit_on >= back_on
    if occasion.trigger is Trigger.VISITS_REACHED:
        return figures.visits < occasion.row_id
    if occasion.trigger is Trigger.MEMBERSHIP_ENDING:
        # a cancelled one, or one that was frozen, extended or followed, does not end on that day
        end = now.ends.get(occasion.row_id, occasion.last_day)
        return end != occasion.last_day or figures.ends_on != occasion.last_day
    return False


def _is_paid(occasion: _Occasion, figures: ClientFigures, now: _Now) -> bool:
    """What is due on that day; if it is owed again, it is another occasion, found and written of anew."""
    oldest = figures.oldest_due_on
    if figures.balance <= 0 or oldest is None:
        return True
    if occasion.due_on is not None and oldest > occasion.due_on:
        return True
    if occasion.trigger is Trigger.DUE_SOON:
        due = None if occasion.due_on is None else now.due.get((occasion.client_id, occasion.due_on))
        return due is not None and occasion.found_at < due.since
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
    for each in occasions:
        rows[each.trigger].add(each.row_id)
    clients = {each.client_id for each in occasions}
    ended = {each.client_id for each in occasions if each.trigger is Trigger.MEMBERSHIP_ENDED}
    figures = session.scalars(select(ClientFigures).where(ClientFigures.client_id.in_(list(clients))))
    return _Now(
        today,
        figures={each.client_id: each for each in figures},
        covered=_covered(session, ended, today) if ended else frozenset(),
        later=_later(session, ended, today) if ended else {},
        given_back=_given_back(session, rows[Trigger.PAYMENT]),
        taken_back=_taken_back(session, rows[Trigger.VISIT]),
        ends=_ends(session, rows[Trigger.MEMBERSHIP_ENDING]),
        due=debts_due(session, _due_days(occasions)),
        facts=sales_that_stand(session, rows[Trigger.MEMBERSHIP_SOLD])
        | freezes_that_stand(session, rows[Trigger.MEMBERSHIP_FROZEN], today),
        returns=returns_that_stand(session, rows[Trigger.MEMBERSHIP_RETURNED], today),
        reached=_reached(session, rows[Trigger.GOAL_REACHED]),
        debts=oldest_debts(
            session, {each.client_id for each in occasions if each.trigger is Trigger.OVERDUE}
        ),
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


def _covered(session: Session, client_ids: set[int], today: date) -> frozenset[int]:
    """Not by the figures: a pack that is used up ends long before its last day."""
    query = select(StageSpan.client_id).where(
        StageSpan.client_id.in_(list(client_ids)),
        StageSpan.from_day <= today,
        or_(StageSpan.to_day.is_(None), StageSpan.to_day >= today),
        StageSpan.stage.not_in(list(_OVER)),
    )
    return frozenset(session.scalars(query))


def _later(session: Session, client_ids: set[int], today: date) -> dict[int, date]:
    query = select(Membership.client_id, Membership.starts_on).where(
        Membership.client_id.in_(list(client_ids)),
        Membership.starts_on > today,
        Membership.starts_on <= Membership.ends_on,
        or_(Membership.cancelled_on.is_(None), Membership.cancelled_on > Membership.starts_on),
    )
    rows = session.execute(query.order_by(Membership.starts_on))
    return {row.client_id: row.starts_on for row in rows}


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


def _ends(session: Session, membership_ids: set[int]) -> dict[int, date | None]:
    if not membership_ids:
        return {}
    query = select(Membership.id, Membership.ends_on, Membership.cancelled_on).where(
        Membership.id.in_(list(membership_ids))
    )
    return {row.id: row.ends_on if row.cancelled_on is None else None for row in session.execute(query)}
