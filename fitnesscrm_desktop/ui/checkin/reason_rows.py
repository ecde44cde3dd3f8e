"""The reasons of a verdict, each with its cures as buttons that have a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fitnesscrm_desktop.services.checkin.reasons import CureOffer
from fitnesscrm_desktop.services.checkin.results import ReasonLine
from fitnesscrm_desktop.ui.checkin.big_text import BigText
from fitnesscrm_desktop.ui.checkin.words import REASON_SIGNS, cure_word, reason_text
from fitnesscrm_desktop.ui.core.plain import clipped, tooltip
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import CONTROL_HEIGHT, M, S, Tone
from fitnesscrm_desktop.ui.widgets.buttons import Button
from fitnesscrm_desktop.ui.widgets.flow import FlowLayout
from fitnesscrm_desktop.ui.widgets.labels import IconLabel, Label

MOST_KEYS = 9
LONGEST = 360
"""Letters of a note that are shown at once; the rest is in the tooltip."""
TEXT, SIGN = 16, 22
SENTENCE = 0.5
"""The share of the row that a sentence needs beside a button."""
INDENT = SIGN + M
"""Where the text begins."""


class CureButton(QWidget):
    """A button with its key before it.

    Signals:
        wanted(object): the ``CureOffer`` was chosen.
    """

    wanted = Signal(object)

    def __init__(self, offer: CureOffer, number: int, *, quiet: bool = False) -> None:
        super().__init__()
        self.offer = offer
        self.button = Button(cure_word(offer).replace("&", "&&"), lambda: self.wanted.emit(offer))
        if quiet:
            self.button.setProperty("variant", "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        if number <= MOST_KEYS:
            keys = f"Alt+{number}"
            layout.addWidget(Label(keys, "key"))
            self.button.setAccessibleDescription(keys)
        layout.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class ReasonRow(QWidget):
    """A sign, a sentence, and what can be done about it."""

    def __init__(self, line: ReasonLine, tone: Tone, buttons: Sequence[CureButton]) -> None:
        super().__init__()
        self.line = line
        sign, own_tone = REASON_SIGNS.get(line.word, ("alert-circle", tone))
        said = reason_text(line)
        text = self.text = BigText(clipped(said, LONGEST), TEXT, strong=False, wrap=True)
        text.setToolTip(tooltip(said) if len(said) > LONGEST else "")
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(said)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        first = self._first = QHBoxLayout()
        first.setSpacing(M)
        self._only = buttons[0] if len(buttons) == 1 else None
        self._beside = beside = self._only is not None
        first.addLayout(_sign(sign, own_tone, theme().px(CONTROL_HEIGHT - SIGN) // 2 if beside else 0))
        first.addWidget(text, 1)
        layout.addLayout(first)
        if beside:
            text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
            line_height = QFontMetrics(text.font()).height()
            text.setContentsMargins(0, max(theme().px(CONTROL_HEIGHT) - line_height, 0) // 2, 0, 0)
            first.addWidget(buttons[0], 0, Qt.AlignmentFlag.AlignTop)
        if buttons:
            below = self._below = FlowLayout(M)
            below.setContentsMargins(INDENT, 0, 0, 0)
            for button in () if beside else buttons:
                below.addWidget(button)
            layout.addLayout(below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the sentence would have two words a line, the button stands below it."""
        super().resizeEvent(event)
        button = self._only
        if button is None:
            return
        left = self.width() - theme().px(SIGN) - button.sizeHint().width() - 2 * M
        beside = left >= self.width() * SENTENCE
        if beside != self._beside:
            self._beside = beside
            (self._below if beside else self._first).removeWidget(button)
            if beside:
                self._first.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            else:
                self._below.addWidget(button)
            self.updateGeometry()


def _sign(name: str, tone: Tone, above: int) -> QVBoxLayout:
    """The sign, in line with the first line of the sentence."""
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addSpacing(above)
    column.addWidget(IconLabel(name, color=tone, size=SIGN))
    column.addStretch(1)
    return column
