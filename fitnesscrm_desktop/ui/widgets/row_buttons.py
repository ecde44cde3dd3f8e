"""Buttons inside the rows of a table: what one does most often stands beside whom it is done for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
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
from fitnesscrm_desktop.ui.widgets.row_hover import mark_row

RING = 2
HEIGHT = 32
PADDING = 11
GAP = 6
Index = QModelIndex | QPersistentModelIndex
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})


@dataclass(frozen=True, slots=True)
class RowButton:
    """One button: *key* is told when it is pressed."""

    key: str
    text: str


class RowButtons(QStyledItemDelegate):
    """Paints the buttons that *buttons_of* names for a row, at the end of the cell.

    Tab goes from the selected row to its buttons, one by one, and on; Enter or Space presses one.

    Signals:
        pressed(str, object): the key of a button, and the row it was pressed in.
    """

    pressed = Signal(str, object)

    def __init__(self, buttons_of: Callable[[Any], Sequence[RowButton]], parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._buttons_of = buttons_of
        self._view = parent
        self._mouse: QPointF | None = None
        self._at: int | None = None
        """Which button of the current row the keyboard stands on."""
        parent.installEventFilter(self)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground as usual, and the buttons on it."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        mark_row(cell, index)
        cell.text = ""
        view: QWidget | None = cell.widget
        style = QApplication.style() if view is None else view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, view)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font(cell.font))
        reached = self._reached(index)
        for button, shape in self._places(cell, index):
            self._paint_button(painter, button, shape, hovered=hovered, reached=button == reached)
        painter.restore()

    def _paint_button(
        self, painter: QPainter, button: RowButton, shape: QRectF, *, hovered: bool, reached: bool
    ) -> None:
        colors = theme().colors
        under_mouse = hovered and self._mouse is not None and shape.contains(self._mouse)
        edge = QColor(colors.accent_text if under_mouse else colors.border_strong)
        painter.setPen(QPen(QColor(colors.focus), RING) if reached else QPen(edge, 1))
        painter.setBrush(QColor(colors.accent_soft if under_mouse else colors.surface))
        painter.drawRoundedRect(shape, RADIUS, RADIUS)
        painter.setPen(QColor(colors.accent_text))
        painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, button.text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that go to a button, and those that press it."""
        if watched is not self._view:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._takes(event)
        if event.type() == QEvent.Type.FocusOut:
            self._stand_on(None)
        return False

    def reached(self) -> RowButton | None:
        """The button the keyboard stands on."""
        return self._reached(self._view.currentIndex())

    def _takes(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            back = key == Qt.Key.Key_Backtab or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            return self._walk(-1 if back else 1)
        button = self.reached()
        if button is not None and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit(button.key, self._view.currentIndex().data(ROW_ROLE))
            return True
        if key not in _MODIFIERS:
            self._stand_on(None)
        return False

    def _walk(self, step: int) -> bool:
        """One button on or back; whether there is one, or the row itself to go back to."""
        count = len(self._of(self._view.currentIndex())) if self._view.selectionModel().hasSelection() else 0
        stood = self._at
        there = (-1 if stood is None else stood) + step
        self._stand_on(there if 0 <= there < count else None)
        return 0 <= there < count or (stood == 0 and step < 0)

    def _stand_on(self, place: int | None) -> None:
        if place != self._at:
            self._at = place
            self._view.viewport().update()

    def _reached(self, index: Index) -> RowButton | None:
        here = index.isValid() and index.row() == self._view.currentIndex().row()
        buttons = self._of(index) if here and self._at is not None else []
        return buttons[self._at] if self._at is not None and self._at < len(buttons) else None

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
