"""Makes two records of one person one, and loses nothing on the way."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.assistant import AssistantRun
from fitnesscrm_desktop.models.base import SHORT_TEXT, TEXT_LENGTH
from fitnesscrm_desktop.models.client import (
    Client,
    ClientCode,
    ClientPhoto,
    ClientTag,
    Consent,
    CustomField,
    CustomValue,
    ImportChange,
    StaffNote,
)
from fitnesscrm_desktop.models.files import ProgressPhoto, StudioFile
from fitnesscrm_desktop.models.forms import ClientForm
from fitnesscrm_desktop.models.ledger import Charge, Payment
from fitnesscrm_desktop.models.membership import Membership
from fitnesscrm_desktop.models.progress import (
    Annotation,
    Goal,
    Injury,
    Measurement,
    Phase,
    ProgressImport,
    ProgressReport,
)
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.clients import households
from fitnesscrm_desktop.services.clients.merging_follow_up import move_follow_up
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import pieces
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.settings.profile import studio_profile

OLD_NUMBER = "number before merging"
MOVED_AS_THEY_ARE = {
    "visits": Visit,
    "memberships": Membership,
    "charges": Charge,
    "payments": Payment,
    "notes": StaffNote,
    "consents": Consent,
    "codes": ClientCode,
    "import_changes": ImportChange,
    "drafts": AssistantRun,
    "forms": ClientForm,
    "files": StudioFile,
    "progress_photos": ProgressPhoto,
    "measurements": Measurement,
    "measured_files": ProgressImport,
    "aims": Goal,
    "injuries": Injury,
    "annotations": Annotation,
    "phases": Phase,
    "progress_reports": ProgressReport,
}
_PLAIN = {
    "first_name": "first name",
    "last_name": "last name",
    "email": "e-mail",
    "phone": "phone",
    "born": "date of birth",
    "street": "street",
    "postal_code": "postal code",
    "city": "city",
    "country": "country",
    "emergency_name": "emergency contact",
    "emergency_phone": "emergency phone",
    "referral_source": "referral source",
    "language": "language",
}
"""Fields of which a client has one value, and how a note calls them."""
_JOINED = ("medical_alert", "goals")


def merge_into(work: Work, actor: Actor, keep: Client, other: Client) -> dict[str, int]:
    """Move everything of *other* to *keep* and archive *other*; how many of what was moved."""
    session = work.session
    moved = {name: _move(session, table, keep, other) for name, table in MOVED_AS_THEY_ARE.items()}
    moved["tags"] = _move_tags(session, keep, other)
    _leave_once(session, keep)
    moved |= move_follow_up(work, actor, keep, other, studio_profile(session).day_of(work.now))
    differing = _fill(keep, other)
    differing += _move_custom_values(session, keep, other)
    left_over = _join_texts(keep, other)
    _move_photo(session, keep, other)
    differing += _move_links(session, keep, other)
    differing += _join_blocks(keep, other)
    session.add(
        ClientCode(client_id=keep.id, code=str(other.member_number), label=OLD_NUMBER, created_at=work.now)
    )
    keep.created_at = min(keep.created_at, other.created_at)
    other.archived_at = other.archived_at or work.now
    other.merged_into_id = keep.id
    _write_notes(work, actor, keep, other, differing, left_over)
    session.flush()
    return moved


def _move(session: Session, table: Any, keep: Client, other: Client) -> int:
    moved = session.execute(
        update(table)
        .where(table.client_id == other.id)
        .values(client_id=keep.id)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", moved).rowcount


def _leave_once(session: Session, keep: Client) -> None:
    """One person is inside once: a visit that both had begun ends where the next one begins."""
    still_in = (Visit.client_id == keep.id, Visit.left_at.is_(None), Visit.cancelled_at.is_(None))
    inside = session.scalars(select(Visit).where(*still_in).order_by(Visit.at, Visit.id)).all()
    for earlier, later in pairwise(inside):
        earlier.left_at, earlier.left_by_itself = later.at, True


def _move_tags(session: Session, keep: Client, other: Client) -> int:
    of_client = select(ClientTag.tag_id).where
    theirs = set(session.scalars(of_client(ClientTag.client_id == other.id)))
    mine = set(session.scalars(of_client(ClientTag.client_id == keep.id)))
    session.add_all(ClientTag(client_id=keep.id, tag_id=tag_id) for tag_id in theirs - mine)
    session.execute(delete(ClientTag).where(ClientTag.client_id == other.id))
    return len(theirs - mine)


def _fill(keep: Client, other: Client) -> list[str]:
    """Fill what *keep* lacks; what differs, in words."""
    differing = []
    for field, word in _PLAIN.items():
        mine, theirs = getattr(keep, field), getattr(other, field)
        if not mine:
            setattr(keep, field, theirs)
        elif theirs and theirs != mine:
            differing.append(f"{word}: {theirs}")
    return differing


def _move_custom_values(session: Session, keep: Client, other: Client) -> list[str]:
    rows = session.execute(
        select(CustomValue, CustomField.name).join(CustomField).where(CustomValue.client_id == other.id)
    ).all()
    differing = []
    for theirs, name in rows:
        mine = session.get(CustomValue, (keep.id, theirs.field_id))
        if mine is None:
            session.add(CustomValue(client_id=keep.id, field_id=theirs.field_id, value=theirs.value))
        elif mine.value != theirs.value:
            differing.append(f"{name}: {theirs.value}")
        session.delete(theirs)
    session.flush()
    return differing


def _join_texts(keep: Client, other: Client) -> list[str]:
    """Put the long texts below each other; what does not fit any more."""
    left_over = []
    for field in _JOINED:
        mine, theirs = getattr(keep, field), getattr(other, field)
        if theirs in mine:
            continue
        joined = f"{mine}\n{theirs}".strip()
        if len(joined) <= TEXT_LENGTH:
            setattr(keep, field, joined)
        else:
            left_over.append(theirs)
    return left_over


def _move_photo(session: Session, keep: Client, other: Client) -> None:
    if session.get(ClientPhoto, keep.id) is None:
        _move(session, ClientPhoto, keep, other)


def _move_links(session: Session, keep: Client, other: Client) -> list[str]:
    """Household, payer, those who are paid for, and clients merged into *other* earlier."""
    households.unite(session, keep, other)
    session.flush()
    for column in (Client.payer_id, Client.merged_into_id):
        for linked in session.scalars(select(Client).where(column == other.id)):
            setattr(linked, column.key, keep.id)
    if keep.payer_id == keep.id:
        keep.payer_id = None
    theirs, other.payer_id = other.payer_id, None
    session.flush()
    if theirs in {None, keep.id, keep.payer_id}:
        return []
    payer = session.get_one(Client, theirs)
    if keep.payer_id is None:
        try:
            households.check_payer(session, keep, payer)
        except RuleBroken:
            pass
        else:
            keep.payer_id = payer.id
            return []
    return [f"paid for by: number {payer.member_number}"]


def _join_blocks(keep: Client, other: Client) -> list[str]:
    """Who was kept out under one record is kept out; who was in the lists stays there."""
    if other.archived_at is None:
        keep.archived_at = None
    reasons = dict.fromkeys(reason for reason in (keep.blocked_reason, other.blocked_reason) if reason)
    joined = "; ".join(reasons)
    if len(joined) > SHORT_TEXT:
        return [f"blocked: {other.blocked_reason}"]
    keep.blocked_reason = joined
    return []


def _write_notes(
    work: Work, actor: Actor, keep: Client, other: Client, differing: list[str], left_over: list[str]
) -> None:
    head = f"Merged with number {other.member_number} ({other.first_name} {other.last_name})."
    text = "\n".join([head, *(f"There {each}" for each in differing)])
    for part in pieces(text, TEXT_LENGTH):
        _note(work, actor, keep, part, private=False)
    for part in left_over:
        _note(work, actor, keep, part, private=True)


def _note(work: Work, actor: Actor, keep: Client, text: str, *, private: bool) -> None:
    work.session.add(
        StaffNote(client_id=keep.id, staff_id=actor.staff_id, at=work.now, text=text, private=private)
    )
