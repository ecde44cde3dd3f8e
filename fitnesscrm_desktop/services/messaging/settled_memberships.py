"""Whether a sale, a freeze or a return that a rule has found is still one, or was taken back since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.membership import Membership, MembershipFact, MembershipHold


def ever_held() -> ColumnElement[bool]:
    """Of memberships that had or will have a day; who takes a sale back leaves none."""
    kept = or_(Membership.cancelled_on.is_(None), Membership.cancelled_on > Membership.starts_on)
    return (Membership.starts_on <= Membership.ends_on) & kept


def sales_that_stand(session: Session, fact_ids: Collection[int]) -> frozenset[int]:
    """Those of the sales whose membership has not been taken back."""
    if not fact_ids:
        return frozenset()
    query = (
        select(MembershipFact.id)
        .join(Membership, Membership.id == MembershipFact.membership_id)
        .where(MembershipFact.id.in_(list(fact_ids)), ever_held())
    )
    return frozenset(session.scalars(query))


def freezes_that_stand(session: Session, fact_ids: Collection[int], today: date) -> frozenset[int]:
    """Those of the freezes that were not called off and are not over."""
    if not fact_ids:
        return frozenset()
    query = (
        select(MembershipFact.id)
        .join(Membership, Membership.id == MembershipFact.membership_id)
        .join(MembershipHold, MembershipHold.membership_id == Membership.id)
        .where(
            MembershipFact.id.in_(list(fact_ids)),
            MembershipHold.from_day == MembershipFact.on_day,
            or_(MembershipHold.to_day.is_(None), MembershipHold.to_day >= today),
            ever_held(),
            or_(Membership.cancelled_on.is_(None), Membership.cancelled_on > today),
        )
    )
    return frozenset(session.scalars(query))


def returns_that_stand(session: Session, hold_ids: Collection[int], today: date) -> dict[int, date]:
    """Hold -> the day on which the client was back, unless the membership rests again or is over."""
    if not hold_ids:
        return {}
    again = aliased(MembershipHold)
    rests = select(again.id).where(
        again.membership_id == Membership.id,
        again.from_day <= today,
        or_(again.to_day.is_(None), again.to_day >= today),
    )
    query = (
        select(MembershipHold.id, MembershipHold.to_day)
        .join(Membership, Membership.id == MembershipHold.membership_id)
        .where(
            MembershipHold.id.in_(list(hold_ids)),
            MembershipHold.to_day.is_not(None),
            Membership.ends_on > MembershipHold.to_day,
            or_(Membership.cancelled_on.is_(None), Membership.cancelled_on > today),
            ~rests.exists(),
        )
    )
    rows = session.execute(query)
    return {hold_id: to_day + timedelta(days=1) for hold_id, to_day in rows if to_day is not None}
