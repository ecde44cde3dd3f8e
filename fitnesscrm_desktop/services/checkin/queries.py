"""What the door needs from the database: few statements, each on an index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from fitnesscrm_desktop.services.checkin import statements
from fitnesscrm_desktop.services.checkin.codes import Code
from fitnesscrm_desktop.services.checkin.form_rules import FormFacts
from fitnesscrm_desktop.services.checkin.rules import DoorFacts, MembershipFacts, VisitFacts
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.core.prepared import Row
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY, Days
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_LONGEST_CHAIN = 20
"""Of clients merged into clients merged into clients."""
_BEFORE = timedelta(minutes=5)
"""By how much a clock may have been set back since."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands at the door: the client's row, locked until the end of the transaction, and sums of it."""

    id: int
    member_number: int
    first_name: str
    last_name: str
    born: date | None
    blocked_reason: str
    archived_at: datetime | None
    merged_into_id: int | None
    medical_alert: str
    balance: int | None
    oldest_due_on: date | None
    visits: int | None
    has_photo: bool
    has_pinned_notes: bool
    guardian_agreed: bool | None
    asks_for_forms: bool


def door_profile(connection: Connection) -> StudioProfile:
    """The studio's settings without its logo."""
    row = statements.STUDIO.row(connection, {})
    if row is None:
        message = "This studio is not set up yet. Start the program once and answer its first questions."
        raise NotFound(message)
    return StudioProfile(*row)


def lock_person(connection: Connection, code: Code | None, client_id: int | None) -> Person | None:
    """Find who a code (or an id) belongs to, and keep other desks waiting with the same person.

    A code that was given to somebody goes before a member number: cards of an old system may bear any number.
    A client who was merged into another one is that other one.
    """
    if client_id is not None:
        row = statements.AT_DOOR_BY_ID.row(connection, {"client_id": client_id})
    elif code is not None:
        row = statements.AT_DOOR_BY_CODE.row(connection, {"code": code.text, "number": code.number})
    else:
        return None
    person = None if row is None else Person(*row)
    for _ in range(_LONGEST_CHAIN):
        if person is None or person.merged_into_id is None:
            break
        row = statements.AT_DOOR_BY_ID.row(connection, {"client_id": person.merged_into_id})
        person = None if row is None else Person(*row)
    return person


def facts_at_door(
    connection: Connection, person: Person, actor: Actor, moment: datetime, studio: StudioProfile
) -> DoorFacts:
    """Gather everything the verdict depends on. The person must be locked."""
    return DoorFacts(
        born=person.born,
        guardian_agreed=bool(person.guardian_agreed),
        blocked_reason=person.blocked_reason,
        archived=person.archived_at is not None,
        balance=person.balance or 0,
        oldest_due_on=person.oldest_due_on,
        memberships=_memberships(connection, person.id, studio.day_of(moment)),
        visits=_visits_around(connection, person.id, moment, studio),
        medical_alert=person.medical_alert,
        pinned_notes=_pinned_notes(connection, person, actor),
        forms=_forms(connection, person),
    )


def stored_visit(connection: Connection, key: str, moment: datetime) -> VisitFacts | None:
    """The visit that was stored for *moment* with this *key*, also if it was taken back since."""
    wanted = {"since": moment - _BEFORE, "key": f'"key": "{key}"'}
    row = connection.execute(statements.VISIT_BY_KEY, wanted).first()
    return None if row is None else VisitFacts(*row)


def _pinned_notes(connection: Connection, person: Person, actor: Actor) -> tuple[str, ...]:
    if not person.has_pinned_notes:
        return ()
    return tuple(connection.execute(statements.pinned_notes(actor), {"client_id": person.id}).scalars())


def _forms(connection: Connection, person: Person) -> tuple[FormFacts, ...]:
    if not person.asks_for_forms:
        return ()
    rows = statements.FORMS.rows(connection, {"client_id": person.id})
    return tuple(replace(FormFacts(*row), waits=bool(row[-1])) for row in rows)


def _memberships(connection: Connection, client_id: int, day: date) -> tuple[MembershipFacts, ...]:
    """Those that run or will run; if there is none that has begun, the one that ended last too."""
    wanted = {"client_id": client_id, "day": day}
    found = {row[0]: _membership(row) for row in statements.MEMBERSHIPS_NOT_OVER.rows(connection, wanted)}
    if not any(each.runs_on(day) for each in found.values()):
        found |= {row[0]: _membership(row) for row in statements.MEMBERSHIP_OVER.rows(connection, wanted)}
    return tuple(found.values())


def _membership(row: Row) -> MembershipFacts:
    *facts, hold_id, from_day, to_day = row
    found = MembershipFacts(*facts)
    return found if hold_id is None else replace(found, rest=Days(from_day, to_day))


def _visits_around(
    connection: Connection, client_id: int, moment: datetime, studio: StudioProfile
) -> tuple[VisitFacts, ...]:
    """The visits of the moment's week, and any near enough to be the same one or still going on."""
    day = studio.day_of(moment)
    monday = day - ONE_DAY * day.weekday()
    near = max(timedelta(minutes=studio.reentry_minutes), timedelta(hours=studio.auto_checkout_hours))
    first = min(start_of_day(monday, studio.zone), moment - near)
    last = max(start_of_day(monday + ONE_DAY * 7, studio.zone), moment + near)
    around = {"client_id": client_id, "first": first, "last": last}
    return tuple(VisitFacts(*row) for row in statements.VISITS_AROUND.rows(connection, around))
