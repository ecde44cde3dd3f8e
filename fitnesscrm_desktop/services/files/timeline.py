"""What files and photos tell in the timeline of a client: only to those who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from fitnesscrm_desktop.models.files import FileVersion, ProgressPhoto, StudioFile
from fitnesscrm_desktop.models.values import FileCategory, Permission
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.services.clients.timeline_sources import Ask, Source
from fitnesscrm_desktop.services.core.clock import local_day, start_of_day
from fitnesscrm_desktop.services.files.rules import may_see

MIDDAY = timedelta(hours=12)


def photos(ask: Ask) -> Iterator[TimelineEntry]:
    """Each photo on its day: at the moment it was added, if that was the same day, else at noon."""
    if not ask.actor.may(Permission.VIEW_PHOTOS):
        return
    photo, zone = ProgressPhoto, ask.profile.zone
    query = select(photo.id, photo.day, photo.pose, photo.added_at, photo.by).where(
        photo.client_id == ask.client_id, photo.removed_at.is_(None)
    )
    if ask.after is not None:
        query = query.where(photo.day <= local_day(ask.after[0], zone))
    for row_id, day, pose, added_at, by in ask.session.execute(query):
        added_on = local_day(added_at, zone)
        at = added_at if added_on == day else start_of_day(day, zone) + MIDDAY
        later = None if added_on == day else added_on
        entry = TimelineEntry(TimelineKind.PHOTO, row_id, at, pose, staff=by, day=later)
        if ask.shows(entry):
            yield entry


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
