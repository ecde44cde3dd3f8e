"""How far long work is, as a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.theme import theme

HEIGHT = 10


class ProgressBar(QWidget):
    """A bar that fills; the words belong beside it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, done: int, total: int) -> None:
        """*done* of *total* steps are behind us."""
        self._share = 0.0 if total <= 0 else min(1.0, done / total)
        self.setAccessibleDescription(f"{round(100 * self._share)} %")
        self.update()

    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return self._share

    def sizeHint(self) -> QSize:
        """Flat and wide."""
        return QSize(theme().px(320), theme().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and bar."""
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(self.rect())
        round_by = area.height() / 2
        painter.setBrush(QColor(colors.skeleton))
        painter.drawRoundedRect(area, round_by, round_by)
        if self._share > 0:
            area.setWidth(max(area.height(), area.width() * self._share))
            painter.setBrush(QColor(colors.accent))
            painter.drawRoundedRect(area, round_by, round_by)
