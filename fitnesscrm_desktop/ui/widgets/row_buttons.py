"""Buttons inside the rows of a table: what one does most often stands beside whom it is done for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fitnesscrm_desktop.ui.core.columns import ROW_ROLE
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS, TYPE_SMALL

HEIGHT = 32
PADDING = 11
GAP = 6
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RowButton:
    """One button: *key* is told when it is pressed."""

    key: str
    text: str


class RowButtons(QStyledItemDelegate):
    """Paints the buttons that *buttons_of* names for a row, at the end of the cell.

    The keyboard reaches the same deeds through Enter and the table's menu.

    Signals:
        pressed(str, object): the key of a button, and the row it was pressed in.
    """

    pressed = Signal(str, object)

    def __init__(self, buttons_of: Callable[[Any], Sequence[RowButton]], parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._buttons_of = buttons_of
        self._view = parent
        self._mouse: QPointF | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground as usual, and the buttons on it."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        cell.state &= ~QStyle.StateFlag.State_HasFocus
        cell.text = ""
        view: QWidget | None = cell.widget
        style = QApplication.style() if view is None else view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, view)
        hovered = bool(cell.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font(cell.font))
        for button, shape in self._places(cell, index):
            self._paint_button(painter, button, shape, hovered=hovered)
        painter.restore()

    def _paint_button(self, painter: QPainter, button: RowButton, shape: QRectF, *, hovered: bool) -> None:
        colors = theme().colors
        under_mouse = hovered and self._mouse is not None and shape.contains(self._mouse)
        painter.setPen(QPen(QColor(colors.accent_text if under_mouse else colors.border_strong), 1))
        painter.setBrush(QColor(colors.accent_soft if under_mouse else colors.surface))
        painter.drawRoundedRect(shape, RADIUS, RADIUS)
        painter.setPen(QColor(colors.accent_text))
        painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, button.text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for all buttons of the row."""
        metrics = QFontMetricsF(self._font(option.font))
        wide = sum(self._width(button, metrics) + GAP for button in self._of(index))
        return QSize(round(wide) + 2 * GAP, theme().px(HEIGHT))

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on a button is a press, not a choice of the row."""
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        self._mouse = event.position()
        hit = next((b for b, shape in self._places(option, index) if shape.contains(self._mouse)), None)
        cursor = Qt.CursorShape.ArrowCursor if hit is None else Qt.CursorShape.PointingHandCursor
        self._view.viewport().setCursor(cursor)
        if event.type() == QEvent.Type.MouseMove:
            self._view.viewport().update()
        released = (
            event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton
        )
        if hit is not None and released:
            self.pressed.emit(hit.key, index.data(ROW_ROLE))
            return True
        return super().editorEvent(event, model, option, index)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The words are on the buttons already."""
        return True

    def button_rect(self, key: str, index: QModelIndex) -> QRectF:
        """Where a button stands, in the coordinates of the table's viewport."""
        option = QStyleOptionViewItem()
        option.initFrom(self._view)
        option.rect = self._view.visualRect(index)
        return next(shape for button, shape in self._places(option, index) if button.key == key)

    def _places(self, option: QStyleOptionViewItem, index: Index) -> list[tuple[RowButton, QRectF]]:
        metrics = QFontMetricsF(self._font(option.font))
        area, height = QRectF(option.rect), theme().px(HEIGHT)
        top = area.center().y() - height / 2
        right_to_left = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        placed, edge = [], area.left() + GAP if right_to_left else area.right() - GAP
        for button in reversed(self._of(index)):
            width = self._width(button, metrics)
            left = edge if right_to_left else edge - width
            placed.append((button, QRectF(left, top, width, height)))
            edge += (width + GAP) if right_to_left else -(width + GAP)
        return placed

    def _of(self, index: Index) -> list[RowButton]:
        row = index.data(ROW_ROLE)
        return [] if row is None else list(self._buttons_of(row))

    def _font(self, base: QFont) -> QFont:
        font = QFont(base)
        font.setPixelSize(theme().px(TYPE_SMALL))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _width(self, button: RowButton, metrics: QFontMetricsF) -> float:
        return metrics.horizontalAdvance(button.text) + 2 * theme().px(PADDING)
