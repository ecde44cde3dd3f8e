"""The icon of the program, drawn here: a dumbbell on the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from fitnesscrm_desktop.ui.core.tokens import LIGHT_ACCENT

SIZES = (16, 24, 32, 48, 64, 128, 256)
PLATES = ((0.20, 0.36, 0.28), (0.31, 0.27, 0.46), (0.69, 0.27, 0.46), (0.80, 0.36, 0.28))
"""Left to right: centre, top, height of each plate, as parts of the side."""


def app_icon() -> QIcon:
    """The icon in all sizes a desktop asks for."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(app_pixmap(size))
    return icon


def app_pixmap(size: int, accent: str = LIGHT_ACCENT) -> QPixmap:
    """The icon in device pixels."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tile = QPainterPath()
    tile.addRoundedRect(QRectF(0, 0, size, size), size * 0.24, size * 0.24)
    painter.fillPath(tile, QColor(accent))
    pen = QPen(QColor("#FFFFFF"), size * 0.085, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(round(size * 0.36), round(size * 0.5), round(size * 0.64), round(size * 0.5))
    for centre, top, height in PLATES:
        x = size * centre
        painter.drawLine(round(x), round(size * top), round(x), round(size * (top + height)))
    painter.end()
    return pixmap
