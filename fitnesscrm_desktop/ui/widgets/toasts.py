"""Short messages at the bottom of the window; most of them offer Undo instead of having asked before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QCursor, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

SECONDS = 6.0
MOST_AT_ONCE = 4
ONE_LINE = 60
"""Letters that fit beside each other; more are broken into lines."""
SIGNS = {
    Tone.NEUTRAL: "info",
    Tone.ACCENT: "info",
    Tone.BLUE: "info",
    Tone.GREEN: "check-circle",
    Tone.AMBER: "alert-triangle",
    Tone.RED: "alert-circle",
}
# A toast has the colours of a tooltip, which are those of the other theme.
SIGN_COLORS = {
    Tone.GREEN: ("#4ADE80", "#15803D"),
    Tone.AMBER: ("#FCD34D", "#92400E"),
    Tone.RED: ("#FCA5A5", "#B42318"),
}


class Toast(QFrame):
    """One message; it waits while the mouse or the keyboard is on it.

    Signals:
        closed: it is gone, by itself, by its button or by Undo.
    """

    closed = Signal()

    def __init__(
        self,
        text: str,
        *,
        undo: Callable[[], object] | None = None,
        action: str = "",
        tone: Tone = Tone.NEUTRAL,
        seconds: float = SECONDS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(text)
        self._undo = undo
        self.label = Label(text, wrap=len(text) > ONE_LINE)
        self.label.setMaximumWidth(theme().px(460))
        if self.label.wordWrap():
            self.label.setMinimumWidth(theme().px(360))
        colour = SIGN_COLORS.get(tone, ("#A5B4FC", "#4338CA"))[int(theme().dark)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(L, S, S, S)
        layout.setSpacing(M)
        layout.addWidget(IconLabel(SIGNS[tone], color=colour))
        layout.addWidget(self.label, 1)
        self.action_button: Button | None = None
        if undo is not None:
            self.action_button = Button(action or self.tr("Undo"), self._act)
            layout.addWidget(self.action_button)
        ground = theme().colors.on_tooltip
        self.close_button = IconButton("x", self.tr("Close message"), self.close_now, color=ground)
        layout.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(int(seconds * 1000))
        self._timer.timeout.connect(self._expired)
        self._timer.start()

    def close_now(self) -> None:
        """Go away."""
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        else:
            super().keyPressEvent(event)

    def _expired(self) -> None:
        # Asked only now: enter and leave events are not sent to a toast that moves up under the mouse.
        hovered = self.rect().contains(self.mapFromGlobal(QCursor.pos())) and self.window().isActiveWindow()
        if hovered or self._has_focus():
            self._timer.start()
        else:
            self.close_now()

    def _has_focus(self) -> bool:
        focused: QWidget | None = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _act(self) -> None:
        undo, self._undo = self._undo, None  # a double click must not undo twice
        self.close_now()
        if undo is not None:
            undo()


class ToastHost(QWidget):
    """Stacks toasts at the bottom of *window*, the newest lowest: ``toasts.say("Frozen", undo=unfreeze)``."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(S)
        self._toasts: list[Toast] = []
        window.installEventFilter(self)
        theme_changed.connect(self._place)
        self.hide()

    def say(
        self,
        text: str,
        *,
        undo: Callable[[], object] | None = None,
        action: str = "",
        tone: Tone = Tone.NEUTRAL,
        seconds: float = SECONDS,
    ) -> Toast:
        """Show *text*; with *undo*, also a button (named "Undo", or *action*) which calls it."""
        while len(self._toasts) >= MOST_AT_ONCE:
            self._toasts[0].close_now()
        toast = Toast(text, undo=undo, action=action, tone=tone, seconds=seconds, parent=self)
        toast.closed.connect(lambda: self._gone(toast))
        self._toasts.append(toast)
        self._layout.addWidget(toast, 0, Qt.AlignmentFlag.AlignHCenter)
        toast.show()
        self._place()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(toast, QAccessible.Event.Alert))
        return toast

    def toasts(self) -> list[Toast]:
        """What is shown, the oldest first."""
        return list(self._toasts)

    def focus_newest(self) -> bool:
        """Put the keyboard on the newest toast's button; False if there is none."""
        if not self._toasts:
            return False
        toast = self._toasts[-1]
        (toast.action_button or toast.close_button).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def undo_newest(self) -> bool:
        """Press the button of the newest toast that has one; False if there is none."""
        for toast in reversed(self._toasts):
            if toast.action_button is not None:
                toast.action_button.click()
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _gone(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._layout.removeWidget(toast)
            toast.deleteLater()
        self.setVisible(bool(self._toasts))
        self._place()

    def _place(self) -> None:
        if not self._toasts:
            return
        self._layout.activate()
        size = self._layout.totalSizeHint()
        width = min(size.width(), self._window.width() - 2 * L)
        height = max(size.height(), self._layout.totalHeightForWidth(width))
        self.setGeometry(
            (self._window.width() - width) // 2, self._window.height() - height - XL - L, width, height
        )
        self.raise_()
