"""A progress photo is taken with the camera: seen, held, taken again or stored, and the camera is let go."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
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


class Gate:
    """Holds up whoever comes, until it is opened."""

    def __init__(self) -> None:
        self.reached, self._open = threading.Event(), threading.Event()

    def open(self) -> None:
        """Let everybody through."""
        self._open.set()

    def pass_through(self) -> None:
        """Come by, and wait."""
        self.reached.set()
        assert self._open.wait(30)


class StuckCamera(PlayedCamera):
    """After so many pictures the next one comes when the gate is opened, or never."""

    def __init__(self, files: Sequence[Path], gate: Gate, *, free: int = 0, breaks: bool = False) -> None:
        super().__init__(files)
        self._gate, self._free, self._breaks = gate, free, breaks
        self.asked = 0

    def frame(self) -> QImage:
        """Wait for the gate."""
        self.asked += 1
        if self.asked > self._free:
            self._gate.pass_through()
        if self._breaks:
            raise OSError
        return super().frame()


def left_by_esc(qtbot: QtBot, dialog: CameraDialog) -> None:
    """Close it as the window does: it is gone."""
    gone: list[bool] = []
    dialog.destroyed.connect(lambda *_: gone.append(True))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))


@pytest.mark.parametrize("breaks", [False, True])
def test_a_camera_that_is_there_only_after_esc_is_let_go_and_nobody_told(
    qtbot: QtBot, screen: FilesScreen, anna: int, camera: PlayedCamera, *, breaks: bool
) -> None:
    gate = Gate()

    def slow() -> PlayedCamera:
        gate.pass_through()
        if breaks:
            raise OSError
        return camera

    dialog = CameraDialog(screen.at_hand.desk, client_id=anna, camera=slow)
    dialog.show()
    qtbot.waitUntil(gate.reached.is_set)
    left_by_esc(qtbot, dialog)
    gate.open()
    screen.settle()
    assert camera.closed is not breaks
    assert camera.shown == 0
    assert screen.at_hand.window.reported == []


@pytest.mark.parametrize("breaks", [False, True])
@pytest.mark.parametrize("gone", [False, True])
def test_a_picture_that_comes_only_after_esc_is_nobodys(
    qtbot: QtBot, screen: FilesScreen, anna: int, camera: PlayedCamera, *, breaks: bool, gone: bool
) -> None:
    gate = Gate()
    camera = StuckCamera(camera.files, gate, breaks=breaks)
    dialog = CameraDialog(screen.at_hand.desk, client_id=anna, camera=lambda: camera)
    dialog.show()
    qtbot.waitUntil(gate.reached.is_set)
    if gone:
        left_by_esc(qtbot, dialog)
    else:
        qtbot.addWidget(dialog)
        dialog.reject()
    gate.open()
    screen.settle()
    assert camera.closed
    assert screen.at_hand.window.reported == []
    if not gone:
        assert not dialog.take.isEnabled()
        assert "camera cannot be opened" not in screen.said(dialog)


def test_the_camera_is_off_while_the_screen_is_locked(
    qtbot: QtBot, screen: FilesScreen, anna: int, camera: PlayedCamera
) -> None:
    before, after = PlayedCamera(camera.files), camera
    cameras = iter([before, after])
    dialog = CameraDialog(screen.at_hand.desk, client_id=anna, camera=lambda: next(cameras))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: before.shown > 0)
    dialog.hide()
    qtbot.waitUntil(lambda: before.closed)
    dialog.show()
    qtbot.waitUntil(lambda: after.shown > 1)
    assert not after.closed
    dialog.reject()
    qtbot.waitUntil(lambda: after.closed)


def test_who_holds_and_lets_go_in_haste_asks_for_one_picture_at_a_time(
    qtbot: QtBot, screen: FilesScreen, anna: int, camera: PlayedCamera
) -> None:
    gate, read = Gate(), list[str]()
    stuck = StuckCamera(camera.files, gate, free=1)
    dialog = opened(qtbot, screen, anna, stuck)
    qtbot.waitUntil(gate.reached.is_set)
    for _time in range(4):
        dialog.take.click()
    screen.at_hand.tasks.run(lambda: "after them", done=read.append)
    qtbot.waitUntil(lambda: bool(read))
    assert stuck.asked == 2
    gate.open()
    qtbot.waitUntil(lambda: stuck.asked > 4)
    dialog.reject()
    qtbot.waitUntil(lambda: stuck.closed)


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
