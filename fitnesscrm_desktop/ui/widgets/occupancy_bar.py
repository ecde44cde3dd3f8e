"""How full the studio is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, Tone
from fitnesscrm_desktop.ui.widgets.labels import Label

BUSY, FULL = 0.75, 0.95
BAR = 8


class _Bar(QWidget):
    """The bar itself."""

    def __init__(self) -> None:
        super().__init__()
        self.share, self.tone = 0.0, Tone.GREEN
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(theme().px(120), theme().px(BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove and filling."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colors = theme().colors
        area = QRectF(self.rect())
        radius = area.height() / 2
        painter.setBrush(QColor(colors.pressed))
        painter.drawRoundedRect(area, radius, radius)
        if self.share > 0:
            filled = max(area.width() * min(self.share, 1.0), area.height())
            left = area.right() - filled if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
            painter.setBrush(QColor(colors.tone(self.tone).solid))
            painter.drawRoundedRect(QRectF(left, 0, filled, area.height()), radius, radius)


class OccupancyBar(QWidget):
    """``bar.set_value(37, 120)``: words and a bar; without a capacity only words."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("", "strong")
        self._bar = _Bar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS + 2)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_value(0, None)

    def set_value(self, inside: int, capacity: int | None) -> None:
        """Show how many are inside, of how many there is room for."""
        self._bar.setVisible(bool(capacity))
        if capacity:
            text = self.tr("{inside} of {capacity} inside").format(inside=inside, capacity=capacity)
            self._bar.share = inside / capacity
            share = self._bar.share
            self._bar.tone = Tone.RED if share >= FULL else Tone.AMBER if share >= BUSY else Tone.GREEN
            self._bar.update()
        else:
            text = self.tr("{inside} inside").format(inside=inside)
        self._words.setText(text)
        self.setAccessibleName(text)

    def text(self) -> str:
        """What it says."""
        return self._words.text()
