"""The progress photos of a client, as a part of the client's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import ConsentKind, Permission
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.files.events import FileKeyAdded, PhotosChanged
from fitnesscrm_desktop.services.files.results import PhotoAdded, PhotoInfo
from fitnesscrm_desktop.ui.core.desk import ClientPart, Desk
from fitnesscrm_desktop.ui.core.saved_files import tell_saved
from fitnesscrm_desktop.ui.core.tokens import M, S, Tone
from fitnesscrm_desktop.ui.files.camera_frames import camera_there
from fitnesscrm_desktop.ui.files.compare_dialog import CompareDialog
from fitnesscrm_desktop.ui.files.dropping import DropTarget
from fitnesscrm_desktop.ui.files.photo_dialogs import ORDER, EditPhotoDialog
from fitnesscrm_desktop.ui.files.photo_grid import PhotoGrid
from fitnesscrm_desktop.ui.files.words import (
    photos_mended_text,
    photos_removed_text,
    photos_stored_text,
    pose_word,
    tr,
)
from fitnesscrm_desktop.ui.widgets.banner import Banner
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from fitnesscrm_desktop.ui.widgets.states import EmptyState, Skeleton

ADD, SHOOT, CONSENT = "photos.add", "photos.camera", "clients.consent"
ANY = "any"
PAIR = 2


@dataclass(frozen=True, slots=True)
class _Album:
    photos: Sequence[PhotoInfo]
    agreed: bool
    name: str


class PhotosTab(ClientPart):
    """``show_client(7)``; Enter compares the chosen photo with the first one of the same pose."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.client_id = 0
        self._album = _Album((), agreed=True, name="")
        self.consent = Banner("", Tone.AMBER)
        self.consent.hide()
        self.grid = PhotoGrid(desk)
        self._make_tools()
        self._lay_out()
        self._wire()

    def _make_tools(self) -> None:
        self.add = PrimaryButton(tr("Add photos…"), self._add, icon="plus")
        self.add.setToolTip(QKeySequence("Ins").toString(QKeySequence.SequenceFormat.NativeText))
        self.camera = IconButton("camera", tr("Take a photo with the camera…"), self._shoot, outline=True)
        self.camera.setVisible(camera_there())
        self.pose = SegmentedControl(
            [(ANY, tr("All")), *((pose.value, pose_word(pose)) for pose in ORDER)], name=tr("Pose")
        )
        self.pose.set_current(ANY)
        self.compare = Button(tr("Compare"), self.open_bench, icon="side-by-side")
        self.save = IconButton("save", tr("Save as… (Ctrl+S)"), self._save, outline=True)
        self.edit = IconButton("edit", tr("Day and pose… (Ctrl+E)"), self._edit, outline=True)
        self.remove = IconButton("trash", tr("Remove (Del)"), self._remove, outline=True)
        if not self._desk.actor.may(Permission.ADD_PHOTOS):
            for button in (self.add, self.camera, self.edit, self.remove):
                button.hide()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(S)
        for widget in (self.add, self.camera, self.pose, self.compare):
            tools.addWidget(widget)
        tools.addStretch(1)
        for button in (self.save, self.edit, self.remove):
            tools.addWidget(button)
        self._place = QWidget()
        self._layers = QStackedLayout(self._place)
        self._loading = Skeleton(6)
        self.empty = EmptyState("camera", "")
        for layer in (self._loading, self.empty, self.grid):
            self._layers.addWidget(layer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(tools)
        layout.addWidget(self.consent)
        layout.addWidget(self._place, 1)

    def _wire(self) -> None:
        desk = self._desk
        self.empty.acted.connect(self._add)
        self.consent.acted.connect(self._ask_consent)
        self.pose.chosen.connect(lambda _pose: self._show())
        self.grid.opened.connect(self.open_bench)
        self.grid.chosen_changed.connect(self._offer)
        deeds: dict[str, Callable[[], object]] = {
            "Ins": self._add,
            "Ctrl+S": self._save,
            "Ctrl+E": self._edit,
            "Del": self._remove,
        }
        for keys, deed in deeds.items():
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), self, context=context).activated.connect(deed)
        DropTarget(self, self._add)
        desk.bridge.on(PhotosChanged, self._changed, owner=self)
        desk.bridge.on(FileKeyAdded, lambda _event: self.load(), owner=self)

    # --- showing ----------------------------------------------------------------------------------------

    def show_client(self, client_id: int) -> None:
        """Show this client's."""
        if client_id != self.client_id:
            self.client_id = client_id
            self._layers.setCurrentWidget(self._loading)
            self.consent.hide()
        self.load()

    def show_moment(self, **where: Any) -> None:
        """Stand on the photo somebody was led to."""
        if "photo_id" in where:
            self.pose.set_current(ANY)
            self._show()
            self.grid.choose({int(where["photo_id"])})

    def leave(self) -> None:
        """Nothing of what was seen is kept in memory."""
        self.grid.photos.forget()

    def load(self) -> None:
        """Load the list again."""
        services, actor, client_id = self._desk.services, self._desk.actor, self.client_id
        self._desk.tasks.run(
            lambda: _Album(
                services.photos.rows(actor, client_id),
                services.photos.agreed(actor, client_id),
                services.directory.detail(actor, client_id).name,
            ),
            done=lambda album: self._take(client_id, album),
            failed=self._failed,
            owner=self,
        )

    def _take(self, client_id: int, album: _Album) -> None:
        if client_id == self.client_id:
            self._album = album
            self.grid.photos.look_again()
            self._show()

    def _show(self) -> None:
        before = {photo.id for photo in self.grid.chosen()}
        pose, album = self.pose.current(), self._album
        photos = [photo for photo in album.photos if pose in {ANY, photo.pose.value}]
        if photos != list(self.grid.photos.photos):
            self.grid.photos.show_photos(photos)
            self.grid.choose(before)
        may_add = self._desk.actor.may(Permission.ADD_PHOTOS)
        if album.photos and not photos:
            words = tr("No photos of this pose"), "", ""
        else:
            text = tr(
                "Front, side and back, every few weeks: two of them beside each other show what numbers hide."
            )
            words = tr("No photos yet"), text, tr("Add photos…") if may_add else ""
        self.empty.set_text(*words)
        self._layers.setCurrentWidget(self.grid if photos else self.empty)
        self._show_consent()
        self._offer()

    def _show_consent(self) -> None:
        text = tr("{name} has not agreed to photos.").format(name=self._album.name)
        may_record = self._desk.actor.may(Permission.EDIT_CLIENTS)
        self.consent.set_text(text, Tone.AMBER, tr("Record a consent…") if may_record else "")
        self.consent.setVisible(not self._album.agreed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.empty.set_text(tr("The photos cannot be shown"), error.text)
            self._layers.setCurrentWidget(self.empty)
        else:
            self._desk.window.report(error)

    def _changed(self, event: PhotosChanged) -> None:
        if event.client_id == self.client_id and self.isVisible():
            self.load()

    # --- deeds ------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        chosen = len(self.grid.chosen())
        self.compare.setEnabled(self._pair() is not None)
        self.save.setEnabled(chosen == 1)
        self.edit.setEnabled(chosen == 1)
        self.remove.setEnabled(chosen > 0)

    def _pair(self) -> tuple[PhotoInfo, PhotoInfo] | None:
        """The two that are chosen, the older one first; one alone goes with the first of its pose."""
        chosen = [photo for photo in self.grid.chosen() if not photo.lost]
        if len(chosen) == PAIR:
            return chosen[1], chosen[0]
        if len(chosen) != 1:
            return None
        same = [photo for photo in self._album.photos if photo.pose is chosen[0].pose and not photo.lost]
        others = [photo for photo in same if photo.id != chosen[0].id]
        if not others:
            return None
        oldest = others[-1]
        older = (oldest.day, oldest.id) < (chosen[0].day, chosen[0].id)
        return (oldest, chosen[0]) if older else (chosen[0], others[0])

    def open_bench(self) -> None:
        """Compare two photos."""
        pair = self._pair()
        if pair is not None:
            self._desk.dialogs.show(CompareDialog(self._desk, self._album.photos, *pair))

    def _add(self, paths: Sequence[Path] = ()) -> None:
        if self._desk.actor.may(Permission.ADD_PHOTOS):
            self._desk.window.open_dialog(
                ADD, client_id=self.client_id, paths=tuple(paths), then=self._stored
            )

    def _shoot(self) -> None:
        self._desk.window.open_dialog(SHOOT, client_id=self.client_id, then=self._stored)

    def _stored(self, kept: Sequence[PhotoAdded]) -> None:
        formats = self._desk.formats
        ids = [each.photo.id for each in kept if not each.mended]
        mended = photos_mended_text([each.photo for each in kept if each.mended], formats)
        if ids:
            self._say_put(ids, f"{photos_stored_text(len(ids), formats)} {mended}".rstrip(), back=True)
        elif mended:
            self._desk.toasts.show_toast(mended, tone="good")

    def _ask_consent(self) -> None:
        self._desk.window.open_dialog(
            CONSENT, client_id=self.client_id, kind=ConsentKind.PHOTO.value, then=lambda _consent: self.load()
        )

    def _edit(self) -> None:
        chosen = self.grid.chosen()
        if len(chosen) == 1 and self._desk.actor.may(Permission.ADD_PHOTOS):
            self._desk.dialogs.show(EditPhotoDialog(self._desk, chosen[0]))

    def _save(self) -> None:
        chosen = self.grid.chosen()
        if len(chosen) != 1:
            return
        photo, photos, actor = chosen[0], self._desk.services.photos, self._desk.actor
        suggested = Path.home() / f"{self._album.name} {photo.day.isoformat()} {photo.pose.value}.jpg"
        path = self._desk.dialogs.choose_save_file(tr("Save the photo"), suggested, tr("Pictures (*.jpg)"))
        if path is not None:
            self._desk.tasks.write(
                lambda: photos.save(actor, photo.id, path, confirmed=True),
                done=lambda saved: tell_saved(self._desk.toasts, saved),
                failed=self._desk.window.report,
                owner=self,
            )

    def _remove(self) -> None:
        ids = [photo.id for photo in self.grid.chosen()]
        if ids and self._desk.actor.may(Permission.ADD_PHOTOS):
            self._desk.tasks.write(
                lambda: self._put(ids, away=True),
                done=lambda _none: self._say_put(
                    ids, photos_removed_text(len(ids), self._desk.formats), back=False
                ),
                failed=self._desk.window.report,
                owner=self,
            )

    def _put(self, ids: Sequence[int], *, away: bool) -> None:
        photos, actor = self._desk.services.photos, self._desk.actor
        for photo_id in ids:
            if away:
                photos.remove(actor, photo_id)
            else:
                photos.restore(actor, photo_id)

    def _say_put(self, ids: Sequence[int], text: str, *, back: bool) -> None:
        """Say what was done; Undo puts them away again if they came *back*, else brings them back."""
        tasks = self._desk.tasks

        def undo() -> None:
            tasks.write(lambda: self._put(ids, away=back), done=lambda _none: None)

        if ids:
            self._desk.toasts.show_toast(text, undo=undo, tone="good" if back else "info")
