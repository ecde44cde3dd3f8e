"""Reads about memberships, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from fitnesscrm_desktop.models.client import Client, ClientFigures
from fitnesscrm_desktop.models.ledger import Charge
from fitnesscrm_desktop.models.membership import Membership, MembershipFact, MembershipHold, PackEntry, Plan
from fitnesscrm_desktop.models.values import PlanKind
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.lifecycle.ending import ends_time
from fitnesscrm_desktop.services.lifecycle.rules import MembershipDays
from fitnesscrm_desktop.services.memberships.prices import price_on
from fitnesscrm_desktop.services.memberships.records import days_of, holds_of, terms_of, undo_key
from fitnesscrm_desktop.services.memberships.results import (
    EndingSoon,
    FactView,
    HoldView,
    MembershipView,
    TermView,
)
from fitnesscrm_desktop.services.memberships.rules import state_on
from fitnesscrm_desktop.services.settings.profile import StudioProfile

MOST_ENDING = 500


def membership_view(
    session: Session, profile: StudioProfile, membership: Membership, today: date
) -> MembershipView:
    """A membership as it is today, with everything that happened to it."""
    plan = session.get_one(Plan, membership.plan_id)
    days = days_of(session, membership, plan)
    terms = terms_of(session, membership.id, voided=True)
    counting = [term for term in terms if term.voided_at is None]
    charges = [term.charge_id for term in terms if term.charge_id is not None]
    reversed_charges = set(session.scalars(select(Charge.reverses_id).where(Charge.reverses_id.in_(charges))))
    return MembershipView(
        id=membership.id,
        client_id=membership.client_id,
        plan_id=plan.id,
        plan_name=plan.name,
        plan_kind=plan.kind,
        state=state_on(days, today),
        starts_on=membership.starts_on,
        ends_on=days.last_day,
        price=counting[-1].price if counting else 0,
        currency=profile.currency,
        visits_left=membership.visits_left,
        visits_total=_visits_total(session, membership),
        cancelled_on=membership.cancelled_on,
        cancel_reason=membership.cancel_reason,
        frozen_until=_frozen_until(days, today),
        terms=tuple(
            TermView(
                row.id,
                row.from_day,
                row.to_day,
                row.price,
                row.charge_id,
                row.voided_at is not None,
                row.charge_id is not None and row.charge_id not in reversed_charges,
            )
            for row in terms
        ),
        holds=tuple(_hold_view(row) for row in holds_of(session, membership.id)),
        facts=facts_of(session, membership.id),
    )


def _hold_view(row: MembershipHold) -> HoldView:
    return HoldView(row.id, row.from_day, row.to_day, row.reason)


def _frozen_until(days: MembershipDays, today: date) -> date | None:
    return next((hold.last for hold in days.holds if today in hold), None)


def _visits_total(session: Session, membership: Membership) -> int | None:
    if membership.visits_left is None:
        return None
    booked = PackEntry.membership_id == membership.id, PackEntry.visit_id.is_(None)
    return int(session.scalar(select(func.sum(PackEntry.delta)).where(*booked)) or 0)


def facts_of(session: Session, membership_id: int) -> tuple[FactView, ...]:
    """What happened to a membership, the first thing first."""
    query = select(MembershipFact).where(MembershipFact.membership_id == membership_id)
    rows = session.scalars(query.order_by(MembershipFact.id)).all()
    keys = {row.key for row in rows}
    return tuple(
        FactView(row.id, row.kind, row.at, row.on_day, row.days, row.reason, undo_key(row.id) in keys)
        for row in rows
    )


def memberships_of(
    session: Session, profile: StudioProfile, client_id: int, today: date
) -> list[MembershipView]:
    """All memberships of a client, the one that lasts longest first."""
    query = select(Membership).where(Membership.client_id == find_client(session, client_id).id)
    views = [membership_view(session, profile, row, today) for row in session.scalars(query).all()]
    return sorted(views, key=lambda view: (view.ends_on or date.max, view.id), reverse=True)


def ending_soon(session: Session, profile: StudioProfile, today: date, *, days: int) -> list[EndingSoon]:
    """Memberships with which the time of their client ends, day passes aside."""
    later = aliased(Membership)
    comes_again = exists().where(
        later.client_id == Membership.client_id,
        later.plan_id == Membership.plan_id,
        later.starts_on > Membership.ends_on,
        later.cancelled_on.is_(None) | (later.cancelled_on > later.starts_on),
    )
    query = (
        select(
            Membership.id,
            Membership.client_id,
            Membership.plan_id,
            Membership.ends_on,
            Membership.visits_left,
            Plan.name,
            Client.member_number,
            Client.first_name,
            Client.last_name,
            Client.phone,
            ClientFigures.balance,
            comes_again.label("comes_again"),
        )
        .join(Plan, Plan.id == Membership.plan_id)
        .join(Client, Client.id == Membership.client_id)
        .join(ClientFigures, ClientFigures.client_id == Client.id)
        .where(
            Membership.cancelled_on.is_(None),
            Plan.kind != PlanKind.DAY,
            Client.archived_at.is_(None),
        )
        .order_by(Membership.ends_on, Client.sort_key, Membership.id)
    )
    rows: list[Any] = []
    for first, last in _periods(today, today + timedelta(days=days)):
        ends = query.where(ends_time(first, last))
        rows += session.execute(ends.limit(MOST_ENDING - len(rows))).all()
        if len(rows) == MOST_ENDING:
            break
    prices = {plan_id: price_on(session, plan_id, today) for plan_id in {row.plan_id for row in rows}}
    return [
        EndingSoon(
            membership_id=row.id,
            client_id=row.client_id,
            member_number=row.member_number,
            client_name=f"{row.first_name} {row.last_name}",
            phone=row.phone or "",
            plan_name=row.name,
            ends_on=row.ends_on,
            days_left=(row.ends_on - today).days,
            visits_left=row.visits_left,
            renewal_price=prices[row.plan_id],
            currency=profile.currency,
            balance=row.balance,
            comes_again=row.comes_again,
        )
        for row in rows
    ]


def _periods(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days from *first* to *last*, few at a time in the beginning: one may fill the list."""
    length = 1
    while first <= last:
        yield first, min(last, first + timedelta(days=length - 1))
        first += timedelta(days=length)
        length *= 2
