"""The compare bench: two photos of one client, aligned by two places on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStackedWidget, QVBoxLayout

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.files.results import PhotoInfo, Points
from fitnesscrm_desktop.ui.core.desk import Desk, StudioDialog
from fitnesscrm_desktop.ui.core.tokens import L, M, S
from fitnesscrm_desktop.ui.files.alignment import are_apart, points_from
from fitnesscrm_desktop.ui.files.bench_canvas import STEP, BenchCanvas, Shown, Way
from fitnesscrm_desktop.ui.files.words import photo_text, tr
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.choice_field import ChoiceField
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.segmented_control import SegmentedControl
from fitnesscrm_desktop.ui.widgets.states import EmptyState, Skeleton

SIZE = (1160, 780)
WHOLE = 100
PLACES = 2


@dataclass(frozen=True, slots=True)
class _Pictures:
    first: QImage
    second: QImage


class CompareDialog(StudioDialog):
    """Esc stops the aligning first, then closes."""

    def __init__(self, desk: Desk, photos: Sequence[PhotoInfo], first: PhotoInfo, second: PhotoInfo) -> None:
        super().__init__()
        self._desk = desk
        self._photos = {photo.id: photo for photo in photos}
        self._ids = (first.id, second.id)
        self._images: dict[int, QImage] = {}
        self.setWindowTitle(tr("Compare photos"))
        self.canvas = BenchCanvas()
        self._make_controls()
        self._lay_out()
        self.resize_on_screen(*SIZE)
        self._show_way(Way.BESIDE)
        self._load()

    def _make_controls(self) -> None:
        names = [(str(photo.id), photo_text(photo, self._desk.formats)) for photo in self._photos.values()]
        self.choices = (ChoiceField(names), ChoiceField(names))
        for side, (field, name) in enumerate(
            zip(self.choices, (tr("Left photo"), tr("Right photo")), strict=True)
        ):
            field.setAccessibleName(name)
            field.set_code(str(self._ids[side]))
            field.chosen.connect(lambda code, side=side: self._choose(side, int(code)))
        self.way = SegmentedControl(
            [
                (Way.BESIDE.value, tr("Side by side")),
                (Way.SLIDER.value, tr("Slider")),
                (Way.ONION.value, tr("Onion skin")),
            ],
            name=tr("How to compare"),
        )
        self.way.chosen.connect(lambda way: self._show_way(Way(way)))
        self.share = QSlider(Qt.Orientation.Horizontal)
        self.share.setRange(0, WHOLE)
        self.share.setValue(WHOLE // 2)
        self.share.valueChanged.connect(lambda _value: self._show_way(self.canvas.way))
        self.share_name = Label("", "muted")
        self.align = Button(tr("Align…"), self.start_aligning, icon="crosshair")
        self.nearer = IconButton("zoom-in", tr("Zoom in (+)"), lambda: self.canvas.zoom(STEP), outline=True)
        self.farther = IconButton(
            "zoom-out", tr("Zoom out (-)"), lambda: self.canvas.zoom(1 / STEP), outline=True
        )
        self.whole = IconButton("fit-width", tr("Whole photos (0)"), self.canvas.fit, outline=True)
        self.words = Label("", "muted", wrap=True)
        self.close_button = Button(tr("Close"), self.accept)
        self.canvas.pointed.connect(self._pointed)
        self.canvas.slid.connect(lambda share: self.share.setValue(round(share * WHOLE)))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(self.choices[0], 1)
        top.addWidget(self.way)
        top.addWidget(self.choices[1], 1)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        for widget in (self.align, self.farther, self.nearer, self.whole, self.share_name):
            foot.addWidget(widget)
        foot.addWidget(self.share, 2)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self.stack = QStackedWidget()
        self.trouble = EmptyState("image", "")
        self._loading = Skeleton(8)
        for layer in (self._loading, self.canvas, self.trouble):
            self.stack.addWidget(layer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.words)
        layout.addLayout(foot)

    # --- showing ----------------------------------------------------------------------------------------

    def photos(self) -> tuple[PhotoInfo, PhotoInfo]:
        """The two that are compared."""
        return self._photos[self._ids[0]], self._photos[self._ids[1]]

    def _choose(self, side: int, photo_id: int) -> None:
        self._ids = (photo_id, self._ids[1]) if side == 0 else (self._ids[0], photo_id)
        self._stop_aligning()
        self._load()

    def _load(self) -> None:
        photos, actor, seen = self._desk.services.photos, self._desk.actor, dict(self._images)
        wanted = self._ids

        def read(photo_id: int) -> QImage:
            return seen.get(photo_id) or QImage.fromData(photos.picture(actor, photo_id))

        self._desk.tasks.run(
            lambda: _Pictures(read(wanted[0]), read(wanted[1])),
            done=lambda pictures: self._take(wanted, pictures),
            failed=self._failed,
            owner=self,
        )

    def _take(self, wanted: tuple[int, int], pictures: _Pictures) -> None:
        if wanted == self._ids:
            self._images = {wanted[0]: pictures.first, wanted[1]: pictures.second}
            self._show()
            self.stack.setCurrentWidget(self.canvas)
            self.canvas.setFocus()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.trouble.set_text(tr("The photos cannot be shown"), error.text)
            self.stack.setCurrentWidget(self.trouble)
        else:
            self._desk.window.report(error)

    def _show(self) -> None:
        first, second = self.photos()
        if first.id in self._images and second.id in self._images:
            self.canvas.show_photos(self._shown(first), self._shown(second))
            self._say()

    def _shown(self, photo: PhotoInfo) -> Shown:
        return Shown(self._images[photo.id], photo.points, photo_text(photo, self._desk.formats))

    def _show_way(self, way: Way) -> None:
        self.way.set_current(way.value)
        self.canvas.show_way(way, self.share.value() / WHOLE)
        names = {Way.BESIDE: "", Way.SLIDER: tr("Edge"), Way.ONION: tr("Right photo shines through")}
        self.share_name.setText(names[way])
        self.share.setAccessibleName(names[way])
        self._offer_share()

    def _offer_share(self) -> None:
        """The slider is there where it changes something."""
        needed = self.canvas.way is not Way.BESIDE and self.canvas.pointing is None
        for widget in (self.share, self.share_name):
            widget.setVisible(needed)

    # --- aligning ---------------------------------------------------------------------------------------

    def start_aligning(self) -> None:
        """Ask for two places on each photo."""
        if len(self._images) == 0:
            return
        self.canvas.marks = ([], [])
        self.canvas.fit()
        self.canvas.start_pointing(0)
        self._say()

    def _pointed(self, photo: int, place: complex) -> None:
        marks, size = self.canvas.marks[photo], self._size(photo)
        if marks and not are_apart(marks[0], place, *size):
            self.words.setText(tr("The two places have to lie apart."))
            return
        marks.append(place)
        if len(marks) < PLACES:
            self.canvas.update()
        elif photo == 0:
            self.canvas.start_pointing(1)
        else:
            self._align()
            return
        self._say()

    def _size(self, photo: int) -> tuple[float, float]:
        image = self._images[self._ids[photo]]
        return float(image.width()), float(image.height())

    def _align(self) -> None:
        """Remember the places with the photos, for whoever compares them with others."""
        marks = self.canvas.marks
        self._stop_aligning()
        for side, photo in enumerate(self.photos()):
            points = points_from(marks[side][0], marks[side][1], *self._size(side))
            self._photos[photo.id] = replace(photo, points=points)
            if self._desk.actor.may(Permission.ADD_PHOTOS):
                self._remember(photo, points)
        self._show()

    def _remember(self, photo: PhotoInfo, points: Points) -> None:
        photos, actor = self._desk.services.photos, self._desk.actor
        self._desk.tasks.write(
            lambda: photos.set_points(actor, photo.id, photo.version, points),
            done=self._remembered,
            failed=self._desk.window.report,
            owner=self,
        )

    def _remembered(self, photo: PhotoInfo) -> None:
        self._photos[photo.id] = photo

    def _stop_aligning(self) -> None:
        self.canvas.start_pointing(None)
        self._say()

    def _say(self) -> None:
        self._offer_share()
        pointing = self.canvas.pointing
        if pointing is not None:
            place = 2 * pointing + len(self.canvas.marks[pointing])
            where = (
                tr("Point at a place on the left photo that both show, for instance a shoulder."),
                tr("Point at a second place on the left photo, for instance the other hip."),
                tr("Now point at the first place on the right photo."),
                tr("And at the second place on the right photo."),
            )[place]
            self.words.setText(f"{where} {tr('Arrows and Space do it, too; Esc stops.')}")
            return
        first, second = self.photos()
        aligned = first.points is not None and second.points is not None
        self.words.setText(
            tr("Aligned by two places.") if aligned else tr("Not aligned: they are laid middle upon middle.")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops the aligning first."""
        if event.key() == Qt.Key.Key_Escape and self.canvas.pointing is not None:
            self._stop_aligning()
        else:
            super().keyPressEvent(event)
