"""The photos of a progress report: the first and the last of each pose, if the client has agreed.

Those that do not open are left out, and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.values import ConsentKind, Pose
from fitnesscrm_desktop.services.billing import amounts
from fitnesscrm_desktop.services.clients.rules import photos_in_reports
from fitnesscrm_desktop.services.files.photo_queries import found_photo, photos_of
from fitnesscrm_desktop.services.files.results import PhotoInfo
from fitnesscrm_desktop.services.files.store import ContentStore, Spoilt
from fitnesscrm_desktop.services.progress.report_results import NewReport
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_MOST_NAMED = 3
_LOST = (
    "{They} stored with a former key of the studio: if that key or its recovery code turns up, the owner "
    "types the code in the settings under “Files and privacy”."
)
_SPOILT = "“fitnesscrm doctor --repair” takes what is damaged from the last backup."
_AGAIN = "Or add the same photo again."
POSES = {Pose.FRONT: "Front", Pose.SIDE: "Side", Pose.BACK: "Back"}


@dataclass(frozen=True, slots=True)
class ReportPhotos:
    """What is shown, and what was to be shown and does not open."""

    shown: tuple[tuple[bytes, str], ...] = ()
    """Pictures with their captions, pose by pose."""
    left_out: str = ""
    """Which, and what to do; empty: none."""


def photos_for(
    session: Session,
    store: ContentStore,
    profile: StudioProfile,
    client_id: int,
    said: Mapping[ConsentKind, bool],
    report: NewReport,
) -> ReportPhotos:
    """None if what the client *said* is not yes to just that."""
    if not photos_in_reports(said):
        return ReportPhotos()
    shown: list[tuple[bytes, str]] = []
    left_out: list[PhotoInfo] = []
    for pose in Pose:
        every = photos_of(session, store, client_id, pose, removed=False)
        fitting = [photo for photo in every if report.first <= photo.day <= report.last]
        opened, closed = _first_and_last(session, store, fitting)
        shown += [(data, _caption(photo, profile)) for photo, data in opened]
        left_out += closed
    return ReportPhotos(tuple(shown), _told(left_out, profile))


def _first_and_last(
    session: Session, store: ContentStore, photos: Sequence[PhotoInfo]
) -> tuple[list[tuple[PhotoInfo, bytes]], list[PhotoInfo]]:
    """Of photos, the newest first: two that open, one if there is only one; and what stood in their place."""
    closed: dict[int, PhotoInfo] = {}

    def first_of(some: Iterable[PhotoInfo]) -> tuple[PhotoInfo, bytes] | None:
        for photo in some:
            data = None if photo.id in closed else _opened(session, store, photo)
            if data is not None:
                return photo, data
            closed[photo.id] = photo
        return None

    last, first = first_of(photos), first_of(reversed(photos))
    both = [each for each in (first, last) if each is not None]
    shown = both[:1] if first == last else both
    return shown, [photo for photo in reversed(photos) if photo.id in closed]


def _opened(session: Session, store: ContentStore, photo: PhotoInfo) -> bytes | None:
    """What cannot be opened any more is in no report; a key that only has to be brought is asked for."""
    if photo.lost:
        return None
    try:
        return store.get(session, found_photo(session, photo.id).content_hash)
    except Spoilt:
        return None


def _caption(photo: PhotoInfo, profile: StudioProfile) -> str:
    return f"{POSES[photo.pose]}, {amounts.day(photo.day, profile)}"


def _told(left_out: Sequence[PhotoInfo], profile: StudioProfile) -> str:
    if not left_out:
        return ""
    count, more = len(left_out), len(left_out) - _MOST_NAMED
    named = "; ".join(_caption(photo, profile) for photo in left_out[:_MOST_NAMED])
    which = f"{named} and {more} more" if more > 0 else named
    one, many = "A photo cannot be opened here and is", f"{count} photos cannot be opened here and are"
    sentences = [f"{one if count == 1 else many} not in this report: {which}."]
    lost = sum(photo.lost for photo in left_out)
    if lost:
        sentences.append(_LOST.format(They=_who(lost, count)))
    if lost < count:
        sentences.append(_SPOILT)
    return " ".join([*sentences, _AGAIN])


def _who(lost: int, count: int) -> str:
    if lost < count:
        return "Some were"
    return "It was" if count == 1 else "They were"
