"""What was removed long ago goes for good: its rows, then the bytes that nothing refers to any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from fitnesscrm_desktop.models.files import FileTag, FileVersion, ProgressPhoto, StudioFile
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.files.store import ContentStore

KEPT_DAYS = 30
AT_ONCE = 100
"""Rows of a transaction, so that nobody at the desk waits for it."""


def forget_removed(work: Work, actor: Actor, store: ContentStore) -> int:
    """Forget some of the files and photos that were removed a month ago; how many."""
    before = work.now - timedelta(days=KEPT_DAYS)
    digests = [*_forget_files(work, actor, before), *_forget_photos(work, actor, before)]
    store.release(work, digests)
    return len(digests)


def _forget_files(work: Work, actor: Actor, before: datetime) -> list[str]:
    session = work.session
    ids = select(StudioFile.id).where(StudioFile.removed_at < before).order_by(StudioFile.id).limit(AT_ONCE)
    gone = session.scalars(ids.with_for_update(skip_locked=True)).all()
    digests = session.scalars(select(FileVersion.content_hash).where(FileVersion.file_id.in_(gone))).all()
    for table in (FileTag, FileVersion):
        session.execute(delete(table).where(table.file_id.in_(gone)))
    session.execute(delete(StudioFile).where(StudioFile.id.in_(gone)))
    for file_id in gone:
        work.audit(actor, "file.forget", "file", file_id)
    return list(digests)


def _forget_photos(work: Work, actor: Actor, before: datetime) -> list[str]:
    session, photo = work.session, ProgressPhoto
    query = select(photo.id, photo.content_hash, photo.thumbnail_hash).where(photo.removed_at < before)
    rows = session.execute(query.order_by(photo.id).limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    session.execute(delete(photo).where(photo.id.in_([row.id for row in rows])))
    for row in rows:
        work.audit(actor, "photo.forget", "progress_photo", row.id)
    return [digest for row in rows for digest in (row.content_hash, row.thumbnail_hash)]
