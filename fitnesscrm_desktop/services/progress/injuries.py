"""What hurts or must not be, from which day to which: seen only by those who may see health data."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT, TEXT_LENGTH
from fitnesscrm_desktop.models.progress import Injury
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line, paragraphs
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.progress.events import ProgressChanged
from fitnesscrm_desktop.services.progress.history_results import InjuryInfo, NewInjury
from fitnesscrm_desktop.services.progress.history_rules import (
    BODY_PARTS,
    MOVEMENTS,
    check_first,
    check_last,
    holds_on,
    known_words,
)
from fitnesscrm_desktop.services.settings.profile import studio_profile


class InjuryService:
    """Injuries and contraindications of clients; what they rule out filters exercises."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def list(self, actor: Actor, client_id: int, *, over: bool = True) -> list[InjuryInfo]:
        """Those of a client, what holds first; with *over* those that have passed, too."""
        actor.require(Permission.VIEW_PROGRESS)
        actor.require(Permission.VIEW_HEALTH)
        with self._core.read() as session:
            today = studio_profile(session).day_of(self._core.clock.now())
            return injuries_of(session, find_client(session, client_id).id, today, over=over)

    def add(self, actor: Actor, client_id: int, new: NewInjury) -> InjuryInfo:
        """Write one down. Raises ``RuleBroken`` with the fields that are wrong."""
        _require(actor)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            today = studio_profile(work.session).day_of(work.now)
            row = Injury(
                client_id=client.id,
                staff_id=actor.staff_id,
                created_at=work.now,
                **_checked(new, today, None),
            )
            return _stored(work, actor, row, "injury.add")

    def edit(self, actor: Actor, injury_id: int, version: int, new: NewInjury) -> InjuryInfo:
        """Change one, or end it by its last day. Raises ``Conflict`` when somebody else was quicker."""
        _require(actor)
        with self._core.write() as work:
            row = _find(work.session, injury_id)
            today = studio_profile(work.session).day_of(work.now)
            mine = _checked(new, today, row.from_day)
            refuse_stale(
                row.version, version, mine, {name: getattr(row, name) for name in mine}, "this entry"
            )
            for name, value in mine.items():
                setattr(row, name, value)
            return _stored(work, actor, row, "injury.edit")

    def remove(self, actor: Actor, injury_id: int) -> InjuryInfo:
        """Take away one that was a mistake; ``restore`` brings it back. One that is over gets a last day."""
        return self._set_removed(actor, injury_id, removed=True)

    def restore(self, actor: Actor, injury_id: int) -> InjuryInfo:
        """Bring back one that was taken away."""
        return self._set_removed(actor, injury_id, removed=False)

    def _set_removed(self, actor: Actor, injury_id: int, *, removed: bool) -> InjuryInfo:
        _require(actor)
        with self._core.write() as work:
            row = _find(work.session, injury_id)
            row.removed_at = work.now if removed else None
            return _stored(work, actor, row, "injury.remove" if removed else "injury.restore")


def injuries_of(session: Session, client_id: int, today: date, *, over: bool) -> list[InjuryInfo]:
    """Injuries of a client: what holds first, then the newest."""
    query = (
        select(Injury, Staff.name)
        .outerjoin(Staff, Staff.id == Injury.staff_id)
        .where(Injury.client_id == client_id, Injury.removed_at.is_(None))
        .order_by(Injury.from_day.desc(), Injury.id.desc())
    )
    if not over:
        query = query.where(Injury.from_day <= today, or_(Injury.to_day.is_(None), Injury.to_day >= today))
    found = [_info(row, staff, today) for row, staff in session.execute(query)]
    return sorted(found, key=lambda each: not each.holds)


def ruled_out(session: Session, client_id: int, day: date) -> frozenset[str]:
    """The movements that injuries and contraindications of a client rule out on *day*."""
    return frozenset(
        word for injury in injuries_of(session, client_id, day, over=False) for word in injury.avoids
    )


def _require(actor: Actor) -> None:
    actor.require(Permission.RECORD_PROGRESS)
    actor.require(Permission.VIEW_HEALTH)


def _find(session: Session, injury_id: int) -> Injury:
    row = session.get(Injury, injury_id, with_for_update=True)
    if row is None:
        raise NotFound("This entry is not there any more.")
    return row


def _checked(new: NewInjury, today: date, began: date | None) -> dict[str, Any]:
    first = new.from_day or began or today
    good = check_fields(
        {
            "text": lambda: one_line(new.text, SHORT_TEXT, needed="Say in a few words what it is."),
            "body_part": lambda: "".join(known_words([new.body_part], BODY_PARTS, "part of the body")),
            "avoids": lambda: known_words(new.avoids, MOVEMENTS, "movement"),
            "note": lambda: paragraphs(new.note, TEXT_LENGTH),
            "from_day": lambda: check_first(first, today),
            "to_day": lambda: check_last(new.to_day, first),
        }
    )
    return good | {"kind": new.kind}


def _stored(work: Work, actor: Actor, row: Injury, action: str) -> InjuryInfo:
    """The audit log holds who and when, and nothing about the health of anybody."""
    work.session.add(row)
    work.session.flush()
    work.audit(actor, action, "client", row.client_id)
    work.record(ProgressChanged(row.client_id))
    name = work.session.scalar(select(Staff.name).where(Staff.id == row.staff_id))
    return _info(row, name, studio_profile(work.session).day_of(work.now))


def _info(row: Injury, staff: str | None, today: date) -> InjuryInfo:
    return InjuryInfo(
        id=row.id,
        client_id=row.client_id,
        kind=row.kind,
        text=row.text,
        body_part=row.body_part,
        avoids=tuple(row.avoids),
        note=row.note,
        from_day=row.from_day,
        to_day=row.to_day,
        holds=holds_on(today, row.from_day, row.to_day),
        staff=staff or "",
        version=row.version,
    )
