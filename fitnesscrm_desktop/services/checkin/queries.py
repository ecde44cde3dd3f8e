"""What the door needs from the database: few statements, each on an index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import (
    Client,
    ClientCode,
    ClientFigures,
    ClientPhoto,
    Consent,
    StaffNote,
)
from fitnesscrm_desktop.models.membership import Membership, MembershipHold, Plan
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import ConsentKind
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.checkin.codes import Code
from fitnesscrm_desktop.services.checkin.rules import DoorFacts, MembershipFacts, VisitFacts
from fitnesscrm_desktop.services.clients.notes import readable_by
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, Days
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_LONGEST_CHAIN = 20
"""Of clients merged into clients merged into clients."""

_PERSON = (
    Client.id,
    Client.member_number,
    Client.first_name,
    Client.last_name,
    Client.born,
    Client.blocked_reason,
    Client.archived_at,
    Client.merged_into_id,
    Client.medical_alert,
)
_MEMBERSHIP = (
    Membership.id,
    Plan.name,
    Plan.kind,
    Membership.starts_on,
    Membership.ends_on,
    Membership.cancelled_on,
    Membership.visits_left,
    Plan.visits_per_week,
    Plan.same_day_once,
    Plan.weekdays,
    Plan.from_minute,
    Plan.to_minute,
    MembershipHold.id.label("hold_id"),
    MembershipHold.from_day,
    MembershipHold.to_day,
)


@dataclass(frozen=True, slots=True)
class Person:
    """The row of the client, locked until the end of the transaction."""

    id: int
    member_number: int
    first_name: str
    last_name: str
    born: date | None
    blocked_reason: str
    archived_at: datetime | None
    merged_into_id: int | None
    medical_alert: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a person besides the rules' facts."""

    facts: DoorFacts
    has_photo: bool
    visits: int


def door_profile(session: Session) -> StudioProfile:
    """The studio's settings without its logo, which no check-in needs."""
    row = session.execute(select(*(getattr(Studio, name) for name in StudioProfile.__slots__))).one_or_none()
    if row is None:
        message = "This studio is not set up yet. Start the program once and answer its first questions."
        raise NotFound(message)
    return StudioProfile(*row)


def lock_person(session: Session, code: Code | None, client_id: int | None) -> Person | None:
    """Find who a code (or an id) belongs to, and keep other desks waiting with the same person.

    A code that was given to somebody goes before a member number: cards of an old system may bear any number.
    A client who was merged into another one is that other one.
    """
    person = _lock(session, Client.id == client_id) if client_id is not None else _owner(session, code)
    for _ in range(_LONGEST_CHAIN):
        if person is None or person.merged_into_id is None:
            break
        person = _lock(session, Client.id == person.merged_into_id)
    return person


def _owner(session: Session, code: Code | None) -> Person | None:
    if code is None:
        return None
    owner = select(ClientCode.client_id).where(ClientCode.code == code.text).scalar_subquery()
    if code.number is None:
        return _lock(session, Client.id == owner)
    numbered = select(Client.id).where(Client.member_number == code.number).scalar_subquery()
    return _lock(session, Client.id == func.coalesce(owner, numbered))


def _lock(session: Session, which: ColumnElement[bool]) -> Person | None:
    # NO KEY: others may still store rows that refer to the client.
    found = session.execute(select(*_PERSON).where(which).with_for_update(key_share=True)).one_or_none()
    return None if found is None else Person(*found)


def known_at_door(
    session: Session, person: Person, actor: Actor, moment: datetime, studio: StudioProfile
) -> Known:
    """Gather everything the verdict depends on. The person must be locked."""
    day = studio.day_of(moment)
    agreed = (
        select(Consent.given)
        .where(Consent.client_id == person.id, Consent.kind == ConsentKind.GUARDIAN)
        .order_by(Consent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    figures = session.execute(
        select(
            ClientFigures.balance,
            ClientFigures.oldest_due_on,
            ClientFigures.visits,
            exists().where(ClientPhoto.client_id == person.id),
            agreed,
        )
        .select_from(Client)
        .outerjoin(ClientFigures, ClientFigures.client_id == Client.id)
        .where(Client.id == person.id)
    ).one()
    facts = DoorFacts(
        born=person.born,
        guardian_agreed=bool(figures[4]),
        blocked_reason=person.blocked_reason,
        archived=person.archived_at is not None,
        balance=figures.balance or 0,
        oldest_due_on=figures.oldest_due_on,
        memberships=_memberships(session, person.id, day),
        visits=_visits_around(session, person.id, moment, studio),
        medical_alert=person.medical_alert,
        pinned_notes=_pinned_notes(session, person.id, actor),
    )
    return Known(facts, bool(figures[3]), figures.visits or 0)


def _memberships(session: Session, client_id: int, day: date) -> tuple[MembershipFacts, ...]:
    """Those that run or will run; if there is none that has begun, the one that ended last too."""
    found = _membership_rows(session, client_id, day, Membership.ends_on >= day)
    if not any(each.runs_on(day) for each in found.values()):
        found |= _membership_rows(session, client_id, day, Membership.ends_on < day, limit=1)
    return tuple(found.values())


def _membership_rows(
    session: Session, client_id: int, day: date, which: ColumnElement[bool], *, limit: int | None = None
) -> dict[int, MembershipFacts]:
    rests_today = and_(
        MembershipHold.membership_id == Membership.id,
        MembershipHold.from_day <= day,
        or_(MembershipHold.to_day.is_(None), MembershipHold.to_day >= day),
    )
    rows = session.execute(
        select(*_MEMBERSHIP)
        .select_from(Membership)
        .join(Plan, Plan.id == Membership.plan_id)
        .outerjoin(MembershipHold, rests_today)
        .where(Membership.client_id == client_id, which)
        .order_by(Membership.ends_on.desc(), Membership.id.desc())
        .limit(limit)
    )
    return {row.id: _membership(row) for row in rows}


def _membership(row: Any) -> MembershipFacts:
    found = MembershipFacts(*row[:-3])
    return found if row.hold_id is None else replace(found, rest=Days(row.from_day, row.to_day))


def _visits_around(
    session: Session, client_id: int, moment: datetime, studio: StudioProfile
) -> tuple[VisitFacts, ...]:
    """The visits of the moment's week, and any near enough to be the same one or still going on."""
    day = studio.day_of(moment)
    monday = day - ONE_DAY * day.weekday()
    near = max(timedelta(minutes=studio.reentry_minutes), timedelta(hours=studio.auto_checkout_hours))
    first = min(start_of_day(monday, studio.zone), moment - near)
    last = max(start_of_day(monday + ONE_DAY * 7, studio.zone), moment + near)
    rows = session.execute(
        select(Visit.id, Visit.at, Visit.day, Visit.membership_id, Visit.left_at)
        .where(
            Visit.client_id == client_id, Visit.at >= first, Visit.at <= last, Visit.cancelled_at.is_(None)
        )
        .order_by(Visit.at)
    )
    return tuple(VisitFacts(*row) for row in rows)


def _pinned_notes(session: Session, client_id: int, actor: Actor) -> tuple[str, ...]:
    """What the actor may read of them."""
    notes = session.scalars(
        select(StaffNote.text)
        .where(
            StaffNote.client_id == client_id,
            StaffNote.pinned,
            StaffNote.removed_at.is_(None),
            readable_by(actor),
        )
        .order_by(StaffNote.at, StaffNote.id)
    )
    return tuple(notes)
