"""The first and the last page of the wizard: words and icons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.core.tokens import XS, L, M
from fitnesscrm_desktop.ui.setup.state import Answers
from fitnesscrm_desktop.ui.widgets.cards import Card
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label


def _point(icon_name: str, title: str, text: str) -> tuple[QHBoxLayout, Label, Label]:
    """An icon with a title and a sentence."""
    title_label, text_label = Label(title, "strong", wrap=True), Label(text, "body", wrap=True)
    words = QVBoxLayout()
    words.setSpacing(XS)
    words.addWidget(title_label)
    words.addWidget(text_label)
    row = QHBoxLayout()
    row.setSpacing(L)
    row.addWidget(IconLabel(icon_name, color="accent_text", size=24), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row, title_label, text_label


class WelcomeWords(QWidget):
    """What the program does, in three lines."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        for icon_name, title, text in (
            (
                "scan",
                self.tr("Check-in in a second"),
                self.tr("Scan a card or type a name: green, amber or red, with the reason and its cure."),
            ),
            (
                "id-card",
                self.tr("Clients, memberships and money in one place"),
                self.tr(
                    "Sell, renew, freeze, take payments, print receipts. Nothing is lost or counted twice."
                ),
            ),
            (
                "shield",
                self.tr("Everything stays in your studio"),
                self.tr(
                    "No account elsewhere, no connection needed. The data is your own: a file, or a server."
                ),
            ),
        ):
            card = Card()
            row, _title, _text = _point(icon_name, title, text)
            card.body.addLayout(row)
            layout.addWidget(card)
        layout.addStretch(1)


class ReadyWords(QWidget):
    """How to sign in next time, and where help is."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        card = Card()
        self._rows = {}
        for name, icon_name in (("login", "key"), ("find", "search"), ("help", "help")):
            row, title, text = _point(icon_name, "", "")
            card.body.addLayout(row)
            self._rows[name] = (title, text)
        layout.addWidget(card)
        layout.addStretch(1)

    def tell(self, answers: Answers) -> None:
        """Say it for this owner."""
        by_pin = self.tr("Pick your name and type your PIN, or sign in as “{login}” with your password.")
        by_password = self.tr("Pick your name and type your password. Your login is “{login}”.")
        texts = {
            "login": (
                self.tr("Ctrl+L locks the screen"),
                (by_pin if answers.pin else by_password).format(login=answers.login.strip().casefold()),
            ),
            "find": (
                self.tr("Ctrl+K finds everything"),
                self.tr("Clients, pages and commands: type a few letters and press Enter."),
            ),
            "help": (
                self.tr("F1 explains the page you are on"),
                self.tr("Staff, rules at the door, logo and colour are under Settings."),
            ),
        }
        for name, (title, text) in self._rows.items():
            title.setText(texts[name][0])
            text.setText(texts[name][1])
