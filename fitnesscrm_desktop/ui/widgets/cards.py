"""Cards: white areas that hold one thing each, and figures which can be opened."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import TYPE_BODY, TYPE_HUGE, XS, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label


class Card(QFrame):
    """A bordered area. Widgets go into ``body``, controls that belong to the title into ``head``."""

    def __init__(self, title: str = "", *, padding: int = L, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(M)
        self.head = QHBoxLayout()
        self.head.setSpacing(S)
        self.title = Label(title, "heading", elide=True)
        self.head.addWidget(self.title, 1)
        self.body.addLayout(self.head)
        self.title.setVisible(bool(title))
        if title:
            self.setAccessibleName(title)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put *widget* below the others."""
        self.body.addWidget(widget, stretch)


class KpiCard(QFrame):
    """A figure with its name; a click, Enter or Space opens the rows behind it.

    Signals:
        opened: show what is behind this figure.
    """

    opened = Signal()

    def __init__(self, label: str, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setProperty("clickable", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._label = Label(label, "muted", wrap=True)
        self._value = Label("–", "huge", elide=True)
        self._sub = Label(" ", "muted", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(self._label, 1)
        if icon:
            top.addWidget(IconLabel(icon, color="accent_text", size=18), 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M + 2, L, M)
        layout.setSpacing(XS)
        layout.addLayout(top)
        layout.addWidget(self._value)
        layout.addWidget(self._sub)
        theme_changed.connect(self._fit_figure)
        self._fit_figure()
        self._say()

    def set_value(self, value: str, sub: str = "", tone: Tone | None = None) -> None:
        """Show a figure as formatted text, and a line about it; *tone* colours that line."""
        self._value.setText(value)
        self._sub.setText(sub or " ")
        self._sub.set_tone(tone)
        self._fit_figure()
        self._say()

    def set_label(self, label: str) -> None:
        """Rename the figure."""
        self._label.setText(label)
        self._say()

    def set_openable(self, openable: bool) -> None:
        """Whether there are rows behind it this person may see."""
        set_look(self, "clickable", openable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if openable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if openable else Qt.CursorShape.ArrowCursor)

    def value(self) -> str:
        """The figure shown."""
        return self._value.text()

    def sizeHint(self) -> QSize:
        """Wide enough for a sum of money."""
        return QSize(theme().px(190), super().sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open it by keyboard."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self.property("clickable"):
            self.opened.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole figure in sight."""
        super().resizeEvent(event)
        self._fit_figure()

    def _fit_figure(self) -> None:
        """Rather a smaller figure than one that is cut: half a sum of money is a wrong sum."""
        room = self.width() - 2 * L - 2
        least = theme().px(TYPE_BODY)
        for pixels in range(theme().px(TYPE_HUGE), least, -2):
            font = app_font(pixels, strong=True, tabular=True)
            if room <= 0 or QFontMetrics(font).horizontalAdvance(self._value.text()) <= room:
                break
        self._value.setMinimumHeight(QFontMetrics(app_font(theme().px(TYPE_HUGE), strong=True)).height())
        if self._value.font() != font:
            self._value.setStyleSheet(f"font-size: {font.pixelSize()}px;")  # stronger than that of the role
            self._value.setFont(font)

    def _say(self) -> None:
        said = f"{self._label.text()}: {self._value.text()}"
        self.setAccessibleName(said)
        self.setAccessibleDescription(self._sub.text().strip())
