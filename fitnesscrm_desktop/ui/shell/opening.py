"""What the content shows until the studio is open: the skeleton of a page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import RADIUS_CARD, XL, L
from fitnesscrm_desktop.ui.widgets.labels import Label

CARDS = 4
ROWS = 7


class OpeningPanel(QWidget):
    """Grey shapes where cards and rows will be; cheap to paint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = Label(self.tr("Opening…"), "title")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, L, XL, XL)
        layout.addWidget(self._text)
        layout.addStretch(1)
        theme_changed.connect(self.update)

    def say(self, text: str) -> None:
        """Say what is going on."""
        self._text.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw four cards and a table without content."""
        look = theme()
        colors = look.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colors.border))
        painter.setBrush(QColor(colors.surface))
        top, gap, width = look.px(64), L, self.width() - 2 * XL
        card = (width - gap * (CARDS - 1)) / CARDS
        for index in range(CARDS):
            painter.drawRoundedRect(
                QRectF(XL + index * (card + gap), top, card, 88), RADIUS_CARD, RADIUS_CARD
            )
        table = QRectF(XL, top + 88 + gap, width, max(self.height() - top - 88 - gap - XL, 0))
        painter.drawRoundedRect(table, RADIUS_CARD, RADIUS_CARD)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.skeleton))
        for index in range(CARDS):
            left = XL + index * (card + gap) + L
            painter.drawRoundedRect(QRectF(left, top + 20, card * 0.42, 11), 5, 5)
            painter.drawRoundedRect(QRectF(left, top + 46, card * 0.28, 20), 6, 6)
        step = look.px(38)
        for row in range(ROWS):
            y = table.top() + 24 + row * step
            if y + 12 > table.bottom() - 16:
                break
            for at, part in ((0.0, 0.16), (0.28, 0.11), (0.48, 0.09), (0.66, 0.07), (0.86, 0.1)):
                bar = width * part * (0.75 + 0.25 * ((row * 7 + round(at * 100)) % 5) / 4)
                painter.drawRoundedRect(QRectF(table.left() + L + width * at, y, bar, 11), 5, 5)
        painter.end()
