"""Short messages at the bottom of the window; most of them offer Undo instead of having asked before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QCursor, QKeyEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QGridLayout, QSizePolicy, QWidget
from shiboken6 import isValid

from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import XS, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

SECONDS = 6.0
MOST_AT_ONCE = 4
EDGE = 3
LINE_WIDTHS = (360, 460, 620, 800)
"""Long words are broken into two lines, in the narrowest of these that holds them."""
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
        leaving: it is about to go, and the keyboard is on it.
        closed: it is gone, by itself, by its button or by Undo.
    """

    leaving = Signal()
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
        self._undo, self._waits = undo, False
        self.label = Label(text, wrap=len(text) > ONE_LINE)
        self._is_long = self.label.wordWrap()
        colour = SIGN_COLORS.get(tone, ("#A5B4FC", "#4338CA"))[int(theme().dark)]
        layout = self._grid = QGridLayout(self)
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
        flat = width is None
        self._grid.setContentsMargins(L, XS if flat else S, S, XS if flat else S)
        self.label.setWordWrap(self._is_long or not flat)
        lines = self._width_of_lines() if self._is_long and flat else 0
        self.label.setMinimumWidth(lines)
        self.label.setMaximumWidth(lines or theme().px(LINE_WIDTHS[1]))
        self.setMinimumWidth(width or 0)
        self.setMaximumWidth(width or WIDEST)
        if self.action_button is not None:
            self._grid.removeWidget(self.action_button)
            row, column, across = (0, 2, 1) if width is None else (1, 1, 3)
            self._grid.addWidget(self.action_button, row, column, 1, across, Qt.AlignmentFlag.AlignRight)
        self.setMinimumHeight(0 if width is None else self._grid.totalHeightForWidth(width))

    def _width_of_lines(self) -> int:
        """Wide enough for two lines, or as wide as anything may be."""
        self.label.setMinimumWidth(0)  # or it measures narrower lines as if they were as wide as that
        two_lines = 2 * self.label.fontMetrics().lineSpacing() + 2
        widths = [theme().px(each) for each in LINE_WIDTHS]
        return next((each for each in widths if self.label.heightForWidth(each) <= two_lines), widths[-1])

    def wait_for_room(self, *, waits: bool) -> None:
        """Not be seen while there is no room beside newer ones; it is read as long as any afterwards."""
        if waits == self._waits:
            return
        self._waits = waits
        self.setVisible(not waits)
        self._timer.start()

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
        if self._has_focus():
            self.leaving.emit()
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
        if hovered or self._has_focus() or self._waits:
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
    """Shows toasts at the bottom of *window*: ``toasts.say("Frozen", undo=unfreeze)``.

    They stand beside each other over the line of the status, where they cover neither the last row of a list
    nor a button; the newest at the right, older ones as far as there is room, the others after them. Where
    the page that is shown has a ``SHELF``, they stand at the bottom of that, the newest lowest.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(S)
        self._toasts: list[Toast] = []
        self._shelf: QWidget | None = None
        self._before: QWidget | None = None
        """Where the keyboard was before it came here."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
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
        toast.leaving.connect(self._give_back)
        toast.closed.connect(lambda: self._gone(toast))
        self._toasts.append(toast)
        self._layout.addWidget(toast, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
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

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if (
            before is not None
            and now is not None
            and self.isAncestorOf(now)
            and not self.isAncestorOf(before)
        ):
            self._before = before

    def _give_back(self) -> None:
        """Let the keyboard go where it came from, not to whatever comes first in the window."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible() and before.window() is self.window():
            before.setFocus()

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
        if shelf is None:
            self._stand_in_line()
        else:
            self._stand_on(QRect(shelf.mapTo(self._window, QPoint()), shelf.size()))
        self.raise_()

    def _stand_in_line(self) -> None:
        self._layout.setDirection(QBoxLayout.Direction.LeftToRight)
        free = self._window.width() - 2 * L
        width = -S
        for toast in reversed(self._toasts):
            toast.fit(None)
            width += S + toast.sizeHint().width()
            toast.wait_for_room(waits=width > free and toast is not self._toasts[-1])
        self._layout.invalidate()  # it would not hear before the next round that they fit otherwise
        self._layout.activate()
        size = self._layout.totalSizeHint()
        width = min(size.width(), free)
        height = max(size.height(), self._layout.totalHeightForWidth(width))
        right, bottom = self._window.width() - L, self._window.height() - EDGE
        self.setGeometry(right - width, bottom - height, width, height)

    def _stand_on(self, room: QRect) -> None:
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom)
        for toast in self._toasts:
            toast.wait_for_room(waits=False)
            toast.fit(room.width() - 2 * S)
        self._layout.invalidate()
        self._layout.activate()
        size = self._layout.totalSizeHint()
        width = min(size.width(), self._window.width() - 2 * L)
        height = max(size.height(), self._layout.totalHeightForWidth(width))
        self.setGeometry(room.center().x() + 1 - width // 2, room.bottom() - S - height, width, height)

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
