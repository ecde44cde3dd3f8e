"""Whose time ends: whom nothing lets in any more on the day after.

A membership that another one follows without a gap does not end it; one that is followed after some days
does. Lists and figures read that from the stages, which reach into the future; the door looks at the
memberships themselves and finds the same. A rule writes about one membership, which nothing of another kind
replaces (``memberships.held``); of gaps it says the same. A day pass for the day after counts as a gap.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select, union
from sqlalchemy.orm import aliased

from fitnesscrm_desktop.models.client import StageSpan
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, Plan
from fitnesscrm_desktop.models.values import ClientStage, PlanKind, StageReason
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY

_IS_OVER = and_(
    StageSpan.stage.in_((ClientStage.EXPIRED, ClientStage.CANCELLED)),
    StageSpan.reason != StageReason.USED_UP,
)


def time_ends(first: date, last: date) -> Select[int]:
    """The ids of those who may come in for the last time on one of these days.

    Who has used up a pack is none of them: that was told with its last visit. A day pass ends without a word.
    """
    ends_then = Membership.ends_on.between(first, last)
    with_day_pass = select(Membership.client_id).join(Plan).where(Plan.kind == PlanKind.DAY, ends_then)
    with_more = exists().where(
        Membership.client_id == StageSpan.client_id,
        Membership.ends_on >= first,
        Membership.starts_on < StageSpan.from_day,
        or_(Membership.cancelled_on.is_(None), Membership.cancelled_on > first),
        or_(Membership.visits_left.is_(None), Membership.visits_left > 0),
        Plan.id == Membership.plan_id,
        Plan.kind != PlanKind.DAY,
    )
    over = select(StageSpan.client_id).where(
        _IS_OVER,
        StageSpan.from_day.between(first + ONE_DAY, last + ONE_DAY),
        or_(StageSpan.client_id.not_in(with_day_pass), with_more),
    )
    before_a_day_pass = (
        select(Membership.client_id)
        .join(Plan, Plan.id == Membership.plan_id)
        .where(
            Plan.kind != PlanKind.DAY,
            Membership.cancelled_on.is_(None),
            ends_then,
            _goes_on_with_a_day_pass_alone(_day_after(first, last)),
        )
    )
    return select(union(over, before_a_day_pass).subquery().c.client_id)


def ends_time(first: date, last: date) -> ColumnElement[bool]:
    """That a ``Membership`` ends on one of these days and its client's time with it."""
    day_after = _day_after(first, last)
    over = exists().where(
        StageSpan.client_id == Membership.client_id,
        StageSpan.from_day == day_after,
        _IS_OVER,
    )
    return and_(Membership.ends_on.between(first, last), or_(over, _goes_on_with_a_day_pass_alone(day_after)))


def _day_after(first: date, last: date) -> ColumnElement[date]:
    """The day after the end of a ``Membership`` that ends on one of these days."""
    days = [first + ONE_DAY * count for count in range((last - first).days + 1)]
    return case({day: day + ONE_DAY for day in days}, value=Membership.ends_on)


def _goes_on_with_a_day_pass_alone(day_after: ColumnElement[date]) -> ColumnElement[bool]:
    """That only a day pass lets in the client of a ``Membership`` on the day after its end.

    No stage begins on that day. A membership that rests until somebody resumes it goes on, this one too.
    """
    other, plan = aliased(Membership), aliased(Plan)
    runs_then = (
        other.client_id == Membership.client_id,
        plan.id == other.plan_id,
        other.starts_on <= day_after,
        or_(other.cancelled_on.is_(None), other.cancelled_on > day_after),
    )
    rests = exists().where(
        MembershipHold.membership_id == other.id,
        MembershipHold.to_day.is_(None),
        MembershipHold.from_day <= other.ends_on,
    )
    day_pass = exists().where(*runs_then, plan.kind == PlanKind.DAY, other.ends_on >= day_after)
    goes_on = exists().where(
        *runs_then,
        plan.kind != PlanKind.DAY,
        or_(other.ends_on >= day_after, rests),
        or_(other.visits_left.is_(None), other.visits_left > 0),
    )
    has_visits = or_(Membership.visits_left.is_(None), Membership.visits_left > 0)
    return and_(has_visits, day_pass, ~goes_on)
