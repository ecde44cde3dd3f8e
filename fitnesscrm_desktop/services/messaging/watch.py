"""Calls for help when something takes too long in all; one thread watches one thing after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 1.0


class Watch:
    """``begin`` and ``rest`` around each thing, ``end`` after the last."""

    def __init__(self, cut: Callable[[], None], *, every: float = LOOK_SECONDS) -> None:
        self._cut, self._every = cut, every
        self._until: float | None = None
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, seconds: float) -> None:
        """From now on there is so much time."""
        self._until = time.monotonic() + seconds
        if self._thread is None:
            self._every = min(self._every, seconds)
            self._thread = threading.Thread(target=self._look, name="mail-watch", daemon=True)
            self._thread.start()

    def rest(self) -> None:
        """It is done in time."""
        self._until = None

    def end(self) -> None:
        """Nothing else comes."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _look(self) -> None:
        while not self._over.wait(self._every):
            until = self._until
            if until is not None and time.monotonic() >= until:
                self._until = None
                self._cut()
