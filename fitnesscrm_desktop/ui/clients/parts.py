"""Small parts of the client page: facts with their names, and a column of cards that scrolls."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
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
