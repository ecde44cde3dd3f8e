"""Calls for help when something takes too long in all; one thread watches one thing after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 1.0
LEAST_SECONDS = 0.1
HURRY_SECONDS = 20.0
"""So much time is left at most once the program is to end."""


class Watch:
    """``begin`` and ``rest`` around each thing, ``end`` after the last."""

    def __init__(
        self,
        cut: Callable[[], None],
        *,
        hurry: threading.Event | None = None,
        every: float = LOOK_SECONDS,
        hurried: float = HURRY_SECONDS,
    ) -> None:
        self._cut, self._every, self._hurried = cut, every, hurried
        self._hurry = hurry or threading.Event()
        self._until: float | None = None
        self._begun = 0.0
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, seconds: float) -> None:
        """From now on there is so much time."""
        self._begun = time.monotonic()
        self._until = self._begun + seconds
        if self._thread is None:
            self._every = min(self._every, seconds)
            self._thread = threading.Thread(target=self._look, name="mail-watch", daemon=True)
            self._thread.start()

    def go_on(self, seconds: float) -> float:
        """There is so much time in all since it began; how much of it is left."""
        self._until = self._begun + seconds
        return max(self._until - time.monotonic(), LEAST_SECONDS)

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
        hurried_until: float | None = None
        while not self._over.wait(self._every):
            if hurried_until is None and self._hurry.is_set():
                hurried_until = time.monotonic() + self._hurried
            until = self._until
            if until is None:
                continue
            if time.monotonic() >= (until if hurried_until is None else min(until, hurried_until)):
                self._until = None
                self._cut()
