"""Check-in, check-out and undo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.values import CheckInReason, Permission, Verdict
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.checkin.arrival import Arrival, Decision, unknown
from fitnesscrm_desktop.services.checkin.codes import read_code
from fitnesscrm_desktop.services.checkin.events import CheckInUndone, ClientCheckedOut
from fitnesscrm_desktop.services.checkin.queries import door_profile, facts_at_door, lock_person, stored_visit
from fitnesscrm_desktop.services.checkin.results import CheckInResult, KioskAnswer, LeftVisit, UndoneVisit
from fitnesscrm_desktop.services.checkin.rules import DoorFacts, admission, already_in, overridden
from fitnesscrm_desktop.services.checkin.storing import cancel, give_back_visit, uncount_hour, uncount_visit
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY
from fitnesscrm_desktop.services.settings.profile import StudioProfile

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No visit is older than the oldest list anybody could import."""
_CLOCKS_DIFFER = timedelta(minutes=1)
_KIOSK = "kiosk"


class CheckInService:
    """Lets people in and out. Every method that writes is one transaction."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def check_in(
        self,
        actor: Actor,
        code: str = "",
        *,
        at: datetime | None = None,
        override: str | None = None,
        client_id: int | None = None,
        use_membership: int | None = None,
        key: str | None = None,
    ) -> CheckInResult:
        """Let the owner of *code* (or the client *client_id*) in, if the rules allow it.

        *at* is a moment in the past, for visits that are written down later (in a demo studio that was made
        for a later day, also a moment up to that day); *override* the reason for
        which somebody is let in against the rules; *use_membership* the membership that the desk has chosen
        ("book the pack"); *key* marks the visit, so that one that is tried again for its own moment and turns
        out to be stored is not stored twice. A refusal is a result: nothing is stored but the attempt, in the
        audit log. A second scan within the studio's minutes answers ``ALREADY_IN`` with the visit that is
        there.

        Raises ``NotAllowed``; ``RuleBroken`` for a moment that cannot be, an override without a reason, a
        membership that is not the client's or not running; ``Conflict`` if another desk was faster.
        """
        actor.require(Permission.CHECK_IN)
        reason = None if override is None else _override_reason(actor, override)
        with self._core.write() as work:
            studio = door_profile(work.connection)
            moment = _moment(at, work, studio)
            day = studio.day_of(moment)
            person = lock_person(work.connection, read_code(code), client_id)
            if person is None:
                return unknown(work, actor, code, moment, studio)
            facts = facts_at_door(work.connection, person, actor, moment, studio)
            stored = (
                stored_visit(work.connection, key, moment) if key is not None and at is not None else None
            )
            if stored is not None:
                admitted = already_in(facts, stored, day, studio)
                return Arrival(person, facts, admitted, moment, day, studio).told(stored.id)
            if use_membership is not None:
                _require_running(facts, use_membership, day)
            admitted = admission(facts, moment, studio, use=use_membership)
            decision = None
            if reason is not None and admitted.verdict is Verdict.REFUSED:
                decision = Decision(reason, tuple(dict.fromkeys(each.word for each in admitted.refusals)))
                admitted = overridden(admitted, reason)
            return Arrival(person, facts, admitted, moment, day, studio, decision, key).store(work, actor)

    def kiosk_check_in(self, actor: Actor, code: str) -> KioskAnswer:
        """The same for a client who scans without the desk: only a first name and the verdict come back.

        *actor* is who has opened the kiosk; it acts with nothing but the right to check in.
        """
        actor.require(Permission.CHECK_IN)
        kiosk = Actor(_KIOSK, actor.role, actor.staff_id, frozenset({Permission.CHECK_IN}))
        found = self.check_in(kiosk, code)
        name = "" if found.client is None else found.client.first_name
        return KioskAnswer(found.verdict, name, already_in=CheckInReason.ALREADY_IN in found.words)

    def check_out(self, actor: Actor, visit_id: int) -> LeftVisit:
        """Write down that somebody has left. Who had left before is told so, and nothing is changed.

        Raises ``NotFound``, and ``RuleBroken`` for a visit that was taken back.
        """
        actor.require(Permission.CHECK_IN)
        with self._core.write() as work:
            visit, name = _visit(work.session, visit_id)
            _require_standing(visit)
            if visit.left_at is not None:
                return LeftVisit(visit.id, visit.client_id, name, visit.left_at, already=True)
            by_itself = visit.at + timedelta(hours=door_profile(work.connection).auto_checkout_hours)
            visit.left_at, visit.left_by_itself = min(work.now, by_itself), by_itself <= work.now
            visit.left_at = max(visit.left_at, visit.at)  # in a demo of a later day
            work.audit(actor, "checkin.check_out", "visit", visit.id, client=visit.client_id)
            work.record(ClientCheckedOut(visit.client_id, visit.id))
            return LeftVisit(visit.id, visit.client_id, name, visit.left_at, already=False)

    def back_inside(self, actor: Actor, visit_id: int) -> None:
        """Take a check-out back. Raises ``NotFound``, and ``RuleBroken`` for a visit that was taken back."""
        actor.require(Permission.CHECK_IN)
        with self._core.write() as work:
            visit, _name = _visit(work.session, visit_id)
            _require_standing(visit)
            if visit.left_at is None:
                return
            visit.left_at, visit.left_by_itself = None, False
            work.audit(actor, "checkin.back_inside", "visit", visit.id, client=visit.client_id)
            work.record(ClientCheckedOut(visit.client_id, visit.id))

    def auto_check_out(self, actor: Actor) -> int:
        """Write down for everybody who came the studio's hours ago that they left; how many.

        Lists do not wait for it: who came so long ago is never shown as inside.
        """
        actor.require(Permission.CHECK_IN)
        with self._core.read() as session:
            if not _overstayed(session, self._core.clock.now()):
                return 0
        with self._core.write() as work:
            found = _overstayed(work.session, work.now)
            for visit_id, client_id, left_at in found:
                leaving = update(Visit).where(Visit.id == visit_id, Visit.left_at.is_(None))
                work.session.execute(leaving.values(left_at=left_at, left_by_itself=True))
                work.record(ClientCheckedOut(client_id, visit_id))
            if found:
                work.audit(actor, "checkin.auto_check_out", "visit", None, visits=len(found))
            return len(found)

    def undo(self, actor: Actor, visit_id: int) -> UndoneVisit:
        """Take a visit back by a compensating entry: figures, the hour and a pack's visit are given back.

        A visit that was taken back before is left alone and told so. Raises ``NotFound``.
        """
        actor.require(Permission.UNDO_CHECK_IN)
        with self._core.write() as work:
            visit, name = _visit(work.session, visit_id)
            if visit.cancelled_at is not None:
                return UndoneVisit(visit.id, visit.client_id, name, already=True)
            studio = door_profile(work.connection)
            cancel(work.session, visit, actor.staff_id, work.now)
            if not give_back_visit(work.session, visit, work.now, studio):
                uncount_visit(work.session, visit.client_id)
            work.audit(actor, "checkin.undo", "visit", visit.id, client=visit.client_id)
            work.session.flush()
            uncount_hour(work.session, visit, studio)
            work.record(CheckInUndone(visit.client_id, visit.id))
            return UndoneVisit(visit.id, visit.client_id, name, already=False)


def _override_reason(actor: Actor, reason: str) -> str:
    actor.require(Permission.OVERRIDE_CHECK_IN)
    return one_line(reason, SHORT_TEXT, needed="An override needs a reason. Nobody was let in yet.")


def _moment(at: datetime | None, work: Work, studio: StudioProfile) -> datetime:
    if at is None:
        return work.now
    if at.tzinfo is None:
        raise RuleBroken("The time of a visit needs an offset, like 2026-03-31T18:30:00+02:00.")
    if at > work.now + _CLOCKS_DIFFER and not _has_come_in_demo(at, work, studio):
        raise RuleBroken("This time is still to come. A visit is written down when it has happened.")
    if at < EARLIEST:
        raise RuleBroken(f"This time is before {EARLIEST.year}. Visits that old are not kept.")
    return at.astimezone(UTC)


def _has_come_in_demo(at: datetime, work: Work, studio: StudioProfile) -> bool:
    """A demo may be made for a later day. There, and only there, that day is today, and its visits say so."""
    today = work.connection.scalar(select(func.max(Visit.day))) if studio.demo else None
    return today is not None and at < start_of_day(today + ONE_DAY, studio.zone)


def _require_running(facts: DoorFacts, membership_id: int, day: date) -> None:
    if not any(each.id == membership_id and each.runs_on(day) for each in facts.memberships):
        raise RuleBroken("This membership does not run today for this client. Nothing was booked.")


def _visit(session: Session, visit_id: int) -> tuple[Visit, str]:
    """A visit whose client is locked, and the client's name."""
    client_id = session.scalar(select(Visit.client_id).where(Visit.id == visit_id))
    if client_id is None:
        raise NotFound("There is no such visit.")
    client = session.execute(
        select(Client.first_name, Client.last_name)
        .where(Client.id == client_id)
        .with_for_update(key_share=True)
    ).one()
    visit = session.get_one(Visit, visit_id, with_for_update=True, populate_existing=True)
    return visit, f"{client.first_name} {client.last_name}"


def _require_standing(visit: Visit) -> None:
    if visit.cancelled_at is not None:
        raise RuleBroken("This visit was taken back, so nobody came or left.")


def _overstayed(session: Session, now: datetime) -> list[tuple[int, int, datetime]]:
    """Visits that nobody ended within the studio's hours, and when they ended by that rule."""
    stay = timedelta(hours=door_profile(session.connection()).auto_checkout_hours)
    rows = session.execute(
        select(Visit.id, Visit.client_id, Visit.at).where(
            Visit.left_at.is_(None), Visit.cancelled_at.is_(None), Visit.at <= now - stay
        )
    )
    return [(row.id, row.client_id, row.at + stay) for row in rows]
