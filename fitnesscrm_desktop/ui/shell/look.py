"""Dresses the program as this PC prefers and the studio wishes."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.ui.core.preferences import Preferences
from fitnesscrm_desktop.ui.core.theme import apply_theme, theme
from fitnesscrm_desktop.ui.core.tokens import LIGHT_ACCENT

Mode = Literal["light", "dark", "system"]
SMALLEST, LARGEST, STEP = 100, 150, 10


class Look:
    """Theme and text size, kept in the preferences; the accent is the studio's."""

    def __init__(self, app: QApplication, preferences: Preferences) -> None:
        self._app, self._preferences = app, preferences
        self._accent: str | None = None

    def apply(self) -> None:
        """Dress the program."""
        chosen = self._preferences.chosen
        modes: dict[str, Mode] = {"light": "light", "dark": "dark", "system": "system"}
        percent = min(max(chosen.text_percent, SMALLEST), LARGEST)
        apply_theme(self._app, modes.get(chosen.theme, "system"), self._accent, scale=percent / 100)

    def wear_accent(self, accent: str) -> None:
        """Take the studio's colour; empty: our own."""
        wanted = None if accent.upper() in {"", LIGHT_ACCENT} else accent  # ours has a twin for the dark
        if wanted != self._accent:
            self._accent = wanted
            self.apply()

    def choose(self, mode: Mode) -> None:
        """Light, dark, or as the computer says."""
        self._preferences.change(theme=mode)
        self.apply()

    def toggle(self) -> None:
        """The other one of light and dark."""
        self.choose("light" if theme().dark else "dark")

    def resize_text(self, step: int) -> None:
        """A step larger or smaller; 0 is the normal size."""
        now = self._preferences.chosen.text_percent
        wanted = SMALLEST if step == 0 else now + step * STEP
        self._preferences.change(text_percent=min(max(wanted, SMALLEST), LARGEST))
        self.apply()


def application() -> QApplication:
    """The running application."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("there is no application")  # noqa: TRY004 - a step is missing, not a type
    return app
