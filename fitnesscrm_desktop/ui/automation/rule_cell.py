"""What a rule is called, and below that what it says, in one cell: a sentence needs room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fitnesscrm_desktop.ui.core.columns import ROW_ROLE, Index
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.plain import one_line
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY
from fitnesscrm_desktop.ui.widgets.row_hover import mark_row

RULE_HEIGHT = 66
INSET, AIR = 15, 3
"""The head of the column stands as far in, whatever the size of the text."""
WORD_JOINER = "\u2060"
"""Keeps "e-mail" on one line."""
LINES = 2
WISH = 280


class RuleCell(QStyledItemDelegate):
    """Paints the name, and the sentence on two lines; what does not fit is cut."""

    def __init__(self, said: Callable[[Any], tuple[str, str]], parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._said = said

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The sentence breaks where the room ends."""
        return QSize(theme().px(WISH), theme().px(RULE_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
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
        (name, sentence), colors, px = self._said(row), theme().colors, theme().px
        strong, plain = app_font(px(TYPE_BODY), strong=True), app_font(px(TYPE_BODY))
        area = cell.rect.adjusted(INSET, 0, -INSET, 0)
        lines = broken(sentence, QFontMetrics(plain), area.width())
        high = QFontMetrics(strong).height()
        top = area.center().y() - (high * (1 + len(lines)) + AIR) // 2
        sides = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        painter.save()
        painter.setFont(strong)
        painter.setPen(QColor(colors.text))
        shown = QFontMetrics(strong).elidedText(
            one_line(name, 200), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(QRect(area.left(), top, area.width(), high), sides, shown)
        painter.setFont(plain)
        painter.setPen(QColor(colors.muted))
        for place, line in enumerate(lines):
            below = top + high * (place + 1) + AIR
            painter.drawText(QRectF(area.left(), below, area.width(), high), sides, line)
        painter.restore()


def broken(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """*text* on at most two lines of *width*, the last one cut with an ellipsis if that is not all of it."""
    layout = QTextLayout(one_line(text, 600).replace("-", f"-{WORD_JOINER}"), app_font(theme().px(TYPE_BODY)))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    if first.isValid():
        first.setLineWidth(max(width, 1))
    layout.endLayout()
    end = first.textLength() if first.isValid() else 0
    lines = [layout.text()[:end].strip(), layout.text()[end:].strip()]
    cut = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(width, 0)) for line in lines if line]
    return cut[:LINES]
