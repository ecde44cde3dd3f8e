"""The coloured band over a verdict: sign and word in white, legible from the other side of the counter."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS_CARD, XL, L, Tone

HIGH, LOW = (84, 48, 38), (58, 34, 27)
"""Height, sign and word."""
SIDE = 16
LEAST = 16


class VerdictBand(QWidget):
    """``band.say(Tone.GREEN, "check-circle", "Admitted", "09:41")``."""

    def __init__(self) -> None:
        super().__init__()
        self._tone, self._sign, self._word, self._side = Tone.NEUTRAL, "", "", ""
        self._sizes = HIGH
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, tone: Tone, sign: str, word: str, side: str = "") -> None:
        """Show this verdict; *side* stands small at the other end."""
        self._tone, self._sign, self._word, self._side = tone, sign, word, side
        self.setAccessibleName(f"{word}, {side}" if side else word)
        self.update()

    def set_low(self, *, low: bool) -> None:
        """Leave room in a low window."""
        self._sizes = LOW if low else HIGH
        self.updateGeometry()
        self.update()

    def word(self) -> str:
        """What it says."""
        return self._word

    def tone(self) -> Tone:
        """In which colour."""
        return self._tone

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        return QSize(theme().px(320), theme().px(self._sizes[0]))

    def minimumSizeHint(self) -> QSize:
        """It keeps its height."""
        return QSize(theme().px(200), theme().px(self._sizes[0]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the band, round at the top only."""
        shade, px = theme().colors.tone(self._tone), theme().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(area.adjusted(0, 0, 0, RADIUS_CARD), RADIUS_CARD, RADIUS_CARD)
        painter.setClipRect(area)
        painter.fillPath(shape, QColor(shade.solid))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inner = self.rect().adjusted(XL, 0, -XL, 0)
        side = px(self._sizes[1])
        sign = QRect(inner.right() - side if mirrored else inner.left(), 0, side, side)
        sign.moveTop((self.height() - side) // 2)
        icon(self._sign, color=shade.on_solid).paint(painter, sign)
        painter.setPen(QColor(shade.on_solid))
        small = app_font(px(SIDE), tabular=True)
        beside = QFontMetrics(small).horizontalAdvance(self._side)
        painter.setFont(small)
        leading = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        trailing = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing
        painter.drawText(inner, int(trailing), self._side)
        words = inner.adjusted(0, 0, -(side + L), 0) if mirrored else inner.adjusted(side + L, 0, 0, 0)
        words = words.adjusted(beside + L, 0, 0, 0) if mirrored else words.adjusted(0, 0, -beside - L, 0)
        size = self._sizes[2]
        painter.setFont(app_font(px(size), strong=True))
        while size > LEAST and painter.fontMetrics().horizontalAdvance(self._word) > words.width():
            size -= 2  # smaller, before it is cut
            painter.setFont(app_font(px(size), strong=True))
        shown = painter.fontMetrics().elidedText(self._word, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(leading), shown)
