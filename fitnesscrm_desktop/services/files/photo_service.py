"""Progress photos: what somebody looked like on a day, for those who train them, and every look is noted."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.files import ProgressPhoto
from fitnesscrm_desktop.models.values import ConsentKind, Permission, Pose
from fitnesscrm_desktop.services.clients.consents import has_consented
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.files.events import PhotosChanged
from fitnesscrm_desktop.services.files.photo_queries import (
    found_photo,
    photo_info,
    photos_of,
    points_of,
)
from fitnesscrm_desktop.services.files.progress_picture import ProgressPicture, prepare_picture
from fitnesscrm_desktop.services.files.results import NewPhoto, PhotoAdded, PhotoInfo, Points
from fitnesscrm_desktop.services.files.rules import good_photo_day, good_points, photo_day
from fitnesscrm_desktop.services.files.saving import save_beside, target_for
from fitnesscrm_desktop.services.files.store import ContentStore, Spoilt
from fitnesscrm_desktop.services.settings.profile import studio_profile

_JPEG = "image/jpeg"
_ONE_LOOK = timedelta(minutes=10)
"""Whoever scrolls through a gallery or compares two photos looks once, however often it is painted."""


class PhotoService:
    """Seeing needs ``VIEW_PHOTOS``, everything else ``ADD_PHOTOS``; a manager has neither."""

    def __init__(self, core: Core, store: ContentStore) -> None:
        self._core, self._store = core, store
        self._looks: dict[tuple[str, int | None, str, int], datetime] = {}
        self._lock = threading.Lock()

    def add(self, actor: Actor, new: NewPhoto, *, confirmed: bool = False) -> PhotoAdded:
        """Keep a photo. That the client has not agreed to photos is told, not refused.

        Raises ``RuleBroken`` for what is no picture, ``Confirmable`` if it is there already; one that does
        not open any more is mended instead.
        """
        actor.require(Permission.ADD_PHOTOS)
        picture = prepare_picture(new.picture)
        with self._core.write() as work:
            client = lock_client(work.session, new.client_id)
            today = studio_profile(work.session).day_of(work.now)
            day = photo_day(new.day, picture.taken_on, today, client.born)
            agreed = has_consented(work.session, client.id, ConsentKind.PHOTO)
            there = None if confirmed else _same(work.session, client.id, picture)
            if there is not None:
                mended = self._mended(work, actor, there, picture)
                return PhotoAdded(mended, no_consent=not agreed, mended=True)
            row = ProgressPhoto(
                client_id=client.id,
                day=day,
                pose=new.pose,
                content_hash=self._store.put(work, picture.jpeg, _JPEG),
                thumbnail_hash=self._store.put(work, picture.thumbnail, _JPEG),
                width=picture.width,
                height=picture.height,
                added_at=work.now,
                by_staff_id=actor.staff_id,
                by=actor.name,
            )
            work.session.add(row)
            self._told(work, actor, "photo.add", row)
            return PhotoAdded(photo_info(row), no_consent=not agreed)

    def rows(
        self, actor: Actor, client_id: int, pose: Pose | None = None, *, removed: bool = False
    ) -> list[PhotoInfo]:
        """Which photos there are of a client, the newest first; nothing of the pictures."""
        actor.require(Permission.VIEW_PHOTOS)
        with self._core.read() as session:
            return photos_of(session, self._store, find_client(session, client_id).id, pose, removed=removed)

    def agreed(self, actor: Actor, client_id: int) -> bool:
        """Whether the client has agreed to photos."""
        actor.require(Permission.VIEW_PHOTOS)
        with self._core.read() as session:
            return has_consented(session, find_client(session, client_id).id, ConsentKind.PHOTO)

    def thumbnails(self, actor: Actor, photo_ids: Iterable[int]) -> dict[int, bytes]:
        """Small JPEGs by photo, for a gallery; those that are gone or cannot be opened are missing."""
        actor.require(Permission.VIEW_PHOTOS)
        wanted = list(photo_ids)
        with self._core.read() as session:
            query = select(ProgressPhoto).where(ProgressPhoto.id.in_(wanted))
            rows = session.scalars(query).all()
            lost = self._store.lost(session, {row.thumbnail_hash for row in rows})
            there = {row.id: row.thumbnail_hash for row in rows if row.thumbnail_hash not in lost}
            found: dict[int, bytes] = {}
            for photo_id, digest in there.items():
                with suppress(Spoilt):  # the others are to be seen
                    found[photo_id] = self._store.get(session, digest)
            clients = {row.client_id for row in rows}
        for client_id in sorted(clients):
            self._note(actor, "photos.view", "client", client_id)
        return found

    def picture(self, actor: Actor, photo_id: int) -> bytes:
        """The photo itself, a JPEG; that it was looked at is noted.

        Raises ``StorageTrouble`` if it is damaged, or no key on this PC opens it.
        """
        actor.require(Permission.VIEW_PHOTOS)
        with self._core.read() as session:
            data = self._store.get(session, found_photo(session, photo_id).content_hash)
        self._note(actor, "photo.view", "progress_photo", photo_id)
        return data

    def save(self, actor: Actor, photo_id: int, path: Path, *, confirmed: bool = False) -> Path:
        """Write a photo to *path* (into it, if it is a folder); that it was taken out is noted.

        Raises ``Confirmable`` if there is such a file, ``StorageTrouble`` if it cannot be written.
        """
        actor.require(Permission.VIEW_PHOTOS)
        with self._core.read() as session:
            row = found_photo(session, photo_id)
            digest, name = row.content_hash, f"{row.day.isoformat()} {row.pose}.jpg"
        target = target_for(path, name, confirmed=confirmed)
        with self._core.write(quiet=True) as work:
            work.audit(actor, "photo.download", "progress_photo", photo_id)
        with self._core.read() as session:
            save_beside(self._store.pour(session, digest), target)
        return target

    def edit(self, actor: Actor, photo_id: int, version: int, day: date, pose: Pose) -> PhotoInfo:
        """Correct day and pose. Raises ``Conflict`` if somebody else was faster."""
        actor.require(Permission.ADD_PHOTOS)
        with self._core.write() as work:
            row = found_photo(work.session, photo_id, lock=True)
            born = find_client(work.session, row.client_id).born
            good_photo_day(day, studio_profile(work.session).day_of(work.now), born)
            mine, theirs = {"day": day, "pose": pose}, {"day": row.day, "pose": row.pose}
            refuse_stale(row.version, version, mine, theirs, "this photo")
            if mine != theirs:
                row.day, row.pose = day, pose
                self._told(work, actor, "photo.edit", row)
            return photo_info(row)

    def set_points(self, actor: Actor, photo_id: int, version: int, points: Points | None) -> PhotoInfo:
        """Remember two places by which the photo is laid upon others. Raises ``RuleBroken``, ``Conflict``."""
        actor.require(Permission.ADD_PHOTOS)
        good = None if points is None else good_points(points)
        with self._core.write() as work:
            row = found_photo(work.session, photo_id, lock=True)
            refuse_stale(row.version, version, {"points": good}, {"points": points_of(row)}, "this photo")
            if good != points_of(row):
                row.first_x = good.first_x if good else None
                row.first_y = good.first_y if good else None
                row.second_x = good.second_x if good else None
                row.second_y = good.second_y if good else None
                self._told(work, actor, "photo.points", row)
            return photo_info(row)

    def remove(self, actor: Actor, photo_id: int) -> PhotoInfo:
        """Put a photo away; its bytes go after some weeks, until then ``restore`` brings it back."""
        return self._put_away(actor, photo_id, away=True)

    def restore(self, actor: Actor, photo_id: int) -> PhotoInfo:
        """Bring back what was removed."""
        return self._put_away(actor, photo_id, away=False)

    def _put_away(self, actor: Actor, photo_id: int, *, away: bool) -> PhotoInfo:
        actor.require(Permission.ADD_PHOTOS)
        with self._core.write() as work:
            row = found_photo(work.session, photo_id, lock=True)
            if (row.removed_at is not None) != away:
                row.removed_at = work.now if away else None
                self._told(work, actor, "photo.remove" if away else "photo.restore", row)
            return photo_info(row)

    def _mended(self, work: Work, actor: Actor, row: ProgressPhoto, picture: ProgressPicture) -> PhotoInfo:
        """What is there, and opens again with what was brought. Raises ``Confirmable`` if it did anyway."""
        if all(self._store.opens(work.session, digest) for digest in (row.content_hash, row.thumbnail_hash)):
            sentence = f"This photo is there already, of {row.day.isoformat()}. Nothing was stored."
            raise Confirmable(sentence)
        former = row.thumbnail_hash
        row.content_hash = self._store.put(work, picture.jpeg, _JPEG)
        row.thumbnail_hash = self._store.put(work, picture.thumbnail, _JPEG)
        self._store.release(work, [former])
        self._told(work, actor, "photo.mend", row)
        return photo_info(row)

    def _told(self, work: Work, actor: Actor, action: str, row: ProgressPhoto) -> None:
        work.session.flush()
        work.audit(actor, action, "progress_photo", row.id, client=row.client_id)
        work.record(PhotosChanged(row.client_id))

    def _note(self, actor: Actor, action: str, entity: str, entity_id: int) -> None:
        """Write down that somebody looked, once for each look and not for each repaint."""
        look = (actor.name, actor.staff_id, action, entity_id)
        now = self._core.clock.now()
        with self._lock:
            before = self._looks.get(look)
            if before is not None and timedelta() <= now - before < _ONE_LOOK:
                return
        with self._core.write(quiet=True) as work:
            work.audit(actor, action, entity, entity_id)
        with self._lock:
            self._looks[look] = now


def _same(session: Session, client_id: int, picture: ProgressPicture) -> ProgressPhoto | None:
    """The photo that is just this picture."""
    same = select(ProgressPhoto).where(
        ProgressPhoto.client_id == client_id,
        ProgressPhoto.content_hash == hashlib.sha256(picture.jpeg).hexdigest(),
        ProgressPhoto.removed_at.is_(None),
    )
    return session.scalar(same.order_by(ProgressPhoto.id).limit(1))
