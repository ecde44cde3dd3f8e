"""How hard a password is to guess: four pieces and a word."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fitnesscrm_desktop.services.security.strength import Strength, strength
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import XS, M, Tone
from fitnesscrm_desktop.ui.widgets.labels import Label

THICKNESS = 6


class StrengthBar(QWidget):
    """Four pieces and a word."""

    def __init__(self) -> None:
        super().__init__()
        self._level = Strength.TOO_SHORT
        self._word = Label("", "muted")
        self._bar = _Pieces()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._word)
        self.judge("", ())

    def judge(self, password: str, known: tuple[str, ...]) -> None:
        """Say how good *password* is for somebody of whom *known* is public."""
        level = strength(password, *known)
        word, tone = {
            Strength.TOO_SHORT: (self.tr("At least 8 characters"), Tone.NEUTRAL),
            Strength.WEAK: (self.tr("Easy to guess"), Tone.RED),
            Strength.FAIR: (self.tr("Fair"), Tone.AMBER),
            Strength.GOOD: (self.tr("Good"), Tone.GREEN),
            Strength.STRONG: (self.tr("Strong"), Tone.GREEN),
        }[level]
        self._word.setText(word)
        self._word.set_tone(None if tone is Tone.NEUTRAL else tone)
        self._bar.filled, self._bar.tone = int(level), tone
        self._bar.update()

    def word(self) -> str:
        """What it says."""
        return self._word.text()


class _Pieces(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.filled, self.tone = 0, Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), THICKNESS)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        pieces = len(Strength) - 1
        width = (self.width() - (pieces - 1) * XS) / pieces
        for piece in range(pieces):
            ground = colors.tone(self.tone).solid if piece < self.filled else colors.pressed
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(round(piece * (width + XS)), 0, round(width), THICKNESS, 3, 3)
