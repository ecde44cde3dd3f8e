"""What a visit changes, and what an undo changes back; each inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import ClientFigures
from fitnesscrm_desktop.models.membership import Membership, PackEntry, Plan
from fitnesscrm_desktop.models.visit import Visit, VisitCancellation, VisitHour
from fitnesscrm_desktop.services.checkin import statements
from fitnesscrm_desktop.services.checkin.rules import VisitFacts
from fitnesscrm_desktop.services.core.errors import Conflict
from fitnesscrm_desktop.services.lifecycle.refresh import refresh_client
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_DIRECT = {"synchronize_session": False}
"""Nothing of what these statements change is held in the session."""


def leaving_time(
    visits: Sequence[VisitFacts], moment: datetime, now: datetime, studio: StudioProfile
) -> datetime | None:
    """When a visit that is written down only later has ended; None: the client is still inside."""
    by_itself = moment + timedelta(hours=studio.auto_checkout_hours)
    if by_itself <= now:
        return by_itself
    return min((each.at for each in visits if each.at > moment), default=None)


def close_earlier(
    connection: Connection, visits: Sequence[VisitFacts], moment: datetime, studio: StudioProfile
) -> None:
    """Nobody is inside twice: who comes in again has gone out in between."""
    for each in visits:
        if each.at < moment and each.left_at is None:
            left = min(moment, each.at + timedelta(hours=studio.auto_checkout_hours))
            connection.execute(statements.CLOSE_VISIT, {"visit_id": each.id, "left": left})


def spend_visit(connection: Connection, membership_id: int, visit_id: int, moment: datetime) -> int:
    """Take one visit off a pack; how many are left. Raises ``Conflict`` if another desk was faster."""
    left = connection.execute(statements.SPEND_VISIT, {"of_membership": membership_id}).scalar()
    if left is None:
        raise Conflict("Another desk has just used the last visit of this pack. Nothing was stored.")
    entry = {"membership_id": membership_id, "delta": -1, "visit_id": visit_id, "at": moment}
    connection.execute(statements.ADD_PACK_ENTRY, entry)
    return int(left)


def give_back_visit(session: Session, visit: Visit, now: datetime, studio: StudioProfile) -> bool:
    """Reverse what *visit* took off a pack; whether it had taken anything.

    Where several visits on one day count once, another visit of that day takes it over.
    """
    spent = session.scalars(
        select(PackEntry).where(PackEntry.visit_id == visit.id, PackEntry.delta < 0)
    ).all()
    reversed_ids = set(
        session.scalars(select(PackEntry.reverses_id).where(PackEntry.reverses_id.in_([e.id for e in spent])))
    )
    entry = next((each for each in spent if each.id not in reversed_ids), None)
    if entry is None:
        return False
    session.add(
        PackEntry(membership_id=entry.membership_id, delta=1, visit_id=visit.id, reverses_id=entry.id, at=now)
    )
    heir = _heir(session, visit, entry.membership_id)
    if heir is not None:
        session.add(PackEntry(membership_id=entry.membership_id, delta=-1, visit_id=heir, at=now))
    else:
        giving = update(Membership).where(Membership.id == entry.membership_id)
        session.execute(giving.values(visits_left=Membership.visits_left + 1), execution_options=_DIRECT)
    refresh_client(session, visit.client_id, studio)
    return True


def _heir(session: Session, visit: Visit, membership_id: int) -> int | None:
    """Another visit of the same day that came in on the back of this one."""
    return session.scalars(
        select(Visit.id)
        .join(Membership, Membership.id == Visit.membership_id)
        .join(Plan, Plan.id == Membership.plan_id)
        .where(
            Visit.client_id == visit.client_id,
            Visit.day == visit.day,
            Visit.membership_id == membership_id,
            Visit.id != visit.id,
            Visit.cancelled_at.is_(None),
            Plan.same_day_once,
            ~select(PackEntry.id).where(PackEntry.visit_id == Visit.id, PackEntry.delta < 0).exists(),
        )
        .order_by(Visit.at)
        .limit(1)
    ).first()


def count_visit(connection: Connection, client_id: int, day: date) -> None:
    """One more in the client's figures."""
    if statements.COUNT_VISIT.row(connection, {"of_client": client_id, "on_day": day}) is None:
        first = {"client_id": client_id, "visits": 1, "last_visit_on": day}
        connection.execute(statements.ADD_FIGURES, first)


def uncount_visit(session: Session, client_id: int) -> None:
    """One less in the client's figures. The visit must be marked as taken back."""
    newest = (
        select(Visit.day)
        .where(Visit.client_id == client_id, Visit.cancelled_at.is_(None))
        .order_by(Visit.at.desc())
        .limit(1)
    )
    session.execute(
        update(ClientFigures)
        .where(ClientFigures.client_id == client_id, ClientFigures.visits > 0)
        .values(visits=ClientFigures.visits - 1, last_visit_on=newest.scalar_subquery()),
        execution_options=_DIRECT,
    )


def count_hour(connection: Connection, moment: datetime, studio: StudioProfile) -> None:
    """One more in the hour of *moment*. All desks write this row: call it last."""
    hour = {"day": studio.day_of(moment), "hour": _hour(moment, studio), "count": 1}
    statements.COUNT_HOUR[connection.dialect.name].rows(connection, hour)


def uncount_hour(session: Session, visit: Visit, studio: StudioProfile) -> None:
    """One less in the hour of *visit*. All desks write this row: call it last."""
    session.execute(
        update(VisitHour)
        .where(VisitHour.day == visit.day, VisitHour.hour == _hour(visit.at, studio), VisitHour.count > 0)
        .values(count=VisitHour.count - 1),
        execution_options=_DIRECT,
    )


def cancel(session: Session, visit: Visit, staff_id: int | None, now: datetime) -> None:
    """Write the compensating entry."""
    session.add(VisitCancellation(visit_id=visit.id, at=now, staff_id=staff_id))
    visit.cancelled_at = now
    session.flush()


def _hour(moment: datetime, studio: StudioProfile) -> int:
    return moment.astimezone(ZoneInfo(studio.zone)).hour
