"""What the card shows between two verdicts, and when something could not be stored."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.checkin.band import VerdictBand
from fitnesscrm_desktop.ui.checkin.big_text import BigText
from fitnesscrm_desktop.ui.checkin.state import Trouble
from fitnesscrm_desktop.ui.core.tokens import XL, L, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button, PrimaryButton
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

MOST_NAMED = 6


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
        labels = [scan.label for scan in trouble.scans]
        named = ", ".join(labels[:MOST_NAMED])
        more = len(labels) - MOST_NAMED
        if more > 0:
            named = self.tr("{names} and {count} more").format(names=named, count=more)
        self.kept.setText(self.tr("Kept: {names}").format(names=named))
        self.drop.setText(self.tr("Forget it") if len(labels) == 1 else self.tr("Forget them"))
