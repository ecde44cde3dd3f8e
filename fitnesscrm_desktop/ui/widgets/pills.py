"""Status pills: a word on a tinted ground, as a label and in tables."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fitnesscrm_desktop.ui.core.columns import TONE_ROLE
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.plain import clipped
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_SMALL, Tone
from fitnesscrm_desktop.ui.widgets.row_hover import mark_row

PADDING = 10
HEIGHT = 24
CELL_PADDING, BARE_PADDING = 15, 9
"""Where text begins in a cell; on a card it stands below the title of the card."""


class Pill(QLabel):
    """A word on a tinted ground; the word carries the meaning, the colour only helps."""

    def __init__(self, text: str, tone: Tone = Tone.NEUTRAL, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "pill")
        self.setProperty("pill", tone)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.set_state(text, tone)

    def set_state(self, text: str, tone: Tone) -> None:
        """Show another status."""
        self.setText(clipped(text, 60))
        self.setAccessibleName(text)
        set_look(self, "pill", tone)


def pill_font(base: QFont) -> QFont:
    """The font of pills in tables."""
    font = QFont(base)
    font.setPixelSize(theme().px(TYPE_SMALL))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def paint_pill(painter: QPainter, cell: QRectF, text: str, tone: Tone, font: QFont) -> None:
    """Paint a pill at the start of *cell*, vertically centred, cut to its width."""
    shade = theme().colors.tone(tone)
    metrics = QFontMetrics(font)
    room = max(0, int(cell.width()) - 2 * PADDING)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    width, height = metrics.horizontalAdvance(shown) + 2 * PADDING, theme().px(HEIGHT)
    shape = QRectF(cell.left(), cell.center().y() - height / 2, width, height)
    if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        shape.moveRight(cell.right())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(shade.soft))
    painter.drawRoundedRect(shape, height / 2, height / 2)
    painter.setPen(QColor(shade.text))
    painter.setFont(font)
    painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


class PillDelegate(QStyledItemDelegate):
    """Paints cells with a TONE_ROLE as pills, and all others as usual, but without a dotted focus frame."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        mark_row(cell, index)
        tone = index.data(TONE_ROLE)
        text = cell.text
        if tone is not None:
            cell.text = ""
        view: QWidget | None = cell.widget
        style = QApplication.style() if view is None else view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, view)
        if tone is not None and text:
            bare = view is not None and view.property("kind") == "bare"
            before = BARE_PADDING if bare else CELL_PADDING
            right_to_left = cell.direction == Qt.LayoutDirection.RightToLeft
            area = QRectF(cell.rect).adjusted(*((4, 0, -before, 0) if right_to_left else (before, 0, -4, 0)))
            paint_pill(painter, area, text, Tone(tone), pill_font(cell.font))

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Digits stand below digits; in a name they would make the hyphen as wide as a digit."""
        super().initStyleOption(option, index)
        if any(letter.isdigit() for letter in option.text):
            option.font.setFeature(QFont.Tag("tnum"), 1)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Wide enough for the pill."""
        hint = super().sizeHint(option, index)
        if index.data(TONE_ROLE) is not None:
            hint.setWidth(hint.width() + 2 * PADDING)
        return hint
