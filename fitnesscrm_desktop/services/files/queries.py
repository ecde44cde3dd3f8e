"""Reads files and photos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.files import FileTag, FileVersion, StudioFile
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.files.results import FileInfo, FileQuery, VersionInfo
from fitnesscrm_desktop.services.files.rules import HEALTH, require_sight
from fitnesscrm_desktop.services.files.store import ContentStore

NO_FILE = "There is no such file (any more)."
_NO_VERSION = "This file has no such version."


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The files that somebody who may see files may see."""
    of_clients: ColumnElement[bool] = StudioFile.client_id.is_not(None)
    if not actor.may(Permission.VIEW_HEALTH):
        of_clients = and_(of_clients, StudioFile.category.not_in(HEALTH))
    return (
        or_(of_clients, StudioFile.staff_id.is_not(None))
        if actor.may(Permission.MANAGE_FILES)
        else of_clients
    )


def wanted(session: Session, actor: Actor, query: FileQuery, today: date) -> Select[Any]:
    """The files that fit."""
    chosen = select(StudioFile).where(seen_by(actor))
    chosen = chosen.where(
        StudioFile.removed_at.is_not(None) if query.removed else StudioFile.removed_at.is_(None)
    )
    if query.client_id is not None:
        chosen = chosen.where(StudioFile.client_id == find_client(session, query.client_id).id)
    if query.staff_id is not None:
        chosen = chosen.where(StudioFile.staff_id == query.staff_id)
    if query.category is not None:
        chosen = chosen.where(StudioFile.category == query.category)
    if query.expires_within is not None:
        chosen = chosen.where(StudioFile.expires_on <= today + timedelta(days=query.expires_within))
    if tag := fold(query.tag):
        tagged = select(FileTag.file_id).where(FileTag.folded == tag)
        chosen = chosen.where(StudioFile.id.in_(tagged))
    for word in fold(query.text).split():
        chosen = chosen.where(StudioFile.search_key.contains(word, autoescape=True))
    return chosen


def found_file(session: Session, actor: Actor, file_id: int, *, lock: bool = False) -> StudioFile:
    """The file, if this actor may see it. Raises ``NotFound`` or ``NotAllowed``."""
    row = session.get(StudioFile, file_id, with_for_update=lock or None)
    if row is None:
        raise NotFound(NO_FILE)
    require_sight(actor, row.category, of_staff=row.staff_id is not None)
    return row


def found_version(session: Session, file_id: int, number: int | None) -> FileVersion:
    """A version of a file; the newest one without a *number*. Raises ``NotFound``."""
    query = select(FileVersion).where(FileVersion.file_id == file_id)
    query = query.where(FileVersion.number == number) if number is not None else query
    row = session.scalar(query.order_by(FileVersion.number.desc()).limit(1))
    if row is None:
        raise NotFound(_NO_VERSION)
    return row


def versions_of(session: Session, store: ContentStore, file_id: int) -> tuple[VersionInfo, ...]:
    """All versions, the newest first."""
    query = select(FileVersion).where(FileVersion.file_id == file_id).order_by(FileVersion.number.desc())
    rows = session.scalars(query).all()
    lost = store.lost(session, {row.content_hash for row in rows})
    return tuple(version_info(row, lost) for row in rows)


def version_info(row: FileVersion, lost: AbstractSet[str] = frozenset()) -> VersionInfo:
    """The version as others see it; *lost* are the contents that cannot be opened any more."""
    return VersionInfo(
        number=row.number,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.content_hash,
        added_at=row.added_at,
        by=row.by,
        lost=row.content_hash in lost,
    )


def infos(session: Session, store: ContentStore, rows: Sequence[StudioFile], today: date) -> list[FileInfo]:
    """The files as others see them; a handful of queries, however many there are."""
    ids = [row.id for row in rows]
    newest = _newest(session, store, ids)
    tags = _tags(session, ids)
    people = _people(session, rows)
    return [
        FileInfo(
            id=row.id,
            client_id=row.client_id,
            staff_id=row.staff_id,
            person=people.get((row.client_id, row.staff_id), ""),
            category=row.category,
            name=row.name,
            tags=tuple(tags[row.id]),
            expires_on=row.expires_on,
            expires_in=None if row.expires_on is None else (row.expires_on - today).days,
            added_at=row.added_at,
            removed_at=row.removed_at,
            newest=newest[row.id],
            version=row.version,
        )
        for row in rows
    ]


def _newest(session: Session, store: ContentStore, ids: Sequence[int]) -> dict[int, VersionInfo]:
    highest = (
        select(FileVersion.file_id, func.max(FileVersion.number).label("number"))
        .where(FileVersion.file_id.in_(ids))
        .group_by(FileVersion.file_id)
        .subquery()
    )
    same = and_(FileVersion.file_id == highest.c.file_id, FileVersion.number == highest.c.number)
    rows = session.scalars(select(FileVersion).join(highest, same)).all()
    lost = store.lost(session, {row.content_hash for row in rows})
    return {row.file_id: version_info(row, lost) for row in rows}


def _tags(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for tag in session.scalars(select(FileTag).where(FileTag.file_id.in_(ids)).order_by(FileTag.folded)):
        found[tag.file_id].append(tag.name)
    return found


def _people(session: Session, rows: Sequence[StudioFile]) -> dict[tuple[int | None, int | None], str]:
    clients = {row.client_id for row in rows if row.client_id is not None}
    staff = {row.staff_id for row in rows if row.staff_id is not None}
    names: dict[tuple[int | None, int | None], str] = {}
    for one, first, last in session.execute(
        select(Client.id, Client.first_name, Client.last_name).where(Client.id.in_(clients))
    ):
        names[one, None] = f"{first} {last}"
    for one, name in session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(staff))):
        names[None, one] = name
    return names


def all_tags(session: Session, actor: Actor) -> tuple[str, ...]:
    """The tags of all files this actor may see, by name."""
    query = (
        select(FileTag.folded, func.min(FileTag.name))
        .join(StudioFile, StudioFile.id == FileTag.file_id)
        .where(StudioFile.removed_at.is_(None), seen_by(actor))
        .group_by(FileTag.folded)
        .order_by(FileTag.folded)
    )
    return tuple(name for _folded, name in session.execute(query))
