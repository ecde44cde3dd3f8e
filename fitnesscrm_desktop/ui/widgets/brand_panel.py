"""The studio's side of the screens before the work: its colour, logo, name, and what the caller adds."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.contrast import mixed, readable
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import RADIUS, XL, XXL, M, S
from fitnesscrm_desktop.ui.widgets.labels import Label

BADGE = 44
NIGHT = "#0B1020"


class _Badge(QWidget):
    """The logo on a white plate; a dumbbell until there is one."""

    def __init__(self) -> None:
        super().__init__()
        self._logo = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_logo(self, logo: QPixmap) -> None:
        """Show this logo."""
        self._logo = logo
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the logo is in proportion."""
        side = theme().px(BADGE)
        if self._logo.isNull():
            return QSize(side, side)
        wide = round((side - 2 * S) * self._logo.width() / max(self._logo.height(), 1)) + 2 * S
        return QSize(min(max(wide, side), side * 3), side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw plate and picture."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._logo.isNull():
            painter.setBrush(QColor(255, 255, 255, 38))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS + 2, RADIUS + 2)
            side = round(self.height() * 0.56)
            area = self.rect()
            area.setSize(QSize(side, side))
            area.moveCenter(self.rect().center())
            icon("dumbbell", color="#FFFFFF").paint(painter, area)
            return
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS + 2, RADIUS + 2)
        room = self.rect().adjusted(S, S, -S, -S)
        shown = self._logo.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, shown.width(), shown.height())
        place.moveCenter(QRectF(self.rect()).center())
        painter.drawPixmap(place, self._logo, QRectF(self._logo.rect()))


class BrandPanel(QFrame):
    """Painted in the accent; white words. Widgets go into ``body``, below the studio's name."""

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("brand")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._badge = _Badge()
        self.name = Label("", "heading", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(M)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.name, 1, Qt.AlignmentFlag.AlignVCenter)
        self.body = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XXL, XXL, XL, XL)
        layout.setSpacing(XL)
        layout.addLayout(head)
        layout.addLayout(self.body, 1)
        self.set_name(name)
        theme_changed.connect(self._dress)
        self._dress()

    def set_name(self, name: str) -> None:
        """Name the studio; a very long name is cut."""
        self.name.setText(name if len(name) <= 80 else name[:79] + "…")  # noqa: PLR2004 - three lines

    def set_logo(self, png: bytes | None) -> None:
        """Show the studio's logo, or none."""
        logo = QPixmap()
        if png:
            logo.loadFromData(png)
        self._badge.set_logo(logo)

    def _dress(self) -> None:
        self.setStyleSheet("QFrame#brand QLabel { color: #FFFFFF; }")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and two large discs that catch the light."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        ground = QLinearGradient(area.topLeft(), area.bottomRight())
        top, bottom = brand_colours()
        ground.setColorAt(0, QColor(top))
        ground.setColorAt(1, QColor(bottom))
        painter.fillRect(area, ground)
        path = QPainterPath()
        path.addRect(area)
        painter.setClipPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        width = area.width()
        painter.setBrush(QColor(255, 255, 255, 9))
        painter.drawEllipse(
            QPointF(area.right() - width * 0.05, area.bottom() - width * 0.2), width * 0.75, width * 0.75
        )
        painter.drawEllipse(QPointF(area.left(), area.bottom() + width * 0.1), width * 0.55, width * 0.55)


def brand_colours() -> tuple[str, str]:
    """Top and bottom of the ground: the accent and a darker one, both dark enough for white words."""
    accent = theme().colors.accent
    # the discs lighten the ground a little
    share = 0.62 if theme().dark else 0.92
    top = readable(mixed(accent, NIGHT, share), "#FFFFFF", least=5.2)
    return top, readable(mixed(accent, NIGHT, share * 0.55), "#FFFFFF", least=6)
