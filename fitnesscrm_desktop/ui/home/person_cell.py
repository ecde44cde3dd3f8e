"""Who, and below it what about, in one cell: a name needs all the room there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fitnesscrm_desktop.ui.core.columns import ROW_ROLE
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.plain import one_line
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY, TYPE_SMALL, Tone
from fitnesscrm_desktop.ui.widgets.row_hover import mark_row

PERSON_HEIGHT = 48
INSET = 9
AIR = 2


@dataclass(frozen=True, slots=True)
class About:
    """What the cell says: *urgent* in the colour of *tone*, the *rest* behind it."""

    name: str
    urgent: str
    tone: Tone
    rest: str = ""


class PersonCell(QStyledItemDelegate):
    """Paints two lines, cut where the room ends."""

    def __init__(self, about: Callable[[Any], About], parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._about = about

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the ground as usual, and the lines on it."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        mark_row(cell, index)
        cell.text = ""
        view: QWidget | None = cell.widget
        style = QApplication.style() if view is None else view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, view)
        row = index.data(ROW_ROLE)
        if row is None:
            return
        about, colors, px = self._about(row), theme().colors, theme().px
        words, small = app_font(px(TYPE_BODY), strong=True), app_font(px(TYPE_SMALL))
        heights = [QFontMetrics(font).height() for font in (words, small)]
        area = cell.rect.adjusted(px(INSET), 0, -px(4), 0)
        area.setTop(area.center().y() - (sum(heights) + AIR) // 2)
        painter.save()
        first = QRect(area.left(), area.top(), area.width(), heights[0])
        _write(painter, first, about.name, words, colors.text)
        second = QRect(area.left(), first.bottom() + AIR, area.width(), heights[1])
        urgent = colors.muted if about.tone is Tone.NEUTRAL else colors.tone(about.tone).text
        wide = _write(painter, second, about.urgent, small, urgent)
        if about.rest:
            right_to_left = cell.direction == Qt.LayoutDirection.RightToLeft
            left, right = (0, -wide) if right_to_left else (wide, 0)
            _write(painter, second.adjusted(left, 0, right, 0), f" · {about.rest}", small, colors.muted)
        painter.restore()


def _write(painter: QPainter, area: QRect, text: str, font: QFont, color: str) -> int:
    """Write one line; how wide it has become."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(one_line(text, 200), Qt.TextElideMode.ElideRight, max(area.width(), 0))
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), shown)
    return metrics.horizontalAdvance(shown)
