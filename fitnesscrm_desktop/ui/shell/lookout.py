"""Looks soon after somebody has signed in, soon after something has changed, and now and then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

FIRST_LOOK_MS = 1500
"""Whoever signs in wants the first page; this can wait."""
GATHER_MS = 300


class Lookout(QObject):
    """Rests while nobody is signed in."""

    def __init__(
        self, parent: QObject, look: Callable[[], object], again: Callable[[], object], every_ms: int
    ) -> None:
        super().__init__(parent)
        self.awake = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(look)
        self._now_and_then = QTimer(self)
        self._now_and_then.setInterval(every_ms)
        self._now_and_then.timeout.connect(again)

    def begin(self) -> None:
        """Somebody is signed in."""
        self.awake = True
        self._now_and_then.start()
        self._soon.start(FIRST_LOOK_MS)

    def rest(self) -> None:
        """Nobody is signed in."""
        self.awake = False
        self._now_and_then.stop()
        self._soon.stop()

    def look_soon(self) -> None:
        """Something has changed; more may follow."""
        if self.awake:
            self._soon.start(GATHER_MS)
