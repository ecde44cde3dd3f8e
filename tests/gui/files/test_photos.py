"""Progress photos: a gallery by day and pose, and consent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ConsentKind, Pose, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.files.places import content_folder
from fitnesscrm_desktop.services.files.results import NewPhoto
from fitnesscrm_desktop.ui.files import FEATURE
from fitnesscrm_desktop.ui.files.photo_dialogs import AddPhotosDialog, EditPhotoDialog
from fitnesscrm_desktop.ui.files.photo_grid import AT_ONCE, MOST_KEPT
from fitnesscrm_desktop.ui.files.photos_tab import PhotosTab
from tests.gui.files.album import Album, audited, tab_of
from tests.gui.files.screen import FilesScreen
from tests.support.drawn_files import silhouette

ScreenOf = Callable[..., FilesScreen]


def listed(tab: PhotosTab) -> list[str]:
    grid = tab.grid.photos
    return [str(grid.index(place).data()) for place in range(grid.rowCount())]


def test_no_photos_yet_offers_to_add_some(screen: FilesScreen, anna: int) -> None:
    tab = tab_of(screen, anna)
    assert "No photos yet" in screen.said(tab)
    tab.empty.acted.emit()
    assert screen.at_hand.window.opened == [("photos.add", {"client_id": anna, "paths": ()})]


def test_photos_are_listed_by_day_and_pose_the_newest_first(
    screen: FilesScreen, album: Album, anna: int
) -> None:
    album.take(date(2026, 1, 5))
    album.take(date(2026, 3, 2), Pose.SIDE)
    album.take(date(2026, 2, 2))
    tab = tab_of(screen, anna)
    assert listed(tab) == ["2 Mar 2026 · Side", "2 Feb 2026 · Front", "5 Jan 2026 · Front"]
    tab.pose.chosen.emit("side")
    tab.pose.set_current("side")
    tab.pose.chosen.emit("side")
    assert listed(tab) == ["2 Mar 2026 · Side"]


def test_without_consent_it_says_so_and_offers_to_record_one(
    screen: FilesScreen, services: Services, owner: Actor, album: Album, anna: int
) -> None:
    album.take(date(2026, 2, 2))
    tab = tab_of(screen, anna)
    assert tab.consent.isVisibleTo(tab)
    assert tab.consent.text() == "Anna Ivanova has not agreed to photos."
    tab.consent.acted.emit()
    assert screen.at_hand.window.opened == [("clients.consent", {"client_id": anna, "kind": "photo"})]
    services.records.record_consent(owner, anna, ConsentKind.PHOTO, given=True, source="paper")
    tab.show_client(anna)
    screen.settle()
    assert not tab.consent.isVisibleTo(tab)


def test_of_many_photos_only_those_in_sight_are_read(
    screen: FilesScreen, services: Services, album: Album, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = album.take(date(2026, 2, 2))
    tab = tab_of(screen, anna)
    asked: list[int] = []
    picture = services.photos.thumbnails(screen.at_hand.desk.actor, [first.id])[first.id]

    def thumbnails(_actor: Actor, ids: list[int]) -> dict[int, bytes]:
        asked.append(len(ids))
        return dict.fromkeys(ids, picture)

    monkeypatch.setattr(services.photos, "thumbnails", thumbnails)
    many = [replace(first, id=1000 + number) for number in range(500)]
    tab.grid.photos.show_photos(many)
    screen.settle()
    assert 0 < sum(asked) <= 3 * AT_ONCE
    assert max(asked) <= AT_ONCE
    tab.grid.scrollToBottom()
    screen.settle()
    assert sum(asked) < MOST_KEPT
    last = tab.grid.photos.index(499).data(Qt.ItemDataRole.DecorationRole)
    assert last is not None
    assert last.width() > 0


def test_a_photo_that_cannot_be_opened_says_so_and_is_not_asked_for(
    screen_of: ScreenOf,
    services: Services,
    album: Album,
    anna: int,
    owner: Actor,
    other_pc: Callable[[], Services],
) -> None:
    old = album.take(date(2026, 2, 2))
    later = other_pc()
    later.file_keys.start_anew(owner, "new key")
    new = Album(later, owner, anna).take(date(2026, 3, 2), waist=1.2)
    screen = screen_of(pc=later)
    tab = tab_of(screen, anna)
    photos = tab.grid.photos
    assert [photo.id for photo in photos.photos] == [new.id, old.id]
    said = [photos.index(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(2)]
    assert said == ["2 Mar 2026 · Front", "2 Feb 2026 · Front, cannot be opened any more"]
    assert photos.index(0).data(Qt.ItemDataRole.DecorationRole) is not None
    assert photos.index(1).data(Qt.ItemDataRole.DecorationRole) is None
    screen.settle()
    assert screen.at_hand.window.reported == []
    assert not tab.compare.isEnabled(), "there is nothing to compare it with"


def test_a_damaged_photo_does_not_take_the_gallery_along_and_is_mended_by_the_same_one(
    screen: FilesScreen, services: Services, album: Album, anna: int, owner: Actor
) -> None:
    broken = album.take(date(2026, 2, 2))
    for content in content_folder(services.core.database.file, services.home).glob("*/*"):
        content.write_bytes(b"damaged")
    album.take(date(2026, 3, 2), waist=1.2)
    tab = tab_of(screen, anna)
    photos = tab.grid.photos

    def shown(place: int) -> bool:
        image = photos.index(place).data(Qt.ItemDataRole.DecorationRole)
        return image is not None and not image.isNull()

    tab.grid.viewport().repaint()
    screen.settle()
    assert [shown(0), shown(1)] == [True, False]
    assert screen.at_hand.window.reported == []
    services.photos.add(owner, NewPhoto(anna, broken.pose, silhouette(broken.pose.value), broken.day))
    screen.settle()
    tab.grid.viewport().repaint()
    screen.settle()
    assert [shown(0), shown(1)] == [True, True]


def test_a_photo_that_was_mended_is_told_of_its_day_and_undo_leaves_it(
    screen: FilesScreen, services: Services, album: Album, anna: int, owner: Actor
) -> None:
    broken = album.take(date(2026, 1, 5))
    for content in content_folder(services.core.database.file, services.home).glob("*/*"):
        content.write_bytes(b"damaged")
    again = services.photos.add(owner, NewPhoto(anna, broken.pose, silhouette(broken.pose.value)))
    other = services.photos.add(owner, NewPhoto(anna, Pose.SIDE, silhouette("side"), date(2026, 2, 2)))
    tab = tab_of(screen, anna)
    toasts, outcomes = screen.at_hand.toasts, screen.at_hand.window.outcomes
    outcomes["photos.add"] = (again,)
    screen.press(tab.grid, Qt.Key.Key_Insert)
    assert toasts.texts == ["The photo of 5 Jan 2026 opens again."]
    assert toasts.said[-1].undo is None
    outcomes["photos.add"] = (again, other)
    screen.press(tab.grid, Qt.Key.Key_Insert)
    assert toasts.texts[-1] == "One photo is stored. The photo of 5 Jan 2026 opens again."
    toasts.undo_last()
    screen.settle()
    assert listed(tab) == ["5 Jan 2026 · Front"]
    outcomes["photos.add"] = (replace(again, photo=other.photo), again)
    screen.press(tab.grid, Qt.Key.Key_Insert)
    assert toasts.texts[-1] == "2 photos from 5 Jan 2026 to 2 Feb 2026 open again."


def test_looking_at_the_gallery_is_written_down_once(
    screen: FilesScreen, services: Services, album: Album, anna: int
) -> None:
    for month in (1, 2, 3):
        album.take(date(2026, month, 2))
    tab = tab_of(screen, anna)
    tab.show_client(anna)
    tab.grid.viewport().update()
    screen.settle()
    assert audited(services, "photos.view") == 1
    assert audited(services, "photo.view") == 0


def test_front_side_and_back_are_added_at_once(
    screen: FilesScreen, services: Services, owner: Actor, anna: int
) -> None:
    paths = [
        screen.bring("a.jpg", silhouette("front")),
        screen.bring("b.jpg", silhouette("side")),
        screen.bring("my front again.jpg", silhouette("front", 1.2)),
    ]
    dialog = screen.dialog(AddPhotosDialog, "photos.add", client_id=anna, paths=paths)
    assert "Anna Ivanova has not agreed to photos yet. Ask first." in screen.said(dialog)
    dialog.day.set_value(date(2026, 2, 20))
    dialog.submit()
    screen.settle()
    found = services.photos.rows(owner, anna)
    assert sorted(photo.pose for photo in found) == [Pose.FRONT, Pose.FRONT, Pose.SIDE]
    assert {photo.day for photo in found} == {date(2026, 2, 20)}
    assert len(dialog.outcome) == 3


def test_what_is_no_picture_is_told_and_the_rest_is_kept(
    screen: FilesScreen, services: Services, owner: Actor, anna: int
) -> None:
    good, bad = screen.bring("good.jpg", silhouette()), screen.bring("bad.jpg", b"MZ" + bytes(300))
    dialog = screen.dialog(AddPhotosDialog, "photos.add", client_id=anna, paths=[good, bad])
    dialog.submit()
    screen.settle()
    assert len(services.photos.rows(owner, anna)) == 1
    assert dialog.files.row_of(bad).words.text().startswith("This file is not a picture")


def test_a_removed_photo_comes_back_by_undo(screen: FilesScreen, album: Album, anna: int) -> None:
    album.take(date(2026, 1, 5))
    album.take(date(2026, 2, 5))
    tab = tab_of(screen, anna)
    screen.press(tab.grid, Qt.Key.Key_Delete)
    assert listed(tab) == ["5 Jan 2026 · Front"]
    assert screen.at_hand.toasts.texts == ["One photo is removed."]
    screen.at_hand.toasts.undo_last()
    screen.settle()
    assert len(listed(tab)) == 2


def test_day_and_pose_are_corrected(screen: FilesScreen, album: Album, anna: int) -> None:
    album.take(date(2026, 1, 5))
    tab = tab_of(screen, anna)

    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, EditPhotoDialog)
        screen.show(dialog)
        dialog.day.set_value(date(2026, 1, 6))
        dialog.pose.set_code("back")
        dialog.submit()
        screen.settle()
        return True

    screen.at_hand.dialogs.then(fill)
    screen.press(tab.grid, Qt.Key.Key_E, ctrl=True)
    assert listed(tab) == ["6 Jan 2026 · Back"]


def test_a_photo_is_saved_and_that_is_written_down(
    screen: FilesScreen, services: Services, album: Album, anna: int, tmp_path: Path
) -> None:
    album.take(date(2026, 1, 5))
    tab = tab_of(screen, anna)
    screen.at_hand.dialogs.then(tmp_path / "anna.jpg")
    screen.press(tab.grid, Qt.Key.Key_S, ctrl=True)
    assert (tmp_path / "anna.jpg").read_bytes()[:2] == b"\xff\xd8"
    assert audited(services, "photo.download") == 1


def test_who_may_not_see_photos_gets_no_part_for_them() -> None:
    needed = {part.id: part.permission for part in FEATURE.client_parts}
    assert needed["photos"] == "photos.view"
    assert needed["files"] == "files.view"


def test_a_trainer_sees_and_adds(screen_of: ScreenOf, album: Album, anna: int) -> None:
    album.take(date(2026, 1, 5))
    trainer = screen_of(Role.TRAINER)
    tab = tab_of(trainer, anna)
    assert listed(tab) == ["5 Jan 2026 · Front"]
    assert tab.add.isVisibleTo(tab)


# --- the bench --------------------------------------------------------------------------------------
