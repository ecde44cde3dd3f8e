"""Progress photos: upright, without a trace of the place, for those who may see them, every look noted."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ConsentKind, Pose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.files.events import PhotosChanged
from fitnesscrm_desktop.services.files.progress_picture import SIDE, THUMBNAIL_SIDE
from fitnesscrm_desktop.services.files.results import NewPhoto, PhotoInfo, Points
from tests.support.clock import FakeClock
from tests.support.studio_rows import StudioRows
from tests.unit.services.files.test_real_type import pdf, png_that_claims

TODAY = date(2026, 3, 4)
ORIENTATION, DETAILS, TAKEN, GPS = 0x0112, 0x8769, 0x9003, 0x8825
RED, BLUE = (200, 0, 0), (0, 0, 200)
Audited = Callable[[], list[tuple[str, str]]]


def shot(
    size: tuple[int, int] = (300, 200), *, turned: int = 1, taken: str = "", color: tuple[int, int, int] = RED
) -> bytes:
    """A photo as a phone makes it: its upper half has another colour, and it knows where it was taken."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(color, (0, 0, size[0], size[1] // 2))
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS)[1] = "N"
    if taken:
        exif.get_ifd(DETAILS)[TAKEN] = taken
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


@pytest.fixture
def front(services: Services, trainer: Actor, anna: int) -> PhotoInfo:
    return services.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot())).photo


def test_a_photo_is_turned_upright_and_tells_nothing_of_its_place(
    services: Services, trainer: Actor, anna: int
) -> None:
    kept = services.photos.add(trainer, NewPhoto(anna, Pose.SIDE, shot((400, 200), turned=6))).photo
    assert (kept.width, kept.height, kept.pose) == (200, 400, Pose.SIDE)
    picture = opened(services.photos.picture(trainer, kept.id))
    assert picture.size == (200, 400)
    assert not picture.getexif()
    assert "exif" not in picture.info
    right, left = picture.getpixel((190, 200)), picture.getpixel((10, 200))
    assert isinstance(right, tuple)
    assert isinstance(left, tuple)
    assert right[0] > right[2]
    assert left[2] > left[0]


def test_a_large_photo_is_made_smaller_and_has_a_thumbnail(
    services: Services, trainer: Actor, anna: int
) -> None:
    kept = services.photos.add(trainer, NewPhoto(anna, Pose.BACK, shot((3600, 2400)))).photo
    assert (kept.width, kept.height) == (SIDE, SIDE * 2 // 3)
    small = services.photos.thumbnails(trainer, [kept.id, 99])
    assert list(small) == [kept.id]
    assert max(opened(small[kept.id]).size) == THUMBNAIL_SIDE


@pytest.mark.parametrize(
    ("said", "taken", "day"),
    [
        (date(2025, 5, 1), "2025:01:31 10:00:00", date(2025, 5, 1)),
        (None, "2025:01:31 10:00:00", date(2025, 1, 31)),
        (None, "2030:01:31 10:00:00", TODAY),
        (None, "yesterday", TODAY),
        (None, "", TODAY),
    ],
)
def test_the_day_is_what_somebody_says_else_what_the_camera_says_else_today(
    services: Services, trainer: Actor, anna: int, said: date | None, taken: str, day: date
) -> None:
    new = NewPhoto(anna, Pose.FRONT, shot(taken=taken), said)
    assert services.photos.add(trainer, new).photo.day == day


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(1800, 1, 1)])
def test_a_day_that_cannot_be_is_refused(services: Services, trainer: Actor, anna: int, day: date) -> None:
    with pytest.raises(RuleBroken, match="between 1900 and today"):
        services.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot(), day))


def test_nobody_was_photographed_before_they_were_born(
    services: Services, trainer: Actor, studio_rows: StudioRows
) -> None:
    born = date(1990, 5, 6)
    ben = studio_rows.client("Ben Ott", born=born)
    reset = services.photos.add(trainer, NewPhoto(ben, Pose.FRONT, shot(taken="1980:01:01 00:00:00")))
    assert reset.photo.day == TODAY, "a camera that lost its clock is not believed"
    with pytest.raises(RuleBroken, match="before the client was born"):
        services.photos.add(trainer, NewPhoto(ben, Pose.SIDE, shot(), born - timedelta(days=1)))
    with pytest.raises(RuleBroken, match="before the client was born"):
        services.photos.edit(trainer, reset.photo.id, reset.photo.version, date(1980, 1, 1), Pose.FRONT)


@pytest.mark.parametrize(
    "data", [b"", b"MZ\x90", pdf(), png_that_claims(60_000, 60_000), shot()[:200], shot((20, 20))]
)
def test_what_is_no_picture_is_refused(services: Services, trainer: Actor, anna: int, data: bytes) -> None:
    with pytest.raises(RuleBroken, match="Nothing was stored"):
        services.photos.add(trainer, NewPhoto(anna, Pose.FRONT, data))
    assert services.photos.rows(trainer, anna) == []


def test_that_nobody_has_agreed_is_told_and_not_refused(
    services: Services, trainer: Actor, owner: Actor, anna: int
) -> None:
    assert services.photos.add(trainer, NewPhoto(anna, Pose.FRONT, shot())).no_consent
    assert not services.photos.agreed(trainer, anna)
    services.records.record_consent(owner, anna, ConsentKind.PHOTO, given=True, source="form")
    assert services.photos.agreed(trainer, anna)
    assert not services.photos.add(trainer, NewPhoto(anna, Pose.BACK, shot(color=(0, 90, 0)))).no_consent


def test_the_same_photo_twice_is_asked_about(services: Services, trainer: Actor, front: PhotoInfo) -> None:
    again = NewPhoto(front.client_id, Pose.SIDE, shot())
    with pytest.raises(Confirmable, match="there already"):
        services.photos.add(trainer, again)
    services.photos.add(trainer, again, confirmed=True)
    assert [row.pose for row in services.photos.rows(trainer, front.client_id)] == [Pose.SIDE, Pose.FRONT]
    assert [row.pose for row in services.photos.rows(trainer, front.client_id, Pose.FRONT)] == [Pose.FRONT]


def test_only_who_may_sees_them(
    services: Services, desk: Actor, manager: Actor, owner: Actor, front: PhotoInfo, tmp_path: Path
) -> None:
    for actor in (desk, manager):
        for deed in (
            lambda actor=actor: services.photos.rows(actor, front.client_id),
            lambda actor=actor: services.photos.thumbnails(actor, [front.id]),
            lambda actor=actor: services.photos.picture(actor, front.id),
            lambda actor=actor: services.photos.save(actor, front.id, tmp_path),
            lambda actor=actor: services.photos.remove(actor, front.id),
        ):
            with pytest.raises(NotAllowed):
                deed()
    assert services.photos.picture(owner, front.id)


def test_a_look_is_noted_once_and_not_at_every_repaint(
    services: Services, trainer: Actor, owner: Actor, front: PhotoInfo, audited: Audited, clock: FakeClock
) -> None:
    def looks() -> list[str]:
        return [action for action, _ in audited() if action.endswith(".view")]

    for _ in range(3):
        services.photos.thumbnails(trainer, [front.id])
        services.photos.picture(trainer, front.id)
    assert looks() == ["photos.view", "photo.view"]
    services.photos.picture(owner, front.id)
    clock.advance(minutes=11)
    services.photos.thumbnails(trainer, [front.id])
    assert looks() == ["photos.view", "photo.view", "photo.view", "photos.view"]


def test_a_photo_is_taken_out_under_its_day_and_that_is_noted(
    services: Services, trainer: Actor, front: PhotoInfo, tmp_path: Path, audited: Audited
) -> None:
    saved = services.photos.save(trainer, front.id, tmp_path)
    assert saved.name == "2026-03-04 front.jpg"
    assert opened(saved.read_bytes()).size == (300, 200)
    assert audited()[-1][0] == "photo.download"
    with pytest.raises(Confirmable):
        services.photos.save(trainer, front.id, tmp_path)


def test_day_and_pose_are_corrected_and_a_stale_correction_is_refused(
    services: Services, trainer: Actor, front: PhotoInfo, heard: Callable[[], list[Event]]
) -> None:
    day = TODAY - timedelta(days=9)
    done = services.photos.edit(trainer, front.id, front.version, day, Pose.BACK)
    assert (done.day, done.pose, done.version) == (day, Pose.BACK, front.version + 1)
    assert heard()[-1] == PhotosChanged(front.client_id)
    with pytest.raises(Conflict):
        services.photos.edit(trainer, front.id, front.version, TODAY, Pose.SIDE)


def test_two_points_are_remembered(services: Services, trainer: Actor, front: PhotoInfo) -> None:
    points = Points(0.5, 0.1, 0.5, 0.9)
    done = services.photos.set_points(trainer, front.id, front.version, points)
    assert services.photos.rows(trainer, front.client_id)[0].points == done.points == points
    assert services.photos.set_points(trainer, front.id, done.version, None).points is None


@pytest.mark.parametrize(
    "points",
    [Points(-0.1, 0, 1, 1), Points(0, 0, 1.1, 1), Points(float("nan"), 0, 1, 1), Points(0.5, 0.5, 0.5, 0.5)],
)
def test_points_lie_in_the_photo_and_apart(
    services: Services, trainer: Actor, front: PhotoInfo, points: Points
) -> None:
    with pytest.raises(RuleBroken):
        services.photos.set_points(trainer, front.id, front.version, points)


def test_what_was_removed_comes_back(services: Services, trainer: Actor, front: PhotoInfo) -> None:
    services.photos.remove(trainer, front.id)
    assert services.photos.rows(trainer, front.client_id) == []
    assert len(services.photos.rows(trainer, front.client_id, removed=True)) == 1
    services.photos.restore(trainer, front.id)
    assert len(services.photos.rows(trainer, front.client_id)) == 1


def test_nobody_and_nothing_is_told(services: Services, trainer: Actor) -> None:
    for deed in (
        lambda: services.photos.picture(trainer, 99),
        lambda: services.photos.rows(trainer, 99),
        lambda: services.photos.add(trainer, NewPhoto(99, Pose.FRONT, shot())),
    ):
        with pytest.raises(NotFound):
            deed()


def test_photos_of_a_merged_client_go_along(
    services: Services, trainer: Actor, owner: Actor, front: PhotoInfo, studio_rows: StudioRows
) -> None:
    keep = studio_rows.client("Anna Berg-Meyer")
    services.clients.merge(owner, keep, front.client_id)
    assert [row.id for row in services.photos.rows(trainer, keep)] == [front.id]


def test_the_portrait_of_a_client_is_something_else(
    services: Services, owner: Actor, front: PhotoInfo
) -> None:
    assert services.directory.photo(owner, front.client_id) is None
