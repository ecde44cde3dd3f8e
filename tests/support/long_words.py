"""A language nobody speaks: every text is 40 % longer and wears brackets, so that one sees what was cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication

FIRST, LAST = "⟦", "⟧"
LONGER = 0.4
HOLES = re.compile(r"(\{[^{}]*\}|%n|%\d|%s|&)")
"""What is filled in later, or marks a key; it must not be doubled."""
VOWELS = "aeiouAEIOU"


def lengthened(text: str) -> str:
    """*text* with vowels said longer, until it has become 40 % longer; its holes stay as they are."""
    if not text.strip():
        return text
    parts = HOLES.split(text)
    words = sum(len(part) for part in parts[::2])
    missing = max(round(words * LONGER) - len(FIRST + LAST), 1)
    longer: list[str] = []
    for place, part in enumerate(parts):
        if place % 2:
            longer.append(part)
            continue
        for letter in part:
            longer.append(letter)
            if letter in VOWELS and missing > 0:
                longer.append(letter)
                missing -= 1
    return f"{FIRST}{''.join(longer)}{'~' * missing}{LAST}"


class LongWords(QTranslator):
    """Translates into that language."""

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - the name is Qt's
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """Say it at length."""
        del context, disambiguation, n
        return lengthened(sourceText)

    def isEmpty(self) -> bool:
        """It knows every text; Qt would not ask an empty one."""
        return False


@contextmanager
def long_words(app: QApplication) -> Iterator[None]:
    """Let everything that is built meanwhile speak at length."""
    translator = LongWords()
    app.installTranslator(translator)
    try:
        yield
    finally:
        app.removeTranslator(translator)


@contextmanager
def right_to_left(app: QApplication) -> Iterator[None]:
    """Lay everything out as in Arabic or Hebrew."""
    before = app.layoutDirection()
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        yield
    finally:
        app.setLayoutDirection(before)
