"""The beginning of a letter, line by line, as far as there is room."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from fitnesscrm_desktop.ui.core.plain import clipped
from fitnesscrm_desktop.ui.widgets.labels import Label

LONGEST = 600
_CHOICE = re.compile(
    r"\{%-?\s*if\b[^%]*%\}\n?(.*?)(?:\{%-?\s*(?:else|elif)\b[^%]*%\}.*?)?\{%-?\s*endif\s*-?%\}", re.DOTALL
)
_WRAPPED = Qt.TextFlag.TextWordWrap


def as_client_reads(text: str) -> str:
    """The words of a template without its conditions: what stands there if the first of each is met."""
    return _CHOICE.sub(r"\1", text)


class Excerpt(Label):
    """Greeting, paragraphs and closing keep their lines; what does not fit ends in an ellipsis."""

    def __init__(self) -> None:
        super().__init__("", "body", wrap=True)
        self._lines = ""
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_letter(self, text: str) -> None:
        """Show the beginning of *text*; empty lines would cost room that words need."""
        lines = (" ".join(line.split()) for line in text.splitlines())
        self._lines = clipped("\n".join(line for line in lines if line), LONGEST)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = fitting(self._lines, self.fontMetrics(), self.contentsRect().size())
        if shown != self.text():
            self.setText(shown)


def fitting(text: str, metrics: QFontMetrics, room: QSize) -> str:
    """As much of *text* as can be read in *room*."""
    if _fits(text, metrics, room):
        return text
    good, bad = 0, len(text)
    while bad - good > 1:
        middle = (good + bad) // 2
        if _fits(_cut(text, middle), metrics, room):
            good = middle
        else:
            bad = middle
    return _cut(text, good)


def _cut(text: str, length: int) -> str:
    return f"{text[:length].rstrip()}…"


def _fits(text: str, metrics: QFontMetrics, room: QSize) -> bool:
    across = QRect(0, 0, room.width(), 0)
    return metrics.boundingRect(across, _WRAPPED, text).height() <= room.height()
