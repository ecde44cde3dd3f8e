"""A picture as large as its place allows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS

LEAST = 96


class PictureView(QWidget):
    """``view.show_image(image, "Anna, front")``; an image that is null leaves it empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage, name: str) -> None:
        """Show another one; *name* is what a screen reader says."""
        self.image = image
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Some room; more is better."""
        return QSize(theme().px(320), theme().px(240))

    def minimumSizeHint(self) -> QSize:
        """A picture can be small."""
        return QSize(theme().px(LEAST), theme().px(LEAST))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the middle, never larger than it is on a fine screen."""
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        shape = QPainterPath()
        shape.addRoundedRect(area, RADIUS, RADIUS)
        painter.setClipPath(shape)
        painter.drawImage(area, self.image)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(theme().colors.border), 1))
        painter.drawPath(shape)
