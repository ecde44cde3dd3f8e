"""What the card shows between two verdicts, and when something could not be stored."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.checkin.band import VerdictBand
from fitnesscrm_desktop.ui.checkin.big_text import BigText
from fitnesscrm_desktop.ui.checkin.reason_rows import MOST_KEYS
from fitnesscrm_desktop.ui.checkin.state import Trouble
from fitnesscrm_desktop.ui.checkin.words import tr
from fitnesscrm_desktop.ui.core.plain import tooltip
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

MOST_NAMED = 6
SIGN = 20


class IdlePanel(QWidget):
    """Ready for the next."""

    def __init__(self) -> None:
        super().__init__()
        self.sign = IconLabel("scan", color="accent_text", size=72)
        self.title = BigText(self.tr("Ready"), 34)
        self.text = BigText(self.tr("Scan a card, or type a number or a name."), 17, strong=False, wrap=True)
        self.first_step = PrimaryButton(self.tr("Add the first client"), icon="plus")
        self.first_step.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, XL)
        layout.setSpacing(M)
        layout.addStretch(1)
        layout.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(S)
        layout.addWidget(self.first_step, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def say_empty(self, *, may_add: bool) -> None:
        """There is nobody yet who could come in."""
        self.title.setText(self.tr("Nobody to let in yet"))
        self.text.setText(self.tr("Clients check in here with a card, their number or their name."))
        self.first_step.setVisible(may_add)

    def say_ready(self) -> None:
        """There is somebody."""
        self.title.setText(self.tr("Ready"))
        self.text.setText(self.tr("Scan a card, or type a number or a name."))
        self.first_step.hide()


class TroublePanel(QWidget):
    """What happened, what was kept, and a way on."""

    def __init__(self) -> None:
        super().__init__()
        self.band = VerdictBand()
        self.text = BigText("", 18, strong=False, wrap=True)
        self.kept = Label("", "heading", wrap=True)
        self.retry = PrimaryButton(self.tr("Try again"), icon="refresh")
        self.drop = Button(self.tr("Forget them"))
        buttons = QHBoxLayout()
        buttons.setSpacing(M)
        buttons.addWidget(Label("Alt+1", "key"))
        buttons.addWidget(self.retry)
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setContentsMargins(XL, XL, XL, XL)
        words.setSpacing(L)
        words.addWidget(self.text)
        words.addWidget(self.kept)
        words.addLayout(buttons)
        words.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.band)
        layout.addLayout(words, 1)

    def say(self, trouble: Trouble) -> None:
        """Show this trouble."""
        self.band.say(Tone.RED, "database", self.tr("Not stored yet"))
        self.text.setText(trouble.text)
        self.kept.setText(self.tr("Kept: {names}").format(names=names_kept(trouble)))
        self.drop.setText(self.tr("Forget it") if len(trouble.scans) == 1 else self.tr("Forget them"))


class KeptNotice(QFrame):
    """One line about what is still kept; the verdicts have the room."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.number = 1
        """Which Alt key presses the first button: the cures of the verdict come before it."""
        self.text = BigText("", 15, elide=True)
        self._key = Label("", "key")
        self.retry = Button(self.tr("Try again"), icon="refresh")
        self.drop = LinkButton("")
        row = QHBoxLayout(self)
        row.setContentsMargins(L, S, L, S)
        row.setSpacing(M)
        row.addWidget(IconLabel("database", color=Tone.RED, size=SIGN))
        row.addWidget(self.text, 1)
        for widget in (self._key, self.retry, self.drop):
            row.addWidget(widget)
        self.hide()

    def show_trouble(self, trouble: Trouble | None, number: int) -> None:
        """Tell what waits, unless it is told in large type."""
        told = trouble is not None and trouble.folded
        if trouble is not None and told:
            count, names = len(trouble.scans), names_kept(trouble)
            waits = (
                self.tr("{count} scan waits: {names}")
                if count == 1
                else self.tr("{count} scans wait: {names}")
            )
            self.text.setText(waits.format(count=count, names=names))
            self.text.setToolTip(tooltip(trouble.text))
            self.drop.setText(self.tr("Forget it") if count == 1 else self.tr("Forget them"))
            self.number = number
            keys = f"Alt+{number}"
            self._key.setText(keys)
            self.retry.setAccessibleDescription(keys)
            self._key.setVisible(number <= MOST_KEYS)
        self.setVisible(told)


def names_kept(trouble: Trouble) -> str:
    """Who or what was scanned, the first of them by name."""
    labels = [scan.label for scan in trouble.scans]
    named = ", ".join(labels[:MOST_NAMED])
    more = len(labels) - MOST_NAMED
    return tr("{names} and {count} more").format(names=named, count=more) if more > 0 else named
