"""Reads progress photos."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.files import ProgressPhoto
from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.files.results import PhotoInfo, Points
from fitnesscrm_desktop.services.files.store import ContentStore

_NO_PHOTO = "There is no such photo (any more)."


def found_photo(session: Session, photo_id: int, *, lock: bool = False) -> ProgressPhoto:
    """The photo. Raises ``NotFound``."""
    row = session.get(ProgressPhoto, photo_id, with_for_update=lock or None)
    if row is None:
        raise NotFound(_NO_PHOTO)
    return row


def photos_of(
    session: Session, store: ContentStore, client_id: int, pose: Pose | None, *, removed: bool
) -> list[PhotoInfo]:
    """The photos of a client, the newest first."""
    gone = ProgressPhoto.removed_at
    query = select(ProgressPhoto).where(
        ProgressPhoto.client_id == client_id, gone.is_not(None) if removed else gone.is_(None)
    )
    if pose is not None:
        query = query.where(ProgressPhoto.pose == pose)
    query = query.order_by(ProgressPhoto.day.desc(), ProgressPhoto.id.desc())
    rows = session.scalars(query).all()
    lost = store.lost(session, {row.content_hash for row in rows})
    return [photo_info(row, lost=row.content_hash in lost) for row in rows]


def photo_info(row: ProgressPhoto, *, lost: bool = False) -> PhotoInfo:
    """The photo as others see it."""
    return PhotoInfo(
        id=row.id,
        client_id=row.client_id,
        day=row.day,
        pose=row.pose,
        width=row.width,
        height=row.height,
        points=points_of(row),
        added_at=row.added_at,
        by=row.by,
        removed_at=row.removed_at,
        version=row.version,
        lost=lost,
    )


def points_of(row: ProgressPhoto) -> Points | None:
    """The two places by which it is laid upon others, if somebody has pointed at them."""
    first_x, first_y, second_x, second_y = row.first_x, row.first_y, row.second_x, row.second_y
    if first_x is None or first_y is None or second_x is None or second_y is None:
        return None
    return Points(first_x, first_y, second_x, second_y)
