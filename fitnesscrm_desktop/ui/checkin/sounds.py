"""Three short tones: admitted, notice, refused.

Qt's own player is not shipped, so the tones go to what the computer plays sounds with; where there is nothing
of the kind, the computer beeps once, twice or three times.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.paths import resource

PLAYERS = ("afplay",) if sys.platform == "darwin" else ("pw-play", "paplay", "aplay")
BEEP_PAUSE_MS = 160
_BEEPS = {Verdict.ADMITTED: 1, Verdict.NOTICE: 2, Verdict.REFUSED: 3}


def find_player() -> str:
    """The program that plays a sound file here; empty if there is none."""
    found = (QStandardPaths.findExecutable(name) for name in PLAYERS)
    return next((path for path in found if path), "")


class Sounds(QObject):
    """Plays the tone of a verdict without waiting for it."""

    def __init__(
        self, parent: QObject, *, player: str | None = None, beep: Callable[[], None] = QApplication.beep
    ) -> None:
        super().__init__(parent)
        self._player = find_player() if player is None and sys.platform != "win32" else player or ""
        self._beep = beep

    def play(self, verdict: Verdict) -> None:
        """Let *verdict* be heard."""
        file = str(resource("sounds", f"{verdict.value}.wav"))
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(file, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        elif self._player:
            self._play_by(file, verdict)
        else:
            self._beep_for(verdict)

    def _play_by(self, file: str, verdict: Verdict) -> None:
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())

        def ended(code: int, _status: QProcess.ExitStatus) -> None:
            process.deleteLater()
            if code != 0:
                self._give_up(verdict)

        process.finished.connect(ended)
        process.errorOccurred.connect(lambda _error: self._give_up(verdict))
        process.start(self._player, [file])

    def _give_up(self, verdict: Verdict) -> None:
        """There is a player, but nothing it could play on: beep from now on."""
        if self._player:
            self._player = ""
            self._beep_for(verdict)

    def _beep_for(self, verdict: Verdict) -> None:
        for place in range(_BEEPS[verdict]):
            QTimer.singleShot(place * BEEP_PAUSE_MS, self, self._beep)
