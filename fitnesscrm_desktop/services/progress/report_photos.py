"""The photos of a progress report: the first and the last of each pose, if the client has agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.values import ConsentKind, Pose
from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.clients.rules import photos_in_reports
from fitnesscrm_desktop.services.files.photo_queries import found_photo, photos_of
from fitnesscrm_desktop.services.files.results import PhotoInfo
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.progress.report_results import NewReport
from fitnesscrm_desktop.services.settings.profile import StudioProfile

POSES = {Pose.FRONT: "Front", Pose.SIDE: "Side", Pose.BACK: "Back"}


def photos_for(
    session: Session,
    store: ContentStore,
    profile: StudioProfile,
    client_id: int,
    said: Mapping[ConsentKind, bool],
    report: NewReport,
) -> tuple[tuple[bytes, str], ...]:
    """Pictures with their captions, pose by pose; none if what the client *said* is not yes to just that."""
    if not photos_in_reports(said):
        return ()
    return tuple(
        (
            store.get(session, found_photo(session, photo.id).content_hash),
            f"{POSES[pose]}, {amounts.day(photo.day, profile)}",
        )
        for pose in Pose
        for photo in _first_and_last(_readable(session, store, client_id, pose), report)
    )


def _readable(session: Session, store: ContentStore, client_id: int, pose: Pose) -> list[PhotoInfo]:
    """What cannot be opened any more is in no report."""
    return [photo for photo in photos_of(session, store, client_id, pose, removed=False) if not photo.lost]


def _first_and_last(photos: Sequence[PhotoInfo], report: NewReport) -> Sequence[PhotoInfo]:
    """Of photos, the newest first: two to compare, one if there is only one."""
    fitting = [photo for photo in photos if report.first <= photo.day <= report.last]
    return fitting if len(fitting) < 2 else (fitting[-1], fitting[0])  # noqa: PLR2004 - two to compare
