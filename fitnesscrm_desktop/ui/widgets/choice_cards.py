"""A few things to choose from, each with a line about it: read from a metre away, taken by arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY, TYPE_SMALL, S

HEIGHT = 58
INSET = 14


@dataclass(frozen=True, slots=True)
class Choice:
    """One card: *key* is told when it is taken; *side* stands at the right, as a price does."""

    key: int
    title: str
    detail: str = ""
    side: str = ""


class ChoiceCard(QAbstractButton):
    """One of the cards."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = [part for part in (choice.title, choice.side, choice.detail) if part]
        self.setAccessibleName(one_line(", ".join(said)))
        self.setToolTip(tooltip("\n".join(said)))
        theme_changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Two lines of text."""
        return QSize(theme().px(230), theme().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Long names are cut."""
        return QSize(theme().px(150), theme().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, frame and words."""
        colors, px = theme().colors, theme().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, strong = self.isChecked(), self.isChecked() or self.hasFocus()
        frame = colors.focus if strong else colors.border_strong if self.underMouse() else colors.border
        painter.setPen(QPen(QColor(frame), 2 if strong else 1))
        painter.setBrush(QColor(colors.accent_soft if chosen else colors.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        area = self.rect().adjusted(px(INSET), px(9), -px(INSET), -px(9))
        half = area.height() // 2
        strong_font = app_font(px(TYPE_BODY), strong=True, tabular=True)
        side_width = QFontMetrics(strong_font).horizontalAdvance(self.choice.side)
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        top = area.adjusted(0, 0, 0, -half)
        words = (
            top.adjusted(side_width + px(8), 0, 0, 0)
            if right_to_left
            else top.adjusted(0, 0, -side_width - px(8), 0)
        )
        painter.setFont(app_font(px(TYPE_BODY), strong=True))
        painter.setPen(QColor(colors.text))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            words, flags, painter.fontMetrics().elidedText(self.choice.title, elide, words.width())
        )
        side = Qt.AlignmentFlag.AlignLeft if right_to_left else Qt.AlignmentFlag.AlignRight
        painter.setFont(strong_font)
        painter.drawText(
            top, int(Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute), self.choice.side
        )
        painter.setFont(app_font(px(TYPE_SMALL)))
        painter.setPen(QColor(colors.text if chosen else colors.muted))
        below = area.adjusted(0, half, 0, 0)
        painter.drawText(
            below, flags, painter.fontMetrics().elidedText(self.choice.detail, elide, below.width())
        )


class ChoiceCards(QWidget):
    """Cards in *columns*; the arrow keys go from one to the next.

    Signals:
        chosen(int): the person has taken another one.
    """

    chosen = Signal(int)

    def __init__(self, *, name: str, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._columns = columns
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idToggled.connect(self._toggled)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(S)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; the first one is taken, without a signal, if what was taken is gone."""
        taken = self.current()
        for card in self.cards():
            self._group.removeButton(card)
            self._grid.removeWidget(card)
            card.deleteLater()
        for place, choice in enumerate(choices):
            card = ChoiceCard(choice, self)
            card.installEventFilter(self)  # before Qt's own idea of arrows in a group
            self._group.addButton(card, choice.key)
            self._grid.addWidget(card, place // self._columns, place % self._columns)
        if choices:
            keys = [choice.key for choice in choices]
            self.set_current(taken if taken in keys else keys[0])

    def cards(self) -> list[ChoiceCard]:
        """The cards in their order."""
        return [button for button in self._group.buttons() if isinstance(button, ChoiceCard)]

    def current(self) -> int | None:
        """The key of the card that is taken."""
        taken = self._group.checkedId()
        return None if taken < 0 else taken

    def set_current(self, key: int) -> None:
        """Take *key*, without a signal."""
        blocked = self._group.blockSignals(True)
        self._group.button(key).setChecked(True)
        self._group.blockSignals(blocked)
        self._share_tab()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys take the neighbour."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        side = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        steps = {
            Qt.Key.Key_Left: -side,
            Qt.Key.Key_Right: side,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        step = steps.get(Qt.Key(event.key()), 0)
        cards = self.cards()
        if not step or watched not in cards:
            return False
        place = cards.index(watched) + step
        if 0 <= place < len(cards):
            cards[place].setFocus(Qt.FocusReason.TabFocusReason)
            cards[place].setChecked(True)
        return True

    def _toggled(self, key: int, on: bool) -> None:
        if on:
            self._share_tab()
            self.chosen.emit(key)

    def _share_tab(self) -> None:
        """One stop for Tab; the arrow keys do the rest."""
        for card in self.cards():
            policy = Qt.FocusPolicy.StrongFocus if card.isChecked() else Qt.FocusPolicy.ClickFocus
            card.setFocusPolicy(policy)
            card.update()
        checked = self._group.checkedButton()
        if checked is not None:
            self.setFocusProxy(checked)
