"""Short messages at the bottom of the window; most of them offer Undo instead of having asked before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QCursor, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

SECONDS = 6.0
MOST_AT_ONCE = 4
ONE_LINE = 60
"""Letters that fit beside each other; more are broken into lines."""
SHELF = "toast-shelf"
"""A page that has something in the middle nobody may cover names a widget so: toasts stand in it."""
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


WIDEST = 16_777_215
"""What Qt takes for no limit."""
_MOVES = {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide}


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
        self._is_long = self.label.wordWrap()
        colour = SIGN_COLORS.get(tone, ("#A5B4FC", "#4338CA"))[int(theme().dark)]
        layout = self._grid = QGridLayout(self)
        layout.setContentsMargins(L, S, S, S)
        layout.setSpacing(M)
        layout.setColumnStretch(1, 1)
        layout.addWidget(IconLabel(SIGNS[tone], color=colour), 0, 0)
        layout.addWidget(self.label, 0, 1)
        self.action_button: Button | None = None
        if undo is not None:
            self.action_button = Button(action or self.tr("Undo"), self._act)
        ground = theme().colors.on_tooltip
        self.close_button = IconButton("x", self.tr("Close message"), self.close_now, color=ground)
        layout.addWidget(self.close_button, 0, 3)
        self._reach(Qt.FocusPolicy.ClickFocus)  # a dialog that closes must not leave the keyboard here
        self.fit(None)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(int(seconds * 1000))
        self._timer.timeout.connect(self._expired)
        self._timer.start()

    def fit(self, width: int | None) -> None:
        """Take up exactly *width*, the button below the words; None: as much as the words need."""
        self.label.setWordWrap(self._is_long or width is not None)
        self.label.setMinimumWidth(theme().px(360) if self._is_long and width is None else 0)
        self.label.setMaximumWidth(theme().px(460))
        self.setMinimumWidth(width or 0)
        self.setMaximumWidth(width or WIDEST)
        if self.action_button is not None:
            self._grid.removeWidget(self.action_button)
            row, column, across = (0, 2, 1) if width is None else (1, 1, 3)
            self._grid.addWidget(self.action_button, row, column, 1, across, Qt.AlignmentFlag.AlignRight)
        self.setMinimumHeight(0 if width is None else self._grid.totalHeightForWidth(width))

    def take_keyboard(self) -> None:
        """Somebody wants to press its buttons by key."""
        self._reach(Qt.FocusPolicy.StrongFocus)
        (self.action_button or self.close_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _reach(self, policy: Qt.FocusPolicy) -> None:
        for button in (self.action_button, self.close_button):
            if button is not None:
                button.setFocusPolicy(policy)

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
    """Stacks toasts at the bottom of *window*, the newest lowest: ``toasts.say("Frozen", undo=unfreeze)``.

    Where the page that is shown has a ``SHELF``, they stand at the bottom of that.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(S)
        self._toasts: list[Toast] = []
        self._shelf: QWidget | None = None
        window.installEventFilter(self)
        theme_changed.connect(self.place)
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
        self.place()
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
        self._toasts[-1].take_keyboard()
        return True

    def undo_newest(self) -> bool:
        """Press the button of the newest toast that has one; False if there is none."""
        for toast in reversed(self._toasts):
            if toast.action_button is not None:
                toast.action_button.click()
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom."""
        if watched in {self._window, self._shelf} and event.type() in _MOVES:
            self.place()
        return False

    def _gone(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._layout.removeWidget(toast)
            toast.deleteLater()
        self.setVisible(bool(self._toasts))
        self.place()

    def place(self) -> None:
        """Stand where toasts stand on the page that is shown."""
        if not self._toasts:
            return
        shelf = self._find_shelf()
        room = None if shelf is None else QRect(shelf.mapTo(self._window, QPoint()), shelf.size())
        for toast in self._toasts:
            toast.fit(None if room is None else room.width() - 2 * S)
        self._layout.activate()
        size = self._layout.totalSizeHint()
        width = min(size.width(), self._window.width() - 2 * L)
        height = max(size.height(), self._layout.totalHeightForWidth(width))
        middle = self._window.width() // 2 if room is None else room.center().x() + 1
        bottom = self._window.height() - XL - L if room is None else room.bottom() - S
        self.setGeometry(middle - width // 2, bottom - height, width, height)
        self.raise_()

    def _find_shelf(self) -> QWidget | None:
        found = (each for each in self._window.findChildren(QWidget, SHELF) if each.isVisible())
        shelf = next(found, None)
        if shelf is not self._shelf:
            if self._shelf is not None and isValid(self._shelf):
                self._shelf.removeEventFilter(self)
            if shelf is not None:
                shelf.installEventFilter(self)
            self._shelf = shelf
        return shelf
