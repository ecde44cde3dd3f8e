"""Take a progress photo with the camera of this PC."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QHideEvent, QImage, QKeySequence, QShortcut

from fitnesscrm_desktop.models.values import Pose
from fitnesscrm_desktop.services.files.results import NewPhoto, PhotoAdded
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.files.camera_frames import Camera, FrameSource
from fitnesscrm_desktop.ui.files.photo_dialogs import ORDER
from fitnesscrm_desktop.ui.files.picture_view import PictureView
from fitnesscrm_desktop.ui.files.words import pose_word, tr
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.form_dialog import FormDialog
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl

VIEW, QUALITY, MOST_EMPTY = (640, 400), 92, 20


class CameraDialog(FormDialog):
    """``outcome`` holds the ``PhotoAdded``, alone. *camera* opens what the pictures come from.

    The camera is on while the dialog is in sight: not behind the lock, and not after it is closed.
    """

    def __init__(self, desk: Desk, *, client_id: int, camera: Callable[[], FrameSource] = Camera) -> None:
        super().__init__(desk, tr("Take a photo"), tr("Store"), width=VIEW[0])
        self._client_id, self._camera = client_id, camera
        self._source: FrameSource | None = None
        self._in_sight = self._opens = self._asks = False
        self._empty = 0
        self.still = QImage()
        """What was taken; null while the camera runs."""
        self.view = PictureView()
        self.view.setMinimumSize(theme().px(VIEW[0]), theme().px(VIEW[1]))
        self.body.addWidget(self.view, 1)
        self.pose = SegmentedControl([(pose.value, pose_word(pose)) for pose in ORDER], name=tr("Pose"))
        self.add_field("pose", tr("Pose"), self.pose)
        self.give_room_to_body()
        self.take = Button(tr("Take the picture"), self._take, icon="camera")
        self.take.setToolTip(QKeySequence("Space").toString(QKeySequence.SequenceFormat.NativeText))
        self.foot.insertWidget(0, self.take)
        QShortcut(QKeySequence(Qt.Key.Key_Space), self, self._take)
        self.take.setEnabled(False)
        self.verb.setEnabled(False)
        services, actor = desk.services, desk.actor
        self.load(
            lambda: (
                services.directory.detail(actor, client_id).name,
                services.photos.agreed(actor, client_id),
            ),
            self._tell,
        )

    def _tell(self, about: tuple[str, bool]) -> None:
        name, agreed = about
        missing = tr("{name} has not agreed to photos yet. Ask first.").format(name=name)
        self.set_sub(name if agreed else missing)

    # --- the camera -------------------------------------------------------------------------------------

    def showEvent(self, event: object) -> None:
        """Switch it on; one that is being opened already will do."""
        super().showEvent(event)
        self._in_sight = True
        if self._source is None and not self._opens:
            self._opens = True
            self.desk.tasks.run(self._camera, done=self._opened, failed=self._not_opened, owner=None)

    def hideEvent(self, event: QHideEvent) -> None:
        """Switch it off."""
        super().hideEvent(event)
        self._in_sight = False
        self._let_go()

    def _opened(self, source: FrameSource) -> None:
        """The dialog may be closed, and gone, by now: then nobody else lets go of the camera."""
        self._source, self._opens = source, False
        if self._in_sight:
            self._look()
        else:
            self._let_go()

    def _not_opened(self, _error: Exception) -> None:
        self._opens = False
        self._say_there_is_none()

    def _no_frame(self, _error: Exception) -> None:
        self._asks = False
        self._say_there_is_none()

    def _say_there_is_none(self) -> None:
        if self._in_sight:
            self.say(tr("The camera cannot be opened. Is another program using it?"), Tone.RED)

    def _look(self) -> None:
        """Ask for the next picture, as soon as the last one is shown."""
        if self._source is not None and self.still.isNull() and not self._asks:
            self._asks = True
            self.desk.tasks.run(self._source.frame, done=self._show, failed=self._no_frame, owner=self)

    def _show(self, picture: QImage) -> None:
        self._asks = False
        if not self.still.isNull() or not self._in_sight:
            return
        self._empty = self._empty + 1 if picture.isNull() else 0
        if self._empty >= MOST_EMPTY:
            self.say(tr("No picture comes from the camera. Is another program using it?"), Tone.RED)
            return
        if not picture.isNull():
            self.view.show_image(picture, tr("Picture of the camera"))
            self.take.setEnabled(True)
        self._look()

    def _let_go(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            self.desk.tasks.run(source.close, done=lambda _none: None, failed=lambda _error: None, owner=None)

    # --- the deed ---------------------------------------------------------------------------------------

    def _take(self) -> None:
        """Hold what is in sight; once more: let the camera run again."""
        if not self.take.isEnabled():
            return
        running = self.still.isNull()
        self.still = self.view.image if running else QImage()
        self.take.setText(tr("Once more") if running else tr("Take the picture"))
        self.verb.setEnabled(running)
        if not running:
            self._look()

    def deed(self) -> Callable[[], PhotoAdded] | None:
        """Store what was taken."""
        if self.still.isNull():
            return None
        photos, actor, still = self.desk.services.photos, self.desk.actor, self.still
        client_id, pose = self._client_id, Pose(self.pose.current())
        return lambda: photos.add(actor, NewPhoto(client_id, pose, jpeg_of(still)))

    def succeeded(self, outcome: PhotoAdded) -> None:
        """As if it had come from a file."""
        super().succeeded((outcome,))


def jpeg_of(picture: QImage) -> bytes:
    """*picture* as a photo is kept."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]  # of Qt: it takes a name
    return bytes(buffer.data().data())
