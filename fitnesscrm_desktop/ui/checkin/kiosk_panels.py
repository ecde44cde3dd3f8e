"""The three faces of the kiosk: waiting for a code, answering, and asking for the PIN that ends it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.services.checkin.results import KioskAnswer
from fitnesscrm_desktop.ui.checkin.big_text import BigText
from fitnesscrm_desktop.ui.checkin.keypad import Keypad
from fitnesscrm_desktop.ui.checkin.words import SIGNS, TONES, tr
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.plain import clipped
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import RADIUS_CARD, XL, XXL, L, M, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, IconButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label
from fitnesscrm_desktop.ui.widgets.pin_pad import PinPad

LONGEST_SHOWN = 40
LOGO = 96
SMALLEST = 30


class CodeDisplay(QWidget):
    """What has been typed so far, in figures one can check at arm's length."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show this."""
        self._text = text
        self.setAccessibleName(text or tr("Nothing typed yet"))
        self.update()

    def text(self) -> str:
        """What is shown."""
        return self._text

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme().px(400), theme().px(84))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        colors, px = theme().colors, theme().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors.focus if self._text else colors.border_strong), 2))
        painter.setBrush(QColor(colors.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_CARD, RADIUS_CARD)
        inner = self.rect().adjusted(XL, 0, -XL, 0)
        if not self._text:
            painter.setPen(QColor(colors.muted))
            painter.setFont(app_font(px(22)))
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, tr("Your number"))
            return
        font = app_font(px(44), strong=True, tabular=True)
        painter.setPen(QColor(colors.text))
        painter.setFont(font)
        cut = QFontMetrics(font).elidedText(self._text, Qt.TextElideMode.ElideLeft, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, cut)


class WaitingPanel(QWidget):
    """Scan your card, or type your number."""

    def __init__(self, studio: str, logo: QPixmap | None) -> None:
        super().__init__()
        self.display, self.keypad = CodeDisplay(), Keypad()
        self.logo, self.sign = QLabel(), IconLabel("scan", color="accent_text", size=LOGO)
        self.logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.show_logo(logo)
        self.studio = BigText(studio, 26, wrap=True)
        self.title = BigText(tr("Welcome"), 56)
        self.text = BigText(tr("Scan your card, or type your number."), 24, strong=False, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(M)
        words.addStretch(1)
        words.addWidget(self.logo)
        words.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignHCenter)
        words.addSpacing(M)
        for label in (self.studio, self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.addWidget(label)
        words.addStretch(1)
        typing = QVBoxLayout()
        typing.setSpacing(L)
        typing.addStretch(1)
        typing.addWidget(self.display)
        typing.addWidget(self.keypad)
        typing.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * XXL, XXL, 2 * XXL, XXL)
        layout.setSpacing(2 * XXL)
        layout.addLayout(words, 1)
        layout.addLayout(typing, 1)

    def show_logo(self, logo: QPixmap | None) -> None:
        """Show the studio's logo, if it has one."""
        self.logo.setVisible(logo is not None)
        self.sign.setVisible(logo is None)
        if logo is not None:
            side = theme().px(LOGO)
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.logo.setPixmap(logo.scaled(side * 3, side, keep, smooth))


class AnswerPanel(QWidget):
    """The verdict from wall to wall: colour, sign, first name, one sentence; never a reason."""

    def __init__(self) -> None:
        super().__init__()
        self._tone, self._sign, self._word, self._text = Tone.NEUTRAL, "clock", "", ""

    def say(self, answer: KioskAnswer) -> None:
        """Show this answer."""
        self._tone, self._sign = TONES[answer.verdict], SIGNS[answer.verdict]
        name = clipped(answer.first_name, LONGEST_SHOWN)
        if answer.already_in:
            self._tone, self._sign = Tone.GREEN, "check-circle"
            self._word, self._text = tr("Hello, {name}!").format(name=name), tr("You are checked in already.")
        elif answer.verdict is Verdict.ADMITTED:
            self._word, self._text = tr("Welcome, {name}!").format(name=name), tr("Have a good workout.")
        elif answer.verdict is Verdict.NOTICE:
            self._word, self._text = (
                tr("Welcome, {name}!").format(name=name),
                tr("The desk has a word for you."),
            )
        elif name:
            self._word, self._text = tr("Hello, {name}").format(name=name), tr("Please come to the desk.")
        else:
            self._word, self._text = tr("Not known"), tr("Please come to the desk, or try again.")
        self._shown()

    def say_trouble(self) -> None:
        """It could not be stored."""
        self._tone, self._sign = Tone.RED, "alert-triangle"
        self._word, self._text = tr("Sorry"), tr("Please come to the desk.")
        self._shown()

    def texts(self) -> tuple[str, str]:
        """What it says: the large line and the one below."""
        return self._word, self._text

    def tone(self) -> Tone:
        """In which colour."""
        return self._tone

    def _shown(self) -> None:
        self.setAccessibleName(f"{self._word} {self._text}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it large."""
        shade, px = theme().colors.tone(self._tone), theme().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(shade.solid))
        painter.setPen(QColor(shade.on_solid))
        width, middle = self.width() - 2 * XXL, self.height() // 2
        side = min(px(200), self.height() // 4)
        sign = QRect((self.width() - side) // 2, middle - side - px(70), side, side)
        icon(self._sign, color=shade.on_solid).paint(painter, sign)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        for text, size, strong, top in ((self._word, 84, True, -20), (self._text, 36, False, 110)):
            font = _fitting(text, px(size), width, strong=strong)
            painter.setFont(font)
            cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(XXL, middle + px(top), width, px(110)), flags, cut)


def _fitting(text: str, size: int, width: int, *, strong: bool) -> QFont:
    """The largest font up to *size* in which *text* fits, as long as it is legible from a metre away."""
    while size > SMALLEST and QFontMetrics(app_font(size, strong=strong)).horizontalAdvance(text) > width:
        size -= 4
    return app_font(size, strong=strong)


class LeavePanel(QWidget):
    """Asks for the PIN that ends the kiosk.

    Signals:
        stayed: go back to the clients.
    """

    stayed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = BigText(tr("End the kiosk"), 30)
        self.text = Label(tr("Type the kiosk’s PIN and press Enter."), "body", wrap=True)
        self.problem = Label("", "error", wrap=True)
        self.pad = PinPad()
        self.pad.setMaximumWidth(theme().px(340))
        self.stay = Button(tr("Back to the kiosk"), self.stayed.emit, icon="arrow-left")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XXL, XXL, XXL, XXL)
        layout.setSpacing(M)
        layout.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        for label in (self.title, self.text, self.problem):
            label.setAlignment(centre)
            layout.addWidget(label)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.pad, 1)
        row.addStretch(1)
        layout.addLayout(row, 2)
        layout.addWidget(self.stay, 0, centre)
        layout.addStretch(1)

    def begin(self) -> None:
        """Ask."""
        self.say("")
        self.pad.hold(False)
        self.pad.expect(0)
        self.pad.setFocus()

    def say(self, problem: str) -> None:
        """Say what was wrong."""
        self.problem.setText(problem or " ")


class LeaveCorner(IconButton):
    """A small lock in the corner: staff know what it is for."""

    def __init__(self) -> None:
        super().__init__("lock", tr("End the kiosk"))
