"""A progress photo is taken with the camera: seen, held, taken again or stored, and the camera is let go."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.ui.files.camera_dialog import CameraDialog
from fitnesscrm_desktop.ui.files.camera_frames import camera_there
from fitnesscrm_desktop.ui.files.photos_tab import PhotosTab
from tests.gui.files.screen import FilesScreen
from tests.support.drawn_files import silhouette
from tests.support.played_camera import PlayedCamera


def opened(qtbot: QtBot, screen: FilesScreen, client_id: int, camera: PlayedCamera) -> CameraDialog:
    dialog = CameraDialog(screen.at_hand.desk, client_id=client_id, camera=lambda: camera)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def camera(screen: FilesScreen) -> PlayedCamera:
    return PlayedCamera([screen.bring(f"{pose}.jpg", silhouette(pose)) for pose in ("front", "side")])


def test_what_is_in_sight_is_held_and_stored(
    qtbot: QtBot, screen: FilesScreen, services: Services, owner: Actor, anna: int, camera: PlayedCamera
) -> None:
    dialog = opened(qtbot, screen, anna, camera)
    qtbot.waitUntil(lambda: camera.shown > 3)
    assert not dialog.verb.isEnabled()
    qtbot.waitUntil(dialog.take.isEnabled)
    dialog.take.click()
    held = dialog.still
    assert not held.isNull()
    dialog.pose.button("side").click()
    dialog.verb.click()
    qtbot.waitUntil(lambda: dialog.outcome is not None)
    [added] = dialog.outcome
    assert added.photo.pose is Pose.SIDE
    [stored] = services.photos.rows(owner, anna)
    assert (stored.width, stored.height) == (held.width(), held.height())
    qtbot.waitUntil(lambda: camera.closed)


def test_a_picture_may_be_taken_again(
    qtbot: QtBot, screen: FilesScreen, services: Services, owner: Actor, anna: int, camera: PlayedCamera
) -> None:
    dialog = opened(qtbot, screen, anna, camera)
    qtbot.waitUntil(dialog.take.isEnabled)
    dialog.take.click()
    screen.settle()
    before = camera.shown
    dialog.take.click()
    assert dialog.still.isNull()
    qtbot.waitUntil(lambda: camera.shown > before)
    dialog.reject()
    qtbot.waitUntil(lambda: camera.closed)
    assert services.photos.rows(owner, anna) == []


def test_a_camera_that_gives_nothing_is_told(qtbot: QtBot, screen: FilesScreen, anna: int) -> None:
    camera = PlayedCamera([])
    dialog = opened(qtbot, screen, anna, camera)
    qtbot.waitUntil(lambda: "No picture comes from the camera" in screen.said(dialog))
    assert not dialog.take.isEnabled()
    dialog.reject()
    qtbot.waitUntil(lambda: camera.closed)


def test_a_camera_that_cannot_be_opened_is_told(qtbot: QtBot, screen: FilesScreen, anna: int) -> None:
    def broken() -> PlayedCamera:
        raise OSError

    dialog = CameraDialog(screen.at_hand.desk, client_id=anna, camera=broken)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "The camera cannot be opened" in screen.said(dialog))
    dialog.reject()


def test_it_is_offered_where_there_is_one(tmp_path: Path) -> None:
    assert not camera_there("no_such_library", tmp_path, "win32")
    assert camera_there("json", tmp_path, "win32")
    assert not camera_there("json", tmp_path, "linux")
    (tmp_path / "video0").touch()
    assert camera_there("json", tmp_path, "linux")


@pytest.mark.parametrize("there", [True, False])
def test_without_a_camera_there_is_no_button(
    screen: FilesScreen, monkeypatch: pytest.MonkeyPatch, anna: int, *, there: bool
) -> None:
    monkeypatch.setattr("fitnesscrm_desktop.ui.files.photos_tab.camera_there", lambda: there)
    tab = screen.part(PhotosTab, "photos", anna)
    assert tab.camera.isVisibleTo(tab) is there
