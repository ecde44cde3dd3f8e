"""Tells a scanner from a person: both are keyboards, but nobody types that fast.

A burst is at least four characters and Enter, each less than 35 ms after the one before. Its characters go
where the focus is, as they are typed; when Enter shows that it was a scanner, and somebody wants the code,
they are taken out again and Enter is not delivered. What a person types is never touched.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

FASTEST_HAND_MS = 35
SHORTEST_CODE = 4
LONGEST_CODE = 200
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SILENT = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier

Restore = Callable[[], None]


class Burst:
    """Counts keys by their times; knows nothing of widgets."""

    def __init__(self) -> None:
        self._text = ""
        self._last = 0

    def begins(self, at: int) -> bool:
        """Whether a character at *at* (ms) would be the first of a burst."""
        return not self._text or not 0 <= at - self._last < FASTEST_HAND_MS

    def add(self, text: str, at: int) -> None:
        """A character was typed."""
        self._text = text if self.begins(at) else (self._text + text)[:LONGEST_CODE]
        self._last = at

    def end(self, at: int) -> str:
        """Enter was pressed: the code, or nothing if it was a person."""
        code = "" if self.begins(at) or len(self._text) < SHORTEST_CODE else self._text
        self.forget()
        return code

    def forget(self) -> None:
        """Something else happened in between."""
        self._text = ""


class ScannerWatch(QObject):
    """Listens to the keys of *window* and of everything in it; dialogs over it are left alone.

    *take* gets each scanned code and says whether it wants it; if not, the keys stay where they were typed.
    """

    def __init__(self, window: QWidget, take: Callable[[str], bool]) -> None:
        super().__init__(window)
        self._window, self._take = window, take
        self._burst = Burst()
        self._restore: Restore = _nothing
        self._swallow_release = False
        self._heard: QWidget | None = None
        self._by_key = False
        """A key is under way: where it moves the focus to is no doing of the mouse."""
        window.installEventFilter(self)  # gets the keys while nothing in it has the focus
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            self._follow(None, app.focusWidget())

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Listen where the keys go, and nowhere else: every event of every widget would pass through here."""
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton and not self._by_key:
            self._burst.forget()
        if self._heard is not None and self._heard is not self._window and isValid(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = now if now is not None and now.window() is self._window else None
        if self._heard is not None:
            self._heard.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at every key once, before the widget that has the focus gets it."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._burst.forget()
        if kind not in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease} or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if kind == QEvent.Type.KeyRelease:
            return self._released(event)
        focus: QWidget | None = QApplication.focusWidget()
        if focus is not None and watched is not focus:
            return False  # on its way up, from a widget that did not want it
        return self._pressed(watched, event)

    def _key_done(self) -> None:
        self._by_key = False

    def _pressed(self, focus: QWidget, event: QKeyEvent) -> bool:
        if not self._by_key:
            self._by_key = True
            QTimer.singleShot(0, self, self._key_done)
        at = event.timestamp()
        if event.key() in _SILENT:
            return False
        if not at or event.isAutoRepeat() or event.modifiers() & _COMMANDS:  # no time: no real keyboard
            self._burst.forget()
            return False
        if event.key() in _ENTER:
            return self._entered(at)
        if not event.text() or not event.text().isprintable():
            self._burst.forget()
            return False
        if self._burst.begins(at):
            self._restore = _way_back(focus)
        self._burst.add(event.text(), at)
        return False

    def _entered(self, at: int) -> bool:
        code = self._burst.end(at)
        restore, self._restore = self._restore, _nothing
        if not code or not self._take(code):
            return False
        restore()
        self._swallow_release = True
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if self._swallow_release and event.key() in _ENTER:
            self._swallow_release = False
            return True
        return False


def _nothing() -> None:
    pass


def _way_back(focus: QWidget) -> Restore:
    """How to take out again what a scanner is about to type into *focus*."""
    if isinstance(focus, QAbstractSpinBox):
        focus = focus.lineEdit()
    if isinstance(focus, QLineEdit):
        return _line_back(focus)
    if isinstance(focus, QPlainTextEdit | QTextEdit):
        return _text_back(focus)
    if isinstance(focus, QAbstractItemView):
        return _view_back(focus)
    return _nothing


def _line_back(field: QLineEdit) -> Restore:
    text, cursor = field.text(), field.cursorPosition()
    start, length = field.selectionStart(), len(field.selectedText())

    def restore() -> None:
        field.setText(text)
        field.setCursorPosition(cursor)
        if start >= 0 and length:
            field.setSelection(start, length)

    return restore


def _text_back(field: QPlainTextEdit | QTextEdit) -> Restore:
    text, cursor = field.toPlainText(), field.textCursor()
    place, anchor = cursor.position(), cursor.anchor()

    def restore() -> None:
        if field.toPlainText() != text:
            field.setPlainText(text)
        back = field.textCursor()
        back.setPosition(anchor)
        back.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
        field.setTextCursor(back)

    return restore


def _view_back(view: QAbstractItemView) -> Restore:
    """Letters typed into a list look for a row; stay with the one there was."""
    current = QPersistentModelIndex(view.currentIndex())

    def restore() -> None:
        view.setCurrentIndex(view.model().index(current.row(), current.column(), current.parent()))

    return restore
