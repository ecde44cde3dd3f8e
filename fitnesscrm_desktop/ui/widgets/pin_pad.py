"""A keypad for PINs: mouse, touch and keyboard; shows how many digits there are, never which."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import RADIUS, RADIUS_CARD, L, S

KEY_WIDTH, KEY_HEIGHT, SMALLEST_KEY = 84, 60, 44
LONGEST = 8
DOT = 14
DIGITS = "0123456789"


class _Key(QAbstractButton):
    """One key: a digit or an icon."""

    def __init__(self, text: str, icon_name: str, label: str, pressed: Callable[[], None]) -> None:
        super().__init__()
        self.setText(text)
        self._icon = icon_name
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # digits can be typed; twelve stops for Tab help nobody
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(lambda _checked=False: pressed())

    def sizeHint(self) -> QSize:
        """Large enough for a thumb."""
        return QSize(theme().px(KEY_WIDTH), theme().px(KEY_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Low windows get lower keys."""
        return QSize(theme().px(SMALLEST_KEY), SMALLEST_KEY)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key."""
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = colors.surface
        if not self.isEnabled():
            ground = colors.hover
        elif self.isDown():
            ground = colors.selection
        elif self.underMouse():
            ground = colors.hover
        painter.setPen(QPen(QColor(colors.border_strong if self.isEnabled() else colors.border), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
        ink = colors.text if self.isEnabled() else colors.disabled
        if self._icon:
            side = theme().px(22)
            area = self.rect()
            area.setSize(QSize(side, side))
            area.moveCenter(self.rect().center())
            icon(self._icon, color=ink).paint(painter, area)
        else:
            painter.setPen(QColor(ink))
            painter.setFont(app_font(theme().px(22), tabular=True))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class _Dots(QWidget):
    """One ring for each digit that is wanted, filled when it is there."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted, self.typed, self.marked = 4, 0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line of dots."""
        return QSize(theme().px(DOT * 2 * LONGEST), theme().px(DOT + 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots in the middle."""
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, gap = theme().px(DOT), theme().px(DOT)
        painter.setPen(QPen(QColor(colors.focus if self.marked else colors.border), 2 if self.marked else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        count = max(self.wanted, self.typed)
        left = (self.width() - count * size - (count - 1) * gap) / 2
        ink = colors.accent_text
        for place in range(count):
            spot = QRectF(left + place * (size + gap), (self.height() - size) / 2, size, size)
            filled = place < self.typed
            painter.setPen(QPen(QColor(ink if filled else colors.muted), 2))
            painter.setBrush(QColor(ink) if filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot.adjusted(1, 1, -1, -1))


class PinPad(QWidget):
    """Takes digits from keys, mouse and the keyboard.

    Signals:
        entered(str): the last wanted digit was typed, or Enter was pressed.
    """

    entered = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pin, self._length, self._held = "", 0, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("PIN"))
        self._dots = _Dots()
        self.keys: dict[str, QAbstractButton] = {}
        grid = QGridLayout()
        grid.setSpacing(S)
        for place, digit in enumerate("123456789"):
            grid.addWidget(self._digit_key(digit), place // 3, place % 3)
        self._back = _Key("", "delete-left", self.tr("Delete the last digit"), self.delete)
        self._enter = _Key("", "arrow-right", self.tr("Sign in"), self.enter)
        grid.addWidget(self._back, 3, 0)
        grid.addWidget(self._digit_key("0"), 3, 1)
        grid.addWidget(self._enter, 3, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(L)
        layout.addWidget(self._dots)
        layout.addLayout(grid, 1)
        theme_changed.connect(self.updateGeometry)

    def _digit_key(self, digit: str) -> _Key:
        key = _Key(digit, "", digit, lambda: self.type_digit(digit))
        self.keys[digit] = key
        return key

    def expect(self, length: int) -> None:
        """Start anew; *length* digits send themselves off, 0 waits for Enter."""
        self._length = length
        self._dots.wanted = length or 4
        self.clear()

    def hold(self, held: bool) -> None:
        """Take nothing for now, but keep the keyboard's place."""
        self._held = held
        for key in (*self.keys.values(), self._back, self._enter):
            key.setEnabled(not held)

    @property
    def digits(self) -> int:
        """How many digits are there."""
        return len(self._pin)

    def clear(self) -> None:
        """Forget what was typed."""
        self._set("")

    def type_digit(self, digit: str) -> None:
        """Add one digit."""
        if self._held or len(self._pin) >= (self._length or LONGEST):
            return
        self._set(self._pin + digit)
        if self._length and len(self._pin) == self._length:
            self.enter()

    def delete(self) -> None:
        """Take the last digit back."""
        if not self._held:
            self._set(self._pin[:-1])

    def enter(self) -> None:
        """Send what there is."""
        if self._pin and not self._held:
            self.entered.emit(self._pin)

    def takes(self, event: QKeyEvent) -> bool:
        """Use a key that was pressed here or anywhere around; whether it was one for a keypad."""
        text, key = event.text(), event.key()
        if text and text in DIGITS:
            self.type_digit(text)
        elif key == Qt.Key.Key_Backspace:
            self.delete()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._pin:
            self.enter()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Backspace, Enter."""
        if not self.takes(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        self._dots.marked = True
        self._dots.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        self._dots.marked = False
        self._dots.update()
        super().focusOutEvent(event)

    def _set(self, pin: str) -> None:
        self._pin = pin
        self._dots.typed = len(pin)
        self._dots.update()
        self.setAccessibleDescription(self.tr("Digits typed: {count}").format(count=len(pin)))
