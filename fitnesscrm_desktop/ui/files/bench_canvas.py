"""Where two photos are compared: beside each other, behind a slider, or one through the other."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fitnesscrm_desktop.services.files.results import Points
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS, S
from fitnesscrm_desktop.ui.files.alignment import Laying, centred, fitted, laid_upon, places_of, zoomed
from fitnesscrm_desktop.ui.files.words import tr

STEP, LEAST_ZOOM, MOST_ZOOM = 1.25, 0.5, 12.0
NUDGE, FINE = 12, 1
CROSS, DOT = 14, 5
GAP = 8


class Way(enum.StrEnum):
    """How two photos are compared."""

    BESIDE = "beside"
    SLIDER = "slider"
    ONION = "onion"


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the two photos."""

    image: QImage
    points: Points | None
    name: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return float(self.image.width()), float(self.image.height())


class BenchCanvas(QWidget):
    """Both photos at the same zoom. The mouse wheel and + - zoom, dragging and the arrows move, 0 fits.

    Signals:
        pointed(int, object): while it ``points``: a place (complex, in its pixels) on photo 0 or 1.
        slid(float): the slider was dragged to this part of the width.
    """

    pointed = Signal(int, object)
    slid = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("The two photos"))
        self.photos: tuple[Shown, Shown] | None = None
        self.way = Way.BESIDE
        self.share = 0.5
        """Where the slider stands, or how much of the second photo shines through."""
        self.pointing: int | None = None
        """On which photo places are pointed at now."""
        self.marks: tuple[list[complex], list[complex]] = ([], [])
        self.cross = complex(0)
        self._zoom = Laying()
        """What was zoomed and moved, on top of what fits."""
        self._held: QPointF | None = None

    def sizeHint(self) -> QSize:
        """Large."""
        return QSize(theme().px(900), theme().px(560))

    def minimumSizeHint(self) -> QSize:
        """Usable on a small screen."""
        return QSize(theme().px(320), theme().px(220))

    # --- what is shown ----------------------------------------------------------------------------------

    def show_photos(self, first: Shown, second: Shown) -> None:
        """Compare these two."""
        self.photos = (first, second)
        self._tell()
        self.update()

    def show_way(self, way: Way, share: float) -> None:
        """Compare them in another way."""
        self.way, self.share = way, share
        self._tell()
        self.update()

    def start_pointing(self, photo: int | None) -> None:
        """Take places on photo 0 or 1, or stop."""
        self.pointing = photo
        if photo is not None:
            area = self.areas()[photo]
            self.cross = complex(area.center().x(), area.center().y())
            self.setFocus()
        self.setCursor(Qt.CursorShape.ArrowCursor if photo is None else Qt.CursorShape.CrossCursor)
        self.update()

    def fit(self) -> None:
        """As large as there is room."""
        self._zoom = Laying()
        self.update()

    def zoom(self, factor: float, still: complex | None = None) -> None:
        """Come nearer, or go back; what is under *still* stays there."""
        factor = min(max(self._zoom.scale * factor, LEAST_ZOOM), MOST_ZOOM) / self._zoom.scale
        middle = complex(self.areas()[0].width(), self.areas()[0].height()) / 2
        self._zoom = zoomed(self._zoom, factor, middle if still is None else still)
        self.update()

    def move_by(self, way: complex) -> None:
        """Move both photos."""
        self._zoom = self._zoom.then(Laying(1, way))
        self.update()

    def zoom_factor(self) -> float:
        """1 is what fits."""
        return self._zoom.scale

    # --- where things lie -------------------------------------------------------------------------------

    def areas(self) -> tuple[QRectF, QRectF]:
        """Where the first and the second photo are shown."""
        whole = QRectF(self.rect())
        if self.way is not Way.BESIDE and self.pointing is None:
            return whole, whole
        half = (whole.width() - GAP) / 2
        return QRectF(0, 0, half, whole.height()), QRectF(half + GAP, 0, half, whole.height())

    def laying(self, photo: int) -> Laying:
        """From the pixels of a photo to those of the canvas."""
        if self.photos is None:
            return Laying()
        first, second = self.photos
        area = self.areas()[photo]
        onto_first = Laying()
        if photo == 1:
            if self.pointing is not None or first.points is None or second.points is None:
                onto_first = centred(second.size, first.size)
            else:
                moving, fixed = places_of(second.points, *second.size), places_of(first.points, *first.size)
                onto_first = laid_upon(moving, fixed)
        view = fitted(first.size, (area.width(), area.height())).then(self._zoom)
        return onto_first.then(view).then(Laying(1, complex(area.x(), area.y())))

    def place_on(self, photo: int, spot: complex) -> complex:
        """What is under *spot*, in the pixels of a photo, never outside of it."""
        place = self.laying(photo).back()(spot)
        width, height = (1.0, 1.0) if self.photos is None else self.photos[photo].size
        return complex(min(max(place.real, 0.0), width), min(max(place.imag, 0.0), height))

    # --- mouse and keys ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Point at a place, take the slider, or take the photos."""
        self.setFocus()
        spot = event.position()
        if self.pointing is not None:
            if self.areas()[self.pointing].contains(spot):
                self._point(complex(spot.x(), spot.y()))
        elif self.way is Way.SLIDER and abs(spot.x() - self.width() * self.share) < CROSS:
            self._held = None
            self._slide(spot.x())
        else:
            self._held = spot

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        spot = event.position()
        if self.pointing is not None:
            self.cross = complex(spot.x(), spot.y())
            self.update()
        elif event.buttons() & Qt.MouseButton.LeftButton:
            if self._held is None:
                self._slide(spot.x())
            else:
                way = spot - self._held
                self._held = spot
                self.move_by(complex(way.x(), way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        del event
        self._held = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the mouse is."""
        spot = event.position()
        area = next((area for area in self.areas() if area.contains(spot)), self.areas()[0])
        turns = event.angleDelta().y() / 120
        self.zoom(STEP**turns, complex(spot.x() - area.x(), spot.y() - area.y()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, move, or move the cross and set it down."""
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        way = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -1j,
            Qt.Key.Key_Down: 1j,
        }.get(Qt.Key(event.key()))
        if way is not None:
            self._step(way * (FINE if fine else NUDGE))
        elif event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        elif self.pointing is not None and event.key() in {
            Qt.Key.Key_Space,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        }:
            self._point(self.cross)
        else:
            super().keyPressEvent(event)

    def _step(self, way: complex) -> None:
        if self.pointing is None:
            self.move_by(-way)
            return
        area, cross = self.areas()[self.pointing], self.cross + way
        self.cross = complex(
            min(max(cross.real, area.left()), area.right()), min(max(cross.imag, area.top()), area.bottom())
        )
        self.update()

    def _point(self, spot: complex) -> None:
        if self.pointing is not None:
            self.pointed.emit(self.pointing, self.place_on(self.pointing, spot))

    def _slide(self, x: float) -> None:
        self.share = min(max(x / max(self.width(), 1), 0.0), 1.0)
        self.slid.emit(self.share)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What fits is something else now."""
        super().resizeEvent(event)
        self.update()

    # --- painting ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, photos, slider, names, marks and cross."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        colors = theme().colors
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.pressed))
        first, second = self.areas()
        painter.drawRoundedRect(first, RADIUS, RADIUS)
        if second != first:
            painter.drawRoundedRect(second, RADIUS, RADIUS)
        if self.photos is None:
            return
        if second != first:
            self._draw(painter, 0, first)
            self._draw(painter, 1, second)
        elif self.way is Way.SLIDER:
            edge = first.width() * self.share
            self._draw(painter, 0, QRectF(0, 0, edge, first.height()))
            self._draw(painter, 1, QRectF(edge, 0, first.width() - edge, first.height()))
            self._draw_slider(painter, edge)
        else:
            self._draw(painter, 0, first)
            self._draw(painter, 1, first, self.share)
        self._draw_names(painter)
        self._draw_marks(painter)

    def _draw(self, painter: QPainter, photo: int, area: QRectF, opacity: float = 1.0) -> None:
        if self.photos is None:
            return
        lies = self.laying(photo)
        painter.save()
        painter.setClipRect(area)
        painter.setOpacity(opacity)
        turn, move = lies.turn, lies.move
        painter.setTransform(QTransform(turn.real, turn.imag, -turn.imag, turn.real, move.real, move.imag))
        painter.drawImage(0, 0, self.photos[photo].image)
        painter.restore()

    def _draw_slider(self, painter: QPainter, edge: float) -> None:
        colors = theme().colors
        painter.setPen(QPen(QColor(colors.accent), 2))
        painter.drawLine(QPointF(edge, 0), QPointF(edge, self.height()))
        painter.setPen(QPen(QColor(colors.on_accent), 2))
        painter.setBrush(QColor(colors.accent))
        painter.drawEllipse(QPointF(edge, self.height() / 2), CROSS, CROSS)

    def _draw_names(self, painter: QPainter) -> None:
        if self.photos is None:
            return
        colors, metrics = theme().colors, painter.fontMetrics()
        first, second = self.areas()
        for photo, area in enumerate((first, second)):
            text = self.photos[photo].name
            box = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * S, metrics.height() + S)
            right = second == first and photo == 1
            box.moveTopLeft(
                QPointF(area.right() - box.width() - S if right else area.left() + S, area.top() + S)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.tooltip))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
            painter.setPen(QColor(colors.on_tooltip))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_marks(self, painter: QPainter) -> None:
        if self.pointing is None:
            return
        colors = theme().colors
        for photo, places in enumerate(self.marks):
            for number, place in enumerate(places, 1):
                spot = self.laying(photo)(place)
                painter.setPen(QPen(QColor(colors.on_accent), 2))
                painter.setBrush(QColor(colors.accent))
                painter.drawEllipse(QPointF(spot.real, spot.imag), DOT, DOT)
                painter.setPen(QColor(colors.accent_text))
                painter.drawText(QPointF(spot.real + 2 * DOT, spot.imag - DOT), str(number))
        cross = QPointF(self.cross.real, self.cross.imag)
        for width, color in ((4, colors.on_accent), (2, colors.accent)):
            painter.setPen(QPen(QColor(color), width))
            painter.drawLine(cross - QPointF(CROSS, 0), cross + QPointF(CROSS, 0))
            painter.drawLine(cross - QPointF(0, CROSS), cross + QPointF(0, CROSS))

    def _tell(self) -> None:
        """What a screen reader says."""
        if self.photos is not None:
            first, second = self.photos
            self.setAccessibleDescription(
                tr("{first} and {second}").format(first=first.name, second=second.name)
            )
