"""Keeps a client's figures and stage spans in step with the facts, in the transaction of the change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import ClientFigures, StageSpan
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, Plan
from fitnesscrm_desktop.models.values import ClientStage, StageReason
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.lifecycle.facts import Account, account, client_facts
from fitnesscrm_desktop.services.lifecycle.rules import Days, MembershipDays, Standing, spans, two_plans_until
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_SPAN = ("stage", "reason", "from_day", "to_day")


def refresh_client(session: Session, client_id: int, profile: StudioProfile) -> None:
    """Make figures and spans of one client anew. Call it after every change to the facts."""
    session.flush()
    money = account(session, client_id, profile)
    _refresh_figures(session, client_id, money)
    _refresh_spans(session, client_id, profile, money)


def _refresh_figures(session: Session, client_id: int, money: Account) -> None:
    figures = session.get(ClientFigures, client_id)
    if figures is None:
        figures = ClientFigures(client_id=client_id)
        session.add(figures)
    figures.balance, figures.oldest_due_on = money.balance, money.oldest_due_on
    counted = select(func.count(), func.max(Visit.day)).where(
        Visit.client_id == client_id, Visit.cancelled_at.is_(None)
    )
    figures.visits, figures.last_visit_on = session.execute(counted).one()
    held = _held(session, client_id)
    ever = [each for each in held if each.days.ever_held]
    lasting = max(ever, key=lambda each: each.days.last_day or date.max, default=None)
    figures.plan_name = lasting.plan_name if lasting else ""
    figures.ends_on = lasting.days.last_day if lasting else None
    figures.two_plans_until = two_plans_until((each.plan_id, each.days.last_day) for each in held)


@dataclass(frozen=True, slots=True)
class _Held:
    """A membership, of which plan it is and when it lets in."""

    plan_id: int
    plan_name: str
    days: MembershipDays


def _held(session: Session, client_id: int) -> list[_Held]:
    """The newest first."""
    rests = (
        select(MembershipHold.id)
        .where(
            MembershipHold.membership_id == Membership.id,
            MembershipHold.to_day.is_(None),
            MembershipHold.from_day <= Membership.ends_on,
        )
        .exists()
    )
    rows = session.execute(
        select(
            Plan.id,
            Plan.name,
            Plan.kind,
            Membership.starts_on,
            Membership.ends_on,
            Membership.cancelled_on,
            rests,
        )
        .join(Plan)
        .where(Membership.client_id == client_id)
        .order_by(Membership.id.desc())
    ).all()
    held = []
    for plan_id, name, kind, starts_on, ends_on, cancelled_on, resting in rows:
        holds = (Days(starts_on, None),) if resting else ()
        held.append(_Held(plan_id, name, MembershipDays(kind, starts_on, ends_on, cancelled_on, holds=holds)))
    return held


def _refresh_spans(session: Session, client_id: int, profile: StudioProfile, money: Account) -> None:
    facts = client_facts(session, client_id, profile, money)
    fresh = [
        (span.standing.stage, span.standing.reason, span.first, span.last)
        for span in spans(facts, profile.former_after_days)
    ]
    kept = session.execute(
        select(StageSpan.stage, StageSpan.reason, StageSpan.from_day, StageSpan.to_day)
        .where(StageSpan.client_id == client_id)
        .order_by(StageSpan.from_day)
    ).all()
    if [tuple(row) for row in kept] == fresh:
        return  # as after most payments: nothing is written that is there already
    session.execute(delete(StageSpan).where(StageSpan.client_id == client_id))
    rows = [{"client_id": client_id, **dict(zip(_SPAN, row, strict=True))} for row in fresh]
    session.execute(insert(StageSpan), rows)


def standing_of(session: Session, client_id: int, day: date) -> Standing:
    """Where a client stood (or will stand) on *day*, as far as is known now."""
    row = session.execute(
        select(StageSpan.stage, StageSpan.reason)
        .where(StageSpan.client_id == client_id, StageSpan.from_day <= day)
        .order_by(StageSpan.from_day.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return Standing(ClientStage.LEAD, StageReason.NEVER_JOINED)
    return Standing(row.stage, row.reason)
