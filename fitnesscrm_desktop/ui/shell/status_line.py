"""The line at the bottom: small facts, each of which opens what it names, and a sign of work under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.looks import set_look
from fitnesscrm_desktop.ui.core.plain import one_line, tooltip
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.labels import Label

BUSY_LOOK_MS = 200
DOTS = 3
SIGN = 14


class BusyDots(QWidget):
    """Three dots that wander while something is under way; it asks, so that nobody has to tell it."""

    def __init__(self, busy: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self._step = -1
        self._timer = QTimer(self)
        self._timer.setInterval(BUSY_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.setFixedSize(34, 14)
        self.setAccessibleName(self.tr("Idle"))
        theme_changed.connect(self.update)

    def watch(self, busy: Callable[[], bool]) -> None:
        """Show from now on whether *busy* answers yes."""
        self._busy = busy
        self._timer.start()

    def is_resting(self) -> bool:
        """Whether no dots are shown."""
        return self._step < 1

    def rest(self) -> None:
        """Stop asking."""
        self._timer.stop()

    def _look(self) -> None:
        step = self._step + 1 if self._busy() else -1
        if step != self._step:
            self._step = step
            self.setAccessibleName(self.tr("Working") if step >= 0 else self.tr("Idle"))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots; a short read of less than two looks shows nothing."""
        if self.is_resting():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for dot in range(DOTS):
            lit = dot == self._step % DOTS
            painter.setBrush(QColor(theme().colors.accent_text if lit else theme().colors.border_strong))
            painter.drawEllipse(3 + dot * 10, 4, 6, 6)
        painter.end()


class StatusLine(QFrame):
    """Facts by name: ``show_item("database", ...)`` makes or changes one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "statusline")
        self._items: dict[str, QToolButton] = {}
        self._message = Label("", "muted")
        self.busy = BusyDots(lambda: False, self)
        self._row = QHBoxLayout()
        self._row.setSpacing(S)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, 0, L, 0)
        row.setSpacing(S)
        row.addLayout(self._row)
        row.addWidget(self._message)
        row.addStretch(1)
        row.addWidget(self.busy)
        theme_changed.connect(self._fit)
        self._fit()

    def say(self, text: str) -> None:
        """A sentence that is no item, such as "Opening the studio…"."""
        self._message.setText(one_line(text))

    def show_item(
        self, name: str, sign: str, text: str, hint: str, opens: Callable[[], None], *, loud: bool = False
    ) -> None:
        """Show or change the item *name*; *opens* is what a click does. *loud*: nobody may overlook it."""
        button = self._items.get(name)
        if button is None:
            button = self._items[name] = QToolButton(self)
            button.setObjectName(f"status.{name}")
            button.setProperty("variant", "status")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.clicked.connect(opens)
            self._row.insertWidget(0 if loud else self._row.count(), button)
        side = theme().px(SIGN)
        button.setIconSize(QSize(side, side))
        button.setIcon(icon(sign, color=Tone.AMBER if loud else None))
        set_look(button, "loud", loud)
        button.setText(f" {one_line(text, 60)}")
        button.setAccessibleName(f"{text}. {hint}")
        button.setToolTip(tooltip(hint))

    def hide_item(self, name: str) -> None:
        """Take one item away, if it is there."""
        button = self._items.pop(name, None)
        if button is not None:
            button.hide()
            button.deleteLater()

    def clear(self) -> None:
        """Take all items away."""
        for button in self._items.values():
            button.hide()
            button.deleteLater()
        self._items.clear()

    def item(self, name: str) -> QToolButton:
        """The button of an item."""
        return self._items[name]

    def names(self) -> list[str]:
        """The items that are shown."""
        return list(self._items)

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(34))
        side = theme().px(SIGN)
        for button in self._items.values():
            button.setIconSize(QSize(side, side))
