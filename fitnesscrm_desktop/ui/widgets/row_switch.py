"""A switch inside the rows of a table: what is on, and off, at a glance and by one click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPen
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
from fitnesscrm_desktop.ui.widgets.row_hover import mark_row

TRACK, HEIGHT, KNOB = 36, 20, 14
BEFORE, AIR = 15, 8


class RowSwitch(QStyledItemDelegate):
    """Paints a switch and, behind it, the word of the cell ("On"); a row of which *is_on* says None has none.

    The keyboard reaches it through the table's Space key and menu.

    Signals:
        switched(object): the switch of this row was pressed.
    """

    switched = Signal(object)

    def __init__(self, is_on: Callable[[Any], bool | None], parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._is_on, self._view = is_on, parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground as usual, the switch and the word."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        mark_row(cell, index)
        word, cell.text = cell.text, ""
        view: QWidget | None = cell.widget
        style = QApplication.style() if view is None else view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, view)
        row = index.data(ROW_ROLE)
        on = None if row is None else self._is_on(row)
        colors, px = theme().colors, theme().px
        track = self._track(cell)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on is not None:
            self._paint_switch(painter, track, on=on)
        painter.setFont(cell.font)
        painter.setPen(QColor(colors.text if on else colors.muted))
        words = QRectF(cell.rect)
        if on is not None and cell.direction == Qt.LayoutDirection.RightToLeft:
            words.setRight(track.left() - px(AIR))
        else:
            words.setLeft(track.left() if on is None else track.right() + px(AIR))
        sides = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(words, int(sides), word)
        painter.restore()

    def _paint_switch(self, painter: QPainter, track: QRectF, *, on: bool) -> None:
        colors, knob = theme().colors, theme().px(KNOB)
        painter.setPen(QPen(QColor(colors.accent if on else colors.muted), 1.5))
        painter.setBrush(QColor(colors.accent if on else colors.surface))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        inset = (track.height() - knob) / 2
        mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = track.left() + inset if on is mirrored else track.right() - inset - knob
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.on_accent if on else colors.muted))
        painter.drawEllipse(QRectF(left, track.top() + inset, knob, knob))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the switch and the word."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + theme().px(TRACK + BEFORE + AIR), hint.height())

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the switch is a press, not a choice of the row."""
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        row = index.data(ROW_ROLE)
        there = row is not None and self._is_on(row) is not None
        hit = there and self._track(option).adjusted(-4, -6, 4, 6).contains(QPointF(event.position()))
        self._view.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor
        )
        released = event.type() == QEvent.Type.MouseButtonRelease
        if hit and released and event.button() == Qt.MouseButton.LeftButton:
            self.switched.emit(row)
            return True
        return super().editorEvent(event, model, option, index)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The word is beside it already."""
        return True

    def switch_rect(self, index: Index) -> QRectF:
        """Where the switch of a row stands, in the coordinates of the table's viewport."""
        option = QStyleOptionViewItem()
        option.initFrom(self._view)
        option.rect = self._view.visualRect(index)
        return self._track(option)

    def _track(self, option: QStyleOptionViewItem) -> QRectF:
        px, area = theme().px, QRectF(option.rect)
        top = area.center().y() - px(HEIGHT) / 2
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = area.right() - BEFORE - px(TRACK) if mirrored else area.left() + BEFORE
        return QRectF(left, top, px(TRACK), px(HEIGHT))
