"""The one big field: scan, type a number or a name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.scanner import SHORTEST_CODE
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import L
from fitnesscrm_desktop.ui.widgets.labels import IconLabel
from fitnesscrm_desktop.ui.widgets.search_field import LONGEST, PAUSE_MS

HEIGHT, TEXT, SIGN = 60, 24, 28
LOW_HEIGHT, LOW_TEXT = 42, 18
"""Where the page is low, and what is said has to be seen."""


class DoorField(QLineEdit):
    """Says what is typed when the typing pauses, and what was typed when Enter is pressed.

    Signals:
        searched(str): the typing has paused.
        entered(str): Enter was pressed; the field is empty again.
        moved(int): the arrow keys want to go through the hits: 1 is down.
    """

    searched = Signal(str)
    entered = Signal(str)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(self.tr("Card, number or name…"))
        self.setAccessibleName(self.tr("Check in by card, number or name"))
        self.setMaxLength(LONGEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("search", True)
        self._half, self._low = "", False
        self._sign = IconLabel("scan", color="muted", size=SIGN, parent=self)
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textEdited.connect(lambda _text: self._pause.start())
        theme_changed.connect(self._dress)
        self._dress()

    @property
    def typing(self) -> bool:
        """Whether somebody has typed a moment ago, and may go on."""
        return self._pause.isActive()

    @property
    def last_typed(self) -> str:
        """What came in one go after something half typed: perhaps a code of a slow scanner."""
        text = self.text()
        last = text.removeprefix(self._half) if self._half else text
        return last if last != text and len(last) >= SHORTEST_CODE else ""

    def type_in(self, text: str) -> None:
        """Go on here with what was typed elsewhere."""
        self.setFocus()
        self._note_pause()
        self.insert(text)
        self.textEdited.emit(self.text())

    def take(self) -> str:
        """What is in the field, which is empty afterwards."""
        text = self.text()
        self._pause.stop()
        self._half = ""
        self.setText("")  # and not clear(): what was entered must not come back by Ctrl+Z
        return text

    def set_low(self, *, low: bool) -> None:
        """Take less room."""
        if low != self._low:
            self._low = low
            self._dress()

    def put_back(self, text: str) -> bool:
        """Write *text* again, unless something else is there by now."""
        if self.text() and self.text() != text:
            return False
        self.setText(text)
        self.setFocus()
        return True

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z belongs to the check-ins while there is no typing to undo."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if undo and not self.isUndoAvailable():
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and the arrows mean something here."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.text().strip():
                self.entered.emit(self.text())
        elif key == Qt.Key.Key_Down:
            self.moved.emit(1)
        elif key == Qt.Key.Key_Up:
            self.moved.emit(-1)
        elif key == Qt.Key.Key_Escape:
            self._leave(event)
        else:
            self._note_pause()
            super().keyPressEvent(event)

    def _note_pause(self) -> None:
        """A scanner makes no pause: what was there before one is no part of its code."""
        if not self.typing:
            self._half = self.text()

    def _leave(self, event: QKeyEvent) -> None:
        if self.text():
            self.take()
            self.searched.emit("")
        else:
            event.ignore()  # the page knows what Esc is for now

    def _dress(self) -> None:
        self.setFont(app_font(theme().px(LOW_TEXT if self._low else TEXT)))
        self._place_sign()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sign at the beginning."""
        super().resizeEvent(event)
        self._place_sign()

    def changeEvent(self, event: QEvent) -> None:
        """The beginning is at the right in some languages."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place_sign()

    def _place_sign(self) -> None:
        side = theme().px(SIGN)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - L - side if mirrored else L
        self._sign.setGeometry(left, (self.height() - side) // 2, side, side)
        before = L + side
        self.setTextMargins(0 if mirrored else before, 0, before if mirrored else 0, 0)

    def sizeHint(self) -> QSize:
        """High enough to be seen from anywhere at the counter."""
        return QSize(super().sizeHint().width(), theme().px(LOW_HEIGHT if self._low else HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """It keeps its height."""
        return QSize(super().minimumSizeHint().width(), theme().px(LOW_HEIGHT if self._low else HEIGHT))
