"""Words that are read from a metre away: larger than the type scale, and as plain as every other label."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.widgets.labels import Label

IN_ONE_LINE, LEAST_WRAPPED = 0.75, 13
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
        self._size, self._may_wrap = 0, False
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

    def set_wrap(self, *, wrap: bool) -> None:
        """Go on in the next line instead of being cut."""
        self._elide, self._may_wrap = not wrap, wrap
        self.setWordWrap(wrap)
        self._dress()

    def _dress(self) -> None:
        self.setFont(app_font(theme().px(self._size), strong=self._strong, tabular=self._figures))
        self._fit()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that may be cut are made smaller first."""
        super().resizeEvent(event)
        self._fit()

    def setText(self, text: str) -> None:
        """Show *text* as large as it fits."""
        super().setText(text)
        if self._size:
            self._fit()

    def _fit(self) -> None:
        if self._elide or self._may_wrap:
            self._shrink()

    def _shrink(self) -> None:
        size, least = self._size, round(self._size * LEAST)
        if self._may_wrap and self._width_at(round(size * IN_ONE_LINE), whole=True) > self._room():
            least = LEAST_WRAPPED  # it takes two lines anyway: only one long word makes it smaller
        whole = least != LEAST_WRAPPED
        while size > least and self._width_at(size, whole=whole) > self._room():
            size -= 2
        font = app_font(theme().px(size), strong=self._strong, tabular=self._figures)
        if font.pixelSize() != self.font().pixelSize():
            self.setFont(font)

    def _room(self) -> int:
        return self.contentsRect().width()

    def _width_at(self, size: int, *, whole: bool) -> int:
        font = app_font(theme().px(size), strong=self._strong, tabular=self._figures)
        text = self.text()[:200]
        lines = [text] if whole else text.split()
        return max(map(QFontMetrics(font).horizontalAdvance, lines), default=0)

    def minimumSizeHint(self) -> QSize:
        """One line is always whole in height."""
        hint = super().minimumSizeHint()
        width = 0 if self._may_wrap else hint.width()
        return QSize(width, max(hint.height(), QFontMetrics(self.font()).height()))
