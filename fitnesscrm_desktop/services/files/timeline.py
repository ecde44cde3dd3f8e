"""What files and photos tell in the timeline of a client: only to those who may see them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from fitnesscrm_desktop.models.files import FileVersion, ProgressPhoto, StudioFile
from fitnesscrm_desktop.models.values import FileCategory, Permission
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.services.clients.timeline_sources import Ask, Source
from fitnesscrm_desktop.services.files.rules import may_see


def photos(ask: Ask) -> Iterator[TimelineEntry]:
    """Each photo at the moment it was added."""
    if not ask.actor.may(Permission.VIEW_PHOTOS):
        return
    query = select(ProgressPhoto).where(
        ProgressPhoto.client_id == ask.client_id, ProgressPhoto.removed_at.is_(None)
    )
    kind = TimelineKind.PHOTO
    for (row,) in ask.newest(query, kind, ProgressPhoto.added_at, ProgressPhoto.id):
        yield TimelineEntry(kind, row.id, row.added_at, row.pose, staff=row.by, day=row.day)


def files(ask: Ask) -> Iterator[TimelineEntry]:
    """Each version of a file at the moment it was added."""
    if not ask.actor.may(Permission.VIEW_FILES):
        return
    seen = [each for each in FileCategory if may_see(ask.actor, each, of_staff=False)]
    query = (
        select(FileVersion, StudioFile)
        .join(StudioFile, StudioFile.id == FileVersion.file_id)
        .where(
            StudioFile.client_id == ask.client_id,
            StudioFile.removed_at.is_(None),
            StudioFile.category.in_(seen),
        )
    )
    kind = TimelineKind.FILE
    for version, file in ask.newest(query, kind, FileVersion.added_at, FileVersion.id):
        yield TimelineEntry(
            kind,
            version.id,
            version.added_at,
            file.category,
            text=file.name,
            staff=version.by,
            number=version.number,
        )


SOURCES: tuple[Source, ...] = (photos, files)
