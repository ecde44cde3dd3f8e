"""The top of a page: what it is, a line about it, and its controls at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import TYPE_TITLE, M
from fitnesscrm_desktop.ui.widgets.buttons import IconButton
from fitnesscrm_desktop.ui.widgets.labels import Label

ROOM_FOR_TITLE = 260
HEIGHT = 44
"""With or without a line about it: what is below begins at the same place on every page."""


class PageHeader(QWidget):
    """Title, sub line and controls; ``back=True`` adds an arrow before the title.

    Signals:
        back_pressed: go back to where one came from.
    """

    back_pressed = Signal()

    def __init__(
        self, title: str, sub: str = "", *, back: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(M)
        if back:
            self._row.addWidget(
                IconButton("arrow-left", self.tr("Back"), self.back_pressed.emit, outline=True)
            )
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = Label(title, "title", elide=True)
        self._sub = Label(sub, "muted", elide=True)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        words.addStretch(1)
        self._row.addLayout(words, 1)
        theme_changed.connect(self._make_room)
        self.set_title(title, sub)

    def set_title(self, title: str, sub: str = "") -> None:
        """Name the page, and say a line about it."""
        self._title.setText(title)
        self._sub.setText(sub)
        self._sub.setVisible(bool(sub))
        self._make_room()

    def _make_room(self) -> None:
        """The name of the page is the last thing to be cut."""
        font = app_font(theme().px(TYPE_TITLE), strong=True)
        needed = QFontMetrics(font).horizontalAdvance(self._title.text()) + 2
        self.setMinimumHeight(theme().px(HEIGHT))
        self._title.setMinimumWidth(min(needed, theme().px(ROOM_FOR_TITLE)))

    def add(self, *controls: QWidget) -> None:
        """Put controls at the right end, in this order."""
        for control in controls:
            self._row.addWidget(control)
