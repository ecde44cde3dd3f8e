"""Text on the window; always shown letter by letter, never as markup."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QWidget

from fitnesscrm_desktop.ui.core.icons import DEFAULT_SIZE, icon
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.plain import clipped, tooltip
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import Tone

LabelRole = Literal["title", "heading", "strong", "body", "small", "muted", "huge", "error", "key"]
ELIDED_WIDTH = 48
"""What an eliding label can shrink to."""


class Label(QLabel):
    """A label in one of the roles of the type scale.

    ``wrap`` breaks long text into lines; ``elide`` cuts it with an ellipsis and shows all of it as a tooltip.
    """

    def __init__(
        self,
        text: str = "",
        role: LabelRole = "body",
        *,
        tone: Tone | None = None,
        wrap: bool = False,
        elide: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone or "")
        self.setWordWrap(wrap)
        if role == "key":
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show *text*, cut to a length a window can lay out."""
        text = clipped(text, 20_000 if self.wordWrap() else 1000)
        super().setText(text)
        if self._elide:
            self.setToolTip(tooltip(text))

    def set_tone(self, tone: Tone | None) -> None:
        """Colour the words by their meaning."""
        set_look(self, "tone", tone or "")

    def set_role(self, role: LabelRole) -> None:
        """Change the place in the type scale."""
        set_look(self, "role", role)

    def minimumSizeHint(self) -> QSize:
        """Elided text can shrink."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme().px(ELIDED_WIDTH)), hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cut what does not fit, if asked to."""
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        area = self.contentsRect()
        line = QFontMetrics(self.font()).elidedText(
            self.text().replace("\n", " "), Qt.TextElideMode.ElideRight, area.width()
        )
        self.style().drawItemText(
            painter,
            area,
            int(QStyle.visualAlignment(self.layoutDirection(), self.alignment())),
            self.palette(),
            self.isEnabled(),
            line,
            QPalette.ColorRole.WindowText,
        )


class IconLabel(QWidget):
    """An icon that stands beside words; it follows the theme."""

    def __init__(
        self,
        name: str,
        *,
        color: str | None = None,
        size: int = DEFAULT_SIZE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._color, self._size = name, color, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, color: str | None = None) -> None:
        """Show another icon, in the colour of a token or tone."""
        self._name, self._color = name, color
        self.update()

    def sizeHint(self) -> QSize:
        """The size at the present text size."""
        side = theme().px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """An icon does not shrink."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        if self._name:
            icon(self._name, color=self._color).paint(QPainter(self), self.rect())


def line(parent: QWidget | None = None) -> QWidget:
    """A thin line between two things."""
    made = QFrame(parent)
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made
