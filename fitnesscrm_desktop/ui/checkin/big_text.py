"""Words that are read from a metre away: larger than the type scale, and as plain as every other label."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.labels import Label

LEAST = 0.6
"""How small words get before they are cut."""


class BigText(Label):
    """A label of *size* pixels at 100 % text size."""

    def __init__(
        self,
        text: str = "",
        size: int = 32,
        *,
        strong: bool = True,
        figures: bool = False,
        wrap: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._size = 0
        super().__init__(text, wrap=wrap, elide=elide, parent=parent)
        self._size, self._strong, self._figures = size, strong, figures
        theme_changed.connect(self._dress)
        self._dress()

    def set_tone(self, tone: Tone | None) -> None:
        """A new colour dresses the label anew, and would take its size away."""
        super().set_tone(tone)
        self._dress()

    def set_size(self, size: int) -> None:
        """Make it larger or smaller."""
        if size != self._size:
            self._size = size
            self._dress()

    def _dress(self) -> None:
        self.setFont(app_font(theme().px(self._size), strong=self._strong, tabular=self._figures))
        if self._elide:
            self._shrink()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that may be cut are made smaller first."""
        super().resizeEvent(event)
        if self._elide:
            self._shrink()

    def setText(self, text: str) -> None:
        """Show *text* as large as it fits."""
        super().setText(text)
        if self._elide and self._size:
            self._shrink()

    def _shrink(self) -> None:
        size, least = self._size, round(self._size * LEAST)
        while size > least and self._width_at(size) > self.contentsRect().width():
            size -= 2
        font = app_font(theme().px(size), strong=self._strong, tabular=self._figures)
        if font.pixelSize() != self.font().pixelSize():
            self.setFont(font)

    def _width_at(self, size: int) -> int:
        font = app_font(theme().px(size), strong=self._strong, tabular=self._figures)
        return QFontMetrics(font).horizontalAdvance(self.text()[:200])

    def minimumSizeHint(self) -> QSize:
        """One line is always whole in height."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), QFontMetrics(self.font()).height()))
