"""What staff tell each other about a client."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.client import StaffNote
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.results import NoteInfo
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import paragraphs


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Private notes are for their author and for those who may see health data."""
    if actor.may(Permission.VIEW_HEALTH):
        return true()
    own = StaffNote.private.is_(False)
    return own if actor.staff_id is None else or_(own, StaffNote.staff_id == actor.staff_id)


def find_note(session: Session, actor: Actor, note_id: int) -> StaffNote:
    """A note this actor may read, locked. Raises ``NotFound``."""
    query = select(StaffNote).where(StaffNote.id == note_id, readable_by(actor)).with_for_update()
    note = session.scalar(query)
    if note is None:
        raise NotFound("This note is not there any more.")
    return note


def notes_of(session: Session, actor: Actor, client_id: int) -> list[NoteInfo]:
    """The notes of a client this actor may read: pinned ones first, then the newest."""
    query = (
        select(StaffNote, Staff.name)
        .outerjoin(Staff, Staff.id == StaffNote.staff_id)
        .where(StaffNote.client_id == client_id, StaffNote.removed_at.is_(None), readable_by(actor))
        .order_by(StaffNote.pinned.desc(), StaffNote.at.desc(), StaffNote.id.desc())
    )
    return [note_info(note, staff) for note, staff in session.execute(query)]


def author_of(session: Session, note: StaffNote) -> str | None:
    """Who wrote it; None: the program or the command line."""
    return session.scalar(select(Staff.name).where(Staff.id == note.staff_id))


def note_info(note: StaffNote, staff: str | None) -> NoteInfo:
    """The note as others see it."""
    return NoteInfo(
        id=note.id,
        client_id=note.client_id,
        staff=staff or "",
        staff_id=note.staff_id,
        at=note.at,
        text=note.text,
        pinned=note.pinned,
        private=note.private,
        version=note.version,
    )


def clean_note(text: str) -> str:
    """The text as it may be stored. Raises ``RuleBroken`` when there is none, or too much."""
    cleaned = paragraphs(text, TEXT_LENGTH)
    if not cleaned:
        raise RuleBroken("A note needs some text.", fields={"text": "A note needs some text."})
    return cleaned
