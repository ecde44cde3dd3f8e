"""A small picture of the window in light and dark with a colour that is not taken yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core import tokens
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed

HEIGHT = 132


class LookPreview(QWidget):
    """Two windows beside each other: sidebar, button, link, pill."""

    def __init__(self) -> None:
        super().__init__()
        self._accent = tokens.LIGHT_ACCENT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Preview in light and dark"))
        theme_changed.connect(self.update)

    def set_accent(self, accent: str) -> None:
        """Show this colour."""
        self._accent = accent
        self.update()

    def sizeHint(self) -> QSize:
        """Two small windows."""
        return QSize(theme().px(420), theme().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = tokens.L
        width = (self.width() - gap) / 2
        for place, dark in enumerate((False, True)):
            area = QRectF(place * (width + gap), 0, width, self.height())
            self._window(
                painter, area.adjusted(0.5, 0.5, -0.5, -0.5), tokens.colors(dark=dark, accent=self._accent)
            )

    def _window(self, painter: QPainter, area: QRectF, c: tokens.Colors) -> None:
        px = theme().px
        painter.setPen(QPen(QColor(c.border_strong), 1))
        painter.setBrush(QColor(c.window))
        painter.drawRoundedRect(area, tokens.RADIUS, tokens.RADIUS)
        side = QRectF(area.left() + px(10), area.top() + px(12), px(92), px(26))
        self._chip(painter, side, c.accent, c.on_accent, self.tr("Clients"))
        for row in (1, 2):
            bar = QRectF(side.left() + px(10), side.top() + px(26) * row + px(16), px(60 - 12 * row), px(7))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.pressed))
            painter.drawRoundedRect(bar, 3, 3)
        card = QRectF(
            side.right() + px(12), side.top(), area.right() - side.right() - px(22), area.height() - px(24)
        )
        painter.setPen(QPen(QColor(c.border), 1))
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(card, tokens.RADIUS, tokens.RADIUS)
        inner = card.adjusted(px(12), px(10), -px(12), -px(10))
        painter.setPen(QColor(c.text))
        painter.setFont(app_font(px(13), strong=True))
        title = QRectF(inner.left(), inner.top(), inner.width(), px(18))
        painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter), "Anna Garcia")
        tone = c.tone(tokens.Tone.ACCENT)
        pill = QRectF(inner.left(), title.bottom() + px(6), px(72), px(20))
        self._chip(painter, pill, tone.soft, tone.text, self.tr("Trial"), radius=px(20) / 2)
        painter.setPen(QColor(c.accent_text))
        painter.setFont(app_font(px(12), strong=True))
        link = QRectF(pill.right() + px(10), pill.top(), inner.right() - pill.right() - px(10), px(20))
        painter.drawText(link, int(Qt.AlignmentFlag.AlignVCenter), self.tr("Show visits"))
        button = QRectF(inner.left(), inner.bottom() - px(28), min(px(110), inner.width()), px(28))
        self._chip(painter, button, c.accent, c.on_accent, self.tr("Check in"))

    @staticmethod
    def _chip(
        painter: QPainter, area: QRectF, ground: str, ink: str, text: str, *, radius: float = 6
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, radius, radius)
        painter.setPen(QColor(ink))
        painter.setFont(app_font(theme().px(12), strong=True))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)
