"""A place to sign: mouse, pen or finger. Who cannot draw has the name typed instead."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fitnesscrm_desktop.services.forms.signature import MOST_POINTS, MOST_STROKES, Stroke
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L, M
from fitnesscrm_desktop.ui.forms.words import tr

_HEIGHT, _WIDTH, _LINE, _INK = 120, 320, 1, 2.0


class SignaturePad(QWidget):
    """Draws what the pen does. ``Delete`` wipes it.

    Signals:
        changed(): a line was drawn, or all of them are gone.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strokes: list[list[QPointF]] = []
        self._drawing = False
        self.setAccessibleName(tr("Signature"))
        self.setAccessibleDescription(
            tr("Draw with mouse, pen or finger; Delete wipes it. The typed name alone is enough, too.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def strokes(self) -> tuple[Stroke, ...]:
        """What is drawn, as points of the pad."""
        return tuple(tuple((point.x(), point.y()) for point in stroke) for stroke in self._strokes)

    def clear(self) -> None:
        """Wipe it."""
        if self._strokes:
            self._strokes.clear()
            self.update()
            self.changed.emit()

    def sizeHint(self) -> QSize:
        """Wide enough for a name."""
        return QSize(theme().px(_WIDTH), theme().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """As high as it is meant to be."""
        return QSize(theme().px(_WIDTH // 2), theme().px(_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A line begins."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen does the same; taken here, it does not come a second time as a mouse."""
        match event.type():
            case QEvent.Type.TabletPress:
                self._begin(event.position())
            case QEvent.Type.TabletMove if self._drawing:
                self._go_on(event.position())
            case QEvent.Type.TabletRelease:
                self._end()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete wipes; all else is the dialog's."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A field with a line to sign on."""
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colors.focus if self.hasFocus() else colors.border_strong
        painter.setPen(QPen(QColor(edge), 2 * _LINE if self.hasFocus() else _LINE))
        painter.setBrush(QColor(colors.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        base = self.height() - theme().px(L + M)
        painter.setPen(QPen(QColor(colors.border), _LINE))
        painter.drawLine(QPointF(theme().px(L), base), QPointF(self.width() - theme().px(L), base))
        if not self._strokes:
            painter.setPen(QColor(colors.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Sign here, or leave the name"))
        painter.setPen(
            QPen(
                QColor(colors.text),
                theme().px(_INK),
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        for stroke in self._strokes:
            painter.drawPolyline(QPolygonF(stroke))
        painter.end()

    def _begin(self, place: QPointF) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drawing = len(self._strokes) < MOST_STROKES
        if self._drawing:
            self._strokes.append([])
            self._go_on(place)

    def _go_on(self, place: QPointF) -> None:
        if not self._drawing or sum(map(len, self._strokes)) >= MOST_POINTS:
            return
        inside = QPointF(
            min(max(place.x(), 0.0), float(self.width())), min(max(place.y(), 0.0), float(self.height()))
        )
        self._strokes[-1].append(inside)
        self.update()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self.changed.emit()
