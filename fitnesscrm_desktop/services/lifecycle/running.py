"""The plan somebody has on a day: of the memberships that run then, the one that lasts longest.

``client_figures`` holds the plan that lasts longest of all, which may begin later. What runs changes with the
day and without any change to the facts, so it is looked up and not stored.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientFigures
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, Plan


def runs_on(day: date) -> ColumnElement[bool]:
    """That a membership has begun and is not over on *day*; it may rest."""
    rests = (
        select(MembershipHold.id)
        .where(
            MembershipHold.membership_id == Membership.id,
            MembershipHold.to_day.is_(None),
            MembershipHold.from_day <= Membership.ends_on,
        )
        .exists()
    )
    return and_(
        Membership.starts_on <= day,
        or_(Membership.ends_on >= day, rests),
        or_(Membership.cancelled_on.is_(None), Membership.cancelled_on > day),
        or_(Membership.visits_left.is_(None), Membership.visits_left > 0),
    )


def plan_on(day: date) -> ColumnElement[str]:
    """The name of a ``Client``'s plan on *day*; where none runs, of the one that lasts longest or lasted."""
    return func.coalesce(_running(day), ClientFigures.plan_name, "")


def other_plan_may_run(day: date) -> Select[int]:
    """The ids of those of whom another plan than the one that lasts longest may run: of few."""
    return select(ClientFigures.client_id).where(ClientFigures.two_plans_until >= day)


def plans_running(day: date) -> Select[int, str]:
    """Every ``Client.id`` with its plan that runs on *day*; to be asked of a few."""
    return select(Client.id, _running(day))


def plan_name_on(session: Session, client_id: int, day: date) -> str | None:
    """The plan of one client that runs on *day*; None: none does."""
    return session.scalar(select(_running(day)).where(Client.id == client_id))


def _running(day: date) -> ScalarSelect[str]:
    return (
        select(Plan.name)
        .join(Membership, Membership.plan_id == Plan.id)
        .where(Membership.client_id == Client.id, runs_on(day))
        .order_by(Membership.ends_on.desc(), Membership.id.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
