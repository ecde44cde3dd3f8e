"""A little line in a cell: how a metric went, at a glance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fitnesscrm_desktop.ui.core.columns import ROW_ROLE, Index
from fitnesscrm_desktop.ui.core.theme import theme

WIDTH, AIR, DOT = 74, 11, 2.6


class SparkCell(QStyledItemDelegate):
    """Paints the values a row is asked for, from 0 below to 1 above, with a dot at the newest."""

    def __init__(self, values_of: Callable[[Any], Sequence[float]], parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._values_of = values_of

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Always as wide."""
        return QSize(theme().px(WIDTH), theme().px(2 * AIR + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground as usual, and the line on it."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        cell.state &= ~QStyle.StateFlag.State_HasFocus
        cell.text = ""
        view: QWidget | None = cell.widget
        style = QApplication.style() if view is None else view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, view)
        row = index.data(ROW_ROLE)
        values = () if row is None else self._values_of(row)
        if not values:
            return
        air = theme().px(AIR)
        area = QRectF(cell.rect).adjusted(air, air, -air, -air)
        step = area.width() / max(len(values) - 1, 1)
        points = [
            QPointF(area.left() + place * step, area.bottom() - value * area.height())
            for place, value in enumerate(values)
        ]
        if len(points) == 1:
            points[0].setX(area.right())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(theme().colors.accent_text)
        painter.setPen(QPen(accent, 1.6))
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(points[-1], theme().px(DOT), theme().px(DOT))
        painter.restore()
