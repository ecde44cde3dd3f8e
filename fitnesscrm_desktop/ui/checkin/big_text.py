"""Words that are read from a metre away: larger than the type scale, and as plain as every other label."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.widgets.labels import Label


class BigText(Label):
    """A label of *size* pixels at 100 % text size."""

    def __init__(
        self,
        text: str = "",
        size: int = 32,
        *,
        strong: bool = True,
        wrap: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, wrap=wrap, elide=elide, parent=parent)
        self._size, self._strong = size, strong
        theme_changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFont(app_font(theme().px(self._size), strong=self._strong, tabular=True))
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """One line is always whole in height."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), QFontMetrics(self.font()).height()))
