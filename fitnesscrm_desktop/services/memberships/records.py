"""Finds memberships and what belongs to them, inside the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.membership import (
    Membership,
    MembershipFact,
    MembershipHold,
    MembershipTerm,
    Plan,
)
from fitnesscrm_desktop.models.values import FactKind
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.clients.finding import lock_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.lifecycle.rules import Days, MembershipDays
from fitnesscrm_desktop.services.lifecycle.terms import Term
from fitnesscrm_desktop.services.memberships.plans import found_plan
from fitnesscrm_desktop.services.memberships.rules import PlanTerms
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile


@dataclass(slots=True)
class Case:
    """A membership to be changed: locked, with its client, plan, days and the studio's today."""

    work: Work
    actor: Actor
    profile: StudioProfile
    client: Client
    membership: Membership
    plan: Plan
    days: MembershipDays
    today: date


def open_case(work: Work, actor: Actor, membership_id: int) -> Case:
    """Lock client and membership, in this order, and look at them afresh. Raises ``NotFound``."""
    session, profile = work.session, studio_profile(work.session)
    client = lock_client(session, found_membership(session, membership_id).client_id)
    membership = session.get_one(Membership, membership_id, with_for_update=True, populate_existing=True)
    plan = found_plan(session, membership.plan_id)
    days = days_of(session, membership, plan)
    return Case(work, actor, profile, client, membership, plan, days, profile.day_of(work.now))


def found_membership(session: Session, membership_id: int) -> Membership:
    """The membership, not locked. Raises ``NotFound``."""
    found = session.get(Membership, membership_id)
    if found is None:
        raise NotFound(f"There is no membership with the id {membership_id}. Nothing was changed.")
    return found


def days_of(session: Session, membership: Membership, plan: Plan) -> MembershipDays:
    """The membership as the rules see it; visits of a pack left out."""
    return MembershipDays(
        kind=plan.kind,
        starts_on=membership.starts_on,
        ends_on=membership.ends_on,
        cancelled_on=membership.cancelled_on,
        cancel_reason=membership.cancel_reason,
        holds=tuple(Days(hold.from_day, hold.to_day) for hold in holds_of(session, membership.id)),
    )


def holds_of(session: Session, membership_id: int) -> list[MembershipHold]:
    """All holds, the earliest first."""
    query = select(MembershipHold).where(MembershipHold.membership_id == membership_id)
    return list(session.scalars(query.order_by(MembershipHold.from_day)))


def terms_of(session: Session, membership_id: int, *, voided: bool = False) -> list[MembershipTerm]:
    """The terms in order of days; those that were taken back only when asked for."""
    query = select(MembershipTerm).where(MembershipTerm.membership_id == membership_id)
    if not voided:
        query = query.where(MembershipTerm.voided_at.is_(None))
    return list(session.scalars(query.order_by(MembershipTerm.from_day, MembershipTerm.id)))


def run_of(session: Session, membership_id: int) -> list[Term]:
    """The terms that count, as the rules see them."""
    return [Term(row.from_day, row.to_day) for row in terms_of(session, membership_id)]


def plan_terms(plan: Plan) -> PlanTerms:
    """What of a plan decides about days and visits."""
    return PlanTerms(plan.kind, plan.period, plan.days, plan.visits)


def add_fact(
    case: Case,
    kind: FactKind,
    on_day: date,
    *,
    days: int | None = None,
    reason: str = "",
    key: str | None = None,
) -> MembershipFact:
    """Write down what happened to the membership."""
    fact = MembershipFact(
        membership_id=case.membership.id,
        kind=kind,
        at=case.work.now,
        on_day=on_day,
        days=days,
        reason=reason,
        key=key,
        staff_id=case.actor.staff_id,
    )
    case.work.session.add(fact)
    case.work.session.flush()
    return fact


def fact_by_key(session: Session, key: str | None) -> MembershipFact | None:
    """What was done with *key*."""
    return None if key is None else session.scalar(select(MembershipFact).where(MembershipFact.key == key))


def key_used() -> RuleBroken:
    """The error for a key that was used for something else."""
    text = "This key was used for something else already. Nothing was changed. Use a new key."
    return RuleBroken(text, fields={"key": "Used before for something else"})


def undo_key(fact_id: int) -> str:
    """The key of the fact that takes another one back: UNIQUE, so nothing is taken back twice."""
    return f"undo:{fact_id}"


def visited_between(session: Session, membership_id: int, first: date, last: date) -> date | None:
    """The last day of *first* to *last* on which somebody came in with this membership."""
    return session.scalar(
        select(Visit.day)
        .where(
            Visit.membership_id == membership_id,
            Visit.day >= first,
            Visit.day <= last,
            Visit.cancelled_at.is_(None),
        )
        .order_by(Visit.day.desc())
        .limit(1)
    )
