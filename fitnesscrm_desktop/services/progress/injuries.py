"""What hurts or must not be, from which day to which: seen only by those who may see health data."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT, TEXT_LENGTH
from fitnesscrm_desktop.models.progress import Injury
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line, paragraphs
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.progress.history_entries import HistoryEntries, entries_of
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
        self._entries = HistoryEntries(core, Injury, "injury", "entry", _info)

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
        return self._entries.add(actor, client_id, lambda _session, today: _checked(new, today, None))

    def edit(self, actor: Actor, injury_id: int, version: int, new: NewInjury) -> InjuryInfo:
        """Change one, or end it by its last day. Raises ``Conflict`` when somebody else was quicker."""
        _require(actor)
        return self._entries.edit(
            actor, injury_id, version, lambda _session, today, row: _checked(new, today, row.from_day)
        )

    def remove(self, actor: Actor, injury_id: int) -> InjuryInfo:
        """Take away one that was a mistake; ``restore`` brings it back. One that is over gets a last day."""
        _require(actor)
        return self._entries.remove(actor, injury_id)

    def restore(self, actor: Actor, injury_id: int) -> InjuryInfo:
        """Bring back one that was taken away."""
        _require(actor)
        return self._entries.restore(actor, injury_id)


def injuries_of(session: Session, client_id: int, today: date, *, over: bool) -> list[InjuryInfo]:
    """Injuries of a client: what holds first, then the newest."""
    query = entries_of(Injury, client_id).order_by(Injury.from_day.desc(), Injury.id.desc())
    if not over:
        query = query.where(Injury.from_day <= today, or_(Injury.to_day.is_(None), Injury.to_day >= today))
    found = [_info(row, staff or "", today) for row, staff in session.execute(query)]
    return sorted(found, key=lambda each: not each.holds)


def ruled_out(session: Session, client_id: int, day: date) -> frozenset[str]:
    """The movements that injuries and contraindications of a client rule out on *day*."""
    return frozenset(
        word for injury in injuries_of(session, client_id, day, over=False) for word in injury.avoids
    )


def _require(actor: Actor) -> None:
    actor.require(Permission.RECORD_PROGRESS)
    actor.require(Permission.VIEW_HEALTH)


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


def _info(row: Injury, staff: str, today: date) -> InjuryInfo:
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
        staff=staff,
        version=row.version,
    )
