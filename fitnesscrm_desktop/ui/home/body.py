"""The part below a home page's header: scrolls where the window is small, turns from one column to two."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XL, L, M

TWO_COLUMNS = 820
LEFT, RIGHT = 63, 37


class HomeBody(QScrollArea):
    """What matters most at the left, lists at the right; below it where there is no room beside it.

    Signals:
        turned(bool): whether there are two columns now.
    """

    turned = Signal(bool)

    def __init__(self, left: QWidget, lists: Sequence[QWidget], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._halves.setContentsMargins(XL, 0, XL, L)
        self._halves.setSpacing(M)
        right = QWidget()
        self._lists = QBoxLayout(QBoxLayout.Direction.TopToBottom, right)
        self._lists.setContentsMargins(0, 0, 0, 0)
        self._lists.setSpacing(M)
        for each in lists:
            self._lists.addWidget(each, 1)
        self._halves.addWidget(left, LEFT)
        self._halves.addWidget(right, RIGHT)
        self.setWidget(inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns if they fit."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        two = event.size().width() >= theme().px(TWO_COLUMNS)
        wanted = directions.LeftToRight if two else directions.TopToBottom
        if self._halves.direction() != wanted:
            self._halves.setDirection(wanted)
            self._lists.setDirection(directions.TopToBottom if two else directions.LeftToRight)
            self.turned.emit(two)


def page_column(page: QWidget) -> QVBoxLayout:
    """The layout of a home page: header, notice, body."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, L, 0, 0)
    column.setSpacing(M)
    return column


def inset(widget: QWidget) -> QWidget:
    """*widget* with the page's margins at both sides."""
    frame = QWidget()
    row = QVBoxLayout(frame)
    row.setContentsMargins(XL, 0, XL, 0)
    row.addWidget(widget)
    return frame
