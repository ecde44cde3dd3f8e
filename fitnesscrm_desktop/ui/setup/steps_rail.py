"""The steps of the wizard under each other: behind, here, ahead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY, TYPE_SMALL, M

ROW, DISC = 48, 28
WHITE, FAINT = "#FFFFFF", 150


class StepsRail(QWidget):
    """Painted on the studio's colour, in white."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names, self._here = tuple(names), 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_step(0)

    def set_step(self, here: int) -> None:
        """Say where one is."""
        self._here = here
        self.setAccessibleName(
            self.tr("Step {here} of {all}: {name}").format(
                here=here + 1, all=len(self._names), name=self._names[here]
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """One row for each step."""
        return QSize(theme().px(180), theme().px(ROW) * len(self._names))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw discs, the line between them, and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, disc = theme().px(ROW), theme().px(DISC)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - disc if rtl else 0
        for place, name in enumerate(self._names):
            spot = QRectF(x + 1, place * row + (row - disc) / 2, disc - 2, disc - 2)
            if place:
                painter.setPen(QPen(QColor(255, 255, 255, 90), 2))
                top = QPointF(spot.center().x(), spot.top() - (row - disc) - 1)
                painter.drawLine(top, QPointF(spot.center().x(), spot.top() - 3))
            self._paint_disc(painter, spot, place)
            words = QRectF(disc + M, place * row, self.width() - disc - M, row)
            if rtl:
                words.moveLeft(0)
            painter.setPen(QColor(255, 255, 255, 255 if place <= self._here else 190))
            painter.setFont(app_font(theme().px(TYPE_BODY + 1), strong=place == self._here))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(words, int(flags), name)

    def _paint_disc(self, painter: QPainter, spot: QRectF, place: int) -> None:
        behind, here = place < self._here, place == self._here
        painter.setPen(QPen(QColor(255, 255, 255, 255 if here or behind else FAINT), 2))
        painter.setBrush(QColor(WHITE) if here else QColor(255, 255, 255, 60 if behind else 0))
        painter.drawEllipse(spot)
        if behind:
            inner = spot.adjusted(5, 5, -5, -5).toRect()
            icon("check", color=WHITE).paint(painter, inner)
            return
        painter.setPen(QColor("#1E1B4B" if here else WHITE))
        painter.setFont(app_font(theme().px(TYPE_SMALL), strong=True))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), str(place + 1))
