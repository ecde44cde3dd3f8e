"""Digits for fingers: large keys on the client's side of the counter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS_CARD, M

KEY_WIDTH, KEY_HEIGHT, TEXT, SIGN = 132, 84, 34, 32


class PadKey(QAbstractButton):
    """One key: a digit, or a sign."""

    def __init__(self, text: str, sign: str, label: str, *, primary: bool = False) -> None:
        super().__init__()
        self.setText(text)
        self._sign, self._primary = sign, primary
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Large enough for any thumb."""
        return QSize(theme().px(KEY_WIDTH), theme().px(KEY_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Still large enough on a small screen."""
        return QSize(theme().px(88), theme().px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key."""
        colors, px = theme().colors, theme().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = (colors.accent, colors.on_accent) if self._primary else (colors.surface, colors.text)
        if self.isDown():
            ground = colors.accent_hover if self._primary else colors.selection
        edge = ground if self._primary else colors.border_strong
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
        if self._sign:
            area = self.rect()
            area.setSize(QSize(px(SIGN), px(SIGN)))
            area.moveCenter(self.rect().center())
            icon(self._sign, color=ink).paint(painter, area)
        else:
            painter.setPen(QColor(ink))
            painter.setFont(app_font(px(TEXT), strong=True, tabular=True))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Keypad(QWidget):
    """Ten digits, one back, and go.

    Signals:
        typed(str): a digit.
        deleted: the last one was wrong.
        entered: that was all.
    """

    typed = Signal(str)
    deleted = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, PadKey] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(M)
        for place, digit in enumerate("123456789"):
            grid.addWidget(self._digit(digit), place // 3, place % 3)
        self.back = PadKey("", "delete-left", self.tr("Delete the last digit"))
        self.back.clicked.connect(self.deleted)
        self.go = PadKey("", "check", self.tr("Check in"), primary=True)
        self.go.clicked.connect(self.entered)
        grid.addWidget(self.back, 3, 0)
        grid.addWidget(self._digit("0"), 3, 1)
        grid.addWidget(self.go, 3, 2)

    def _digit(self, digit: str) -> PadKey:
        key = PadKey(digit, "", digit)
        key.clicked.connect(lambda _checked=False: self.typed.emit(digit))
        self.keys[digit] = key
        return key
