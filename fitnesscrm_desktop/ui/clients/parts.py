"""Small parts of the client page: facts with their names, and a column of cards that scrolls."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, L, M, S
from fitnesscrm_desktop.ui.widgets.labels import Label

CAPTION = 112
LONGEST_WORD = 24
_PLACE_TO_BREAK = "\u200b"


def breakable(text: str) -> str:
    """*text* with places to break inside endless words, which would make a whole page as wide as they are."""
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", lambda word: word.group() + _PLACE_TO_BREAK, text)


def empty(layout: QLayout) -> None:
    """Take everything out of *layout*."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)


class Facts(QWidget):
    """Names and values below each other; what is unknown is left out."""

    def __init__(self, facts: Sequence[tuple[str, str]], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(S)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate((name, value) for name, value in facts if value):
            caption = Label(name, "muted", wrap=True)
            caption.setFixedWidth(theme().px(CAPTION))
            shown = Label(breakable(value), "body", wrap=True, selectable=True)
            shown.setAccessibleName(f"{name}: {value}")
            for column, label in enumerate((caption, shown)):
                label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
                grid.addWidget(label, row, column)


def beside(*widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
    """Widgets in a row, with the free space behind them."""
    row = QHBoxLayout()
    row.setSpacing(S)
    for widget in widgets:
        row.addWidget(widget)
    if stretch:
        row.addStretch(1)
    return row


class Flow(QLayout):
    """Widgets beside each other, on as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(S)

    def addItem(self, item: QLayoutItem) -> None:
        """Put one more behind the others."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the lines are together."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Room for the widest."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Room for the widest."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x, y, high = rect.x(), rect.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, high = rect.x(), y + high + self.spacing(), 0
            if move:
                place = QRect(x, y, hint.width(), hint.height())
                item.setGeometry(QStyle.visualRect(self._direction(), rect, place))
            x += hint.width() + self.spacing()
            high = max(high, hint.height())
        return y + high - rect.y()

    def _direction(self) -> Qt.LayoutDirection:
        parent = self.parentWidget()
        return Qt.LayoutDirection.LeftToRight if parent is None else parent.layoutDirection()


class Columns(QScrollArea):
    """Columns of cards that scroll together."""

    def __init__(self, count: int = 2, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("kind", "plain")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, XS, S, L)
        row.setSpacing(L)
        self.columns: list[QVBoxLayout] = []
        for _ in range(count):
            column = QVBoxLayout()
            column.setSpacing(L)
            row.addLayout(column, 1)
            self.columns.append(column)
        self.setWidget(inside)
