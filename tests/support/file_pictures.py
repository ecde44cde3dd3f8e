"""Pictures of what there is to see of files beyond their first page."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QDialog

from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.ui.files.add_dialog import AddFilesDialog
from fitnesscrm_desktop.ui.files.bench_canvas import Way
from fitnesscrm_desktop.ui.files.browser import FileBrowser
from fitnesscrm_desktop.ui.files.compare_dialog import CompareDialog
from fitnesscrm_desktop.ui.files.edit_dialog import EditFileDialog
from fitnesscrm_desktop.ui.files.photo_dialogs import AddPhotosDialog, EditPhotoDialog
from fitnesscrm_desktop.ui.files.photos_tab import PhotosTab
from fitnesscrm_desktop.ui.files.view_dialog import ViewDialog
from tests.support.drawn_files import contract, lay, silhouette
from tests.support.window import StudioWindow


class Camera(Protocol):
    """Takes pictures of a window."""

    def wants(self, name: str) -> bool:
        """Whether this picture is to be taken."""
        ...

    def take(self, name: str, window: StudioWindow, *, at_rest: bool = True) -> None:
        """Take it."""
        ...


def visit_files(camera: Camera, window: StudioWindow, mode: str, client_id: int, other_id: int) -> None:
    """Take pictures of a picture beside the list, of the dialogs, and of what could not be stored."""
    if not camera.wants("files-"):
        return
    window.go("clients.client", client_id=other_id, tab="files")
    window.settle()
    camera.take(f"files-none-{mode}", window)
    window.go("clients.client", client_id=client_id, tab="files")
    window.settle()
    browser = next(each for each in window.frame.findChildren(FileBrowser) if each.isVisible())
    for row, name in ((1, "plan"), (3, "picture")):
        browser.table.select_row(row)
        window.until(lambda: not browser.preview.is_loading)
        camera.take(f"files-{name}-{mode}", window)
    browser.table.select_row(0)
    file = browser.table.current_row()
    desk = window.work.desk
    _shown(camera, window, f"files-edit-{mode}", EditFileDialog(desk, file))
    large = ViewDialog(desk, browser.seen, file)
    window.until(lambda: not large.pane.is_loading)
    _shown(camera, window, f"files-large-{mode}", large)
    with tempfile.TemporaryDirectory() as folder:
        brought = Path(folder)
        paths = [
            lay(brought, "Contract signed on paper.pdf", contract("On paper")),
            lay(brought, "Scan 0001.pdf", b"MZ" + b"\0" * 2000),
            lay(brought, "Training contract 2026.pdf", contract("Training contract", 3)),
        ]
        dialog = AddFilesDialog(desk, client_id=client_id, paths=paths)
        dialog.open()
        window.settle()
        camera.take(f"files-adding-{mode}", window)
        dialog.submit()
        window.until(dialog.notice.isVisible)
        camera.take(f"files-left-over-{mode}", window)
        dialog.reject()
        dialog.deleteLater()


def visit_photos(camera: Camera, window: StudioWindow, mode: str, client_id: int, other_id: int) -> None:
    """Take pictures of an empty gallery, of the dialogs, and of the bench in all its ways."""
    if not camera.wants("photos-"):
        return
    window.go("clients.client", client_id=other_id, tab="photos")
    window.settle()
    camera.take(f"photos-none-{mode}", window)
    window.go("clients.client", client_id=client_id, tab="photos")
    window.settle()
    tab = window.frame.findChild(PhotosTab)
    assert tab is not None
    tab.grid.choose({tab.grid.photos.photos[0].id})
    window.settle()
    camera.take(f"photos-gallery-{mode}", window)
    desk, photos = window.work.desk, tab.grid.photos.photos
    _shown(camera, window, f"photos-edit-{mode}", EditPhotoDialog(desk, photos[0]))
    front = [photo for photo in photos if photo.pose is Pose.FRONT]
    bench = CompareDialog(desk, photos, front[-1], front[0])
    bench.open()
    window.until(lambda: bench.canvas.photos is not None)
    for way in Way:
        bench.way.chosen.emit(way.value)
        window.settle()
        camera.take(f"photos-bench-{way.value}-{mode}", window)
    bench.start_aligning()
    bench.canvas.pointed.emit(0, complex(300, 250))
    window.settle()
    camera.take(f"photos-aligning-{mode}", window)
    bench.done(0)
    bench.deleteLater()
    with tempfile.TemporaryDirectory() as folder:
        paths = [lay(Path(folder), f"IMG_10{pose.value}.jpg", silhouette(pose.value)) for pose in Pose]
        dialog = AddPhotosDialog(desk, client_id=other_id, paths=paths)
        window.until(lambda: len(dialog.files.rows) == len(paths))
        _shown(camera, window, f"photos-adding-{mode}", dialog)


def _shown(camera: Camera, window: StudioWindow, name: str, dialog: QDialog) -> None:
    dialog.open()
    window.settle()
    camera.take(name, window)
    dialog.done(0)
    dialog.deleteLater()
