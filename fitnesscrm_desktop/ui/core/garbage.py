"""Collects garbage on the UI thread only.

Python's collector runs on whichever thread happens to make an object. On a worker it would destroy widgets
there, which Qt answers with a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 2000
_LONG_AGO = (10_000, 20, 20)
"""How much must have piled up before a generation is worth collecting."""


class GarbageOnUiThread(QObject):
    """Takes over from the automatic collector for as long as the application runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)

    def look(self) -> None:
        """Collect the oldest generation that is due, if any."""
        young, middle, old = gc.get_count()
        if young < _LONG_AGO[0]:
            return
        generation = 2 if old > _LONG_AGO[2] else 1 if middle > _LONG_AGO[1] else 0
        gc.collect(generation)
