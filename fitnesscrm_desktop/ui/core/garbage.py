"""Collects Python's cyclic garbage on the UI thread only (docs/decisions/0014).

Python collects wherever memory is asked for, also on a worker in the middle of a query. What it finds there
may be a page, a dialog or a picture that was closed a moment ago, and Qt dies when one of these is taken
apart on another thread than its own.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

OFTEN_MS = 250
"""How often the UI thread looks whether there is enough garbage to be worth a collection."""
OLDEST = 2


class UiThreadGarbage(QObject):
    """While it lives, nobody but the UI thread collects; ``stop`` hands the work back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._settled = False
        self._timer = QTimer(self)
        self._timer.setInterval(OFTEN_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def stop(self) -> None:
        """There are no workers any more."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        oldest = max(
            (generation for generation, (count, threshold) in enumerate(due) if 0 < threshold < count),
            default=None,
        )
        if oldest is not None:
            gc.collect(oldest)
        if oldest == OLDEST and not self._settled:
            # What the program is made of stays; looking through it again and again would make it stutter.
            gc.freeze()
            self._settled = True
