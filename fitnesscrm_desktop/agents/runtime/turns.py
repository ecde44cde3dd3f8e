"""Whose turn it is with the model, and how often within an hour."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fitnesscrm_desktop.agents.runtime.errors import Stopped
from fitnesscrm_desktop.agents.runtime.last_hour import LastHour
from fitnesscrm_desktop.agents.runtime.protocol import Priority, StopSign
from fitnesscrm_desktop.services.core.clock import Clock

LOOK_EVERY = 0.01
"""Seconds between two looks at a stop sign."""


class Turns:
    """One at a time: people before what happens by itself, and who came first before who came later."""

    def __init__(self, clock: Clock, *, per_hour: int = 0, last_hour: LastHour | None = None) -> None:
        self._clock = clock
        self._per_hour = per_hour
        self._last_hour = last_hour or LastHour()
        self._changed = threading.Condition()
        self._queue: list[tuple[int, int]] = []
        self._came = 0
        self._busy = False
        self._closed = False

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._queue)

    @contextmanager
    def take(
        self, priority: Priority, stop: StopSign | None = None, *, counted: bool = True
    ) -> Iterator[None]:
        """Wait for the turn, and have it until the end of the block; *counted* against the limit."""
        self._wait(priority, stop, counted=counted)
        try:
            yield
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def close(self) -> None:
        """Send everybody home who waits or comes later."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _wait(self, priority: Priority, stop: StopSign | None, *, counted: bool) -> None:
        with self._changed:
            self._came += 1
            ticket = (int(priority), self._came)
            heapq.heappush(self._queue, ticket)
            try:
                while self._busy or self._queue[0] != ticket:
                    self._refuse(stop)
                    self._changed.wait(LOOK_EVERY if stop else None)
                self._refuse(stop)
                if counted and self._per_hour:
                    self._last_hour.count(self._clock.now(), self._per_hour)
                self._busy = True
            finally:
                self._queue.remove(ticket)
                heapq.heapify(self._queue)
                self._changed.notify_all()

    def _refuse(self, stop: StopSign | None) -> None:
        if self._closed or (stop and stop.is_set()):
            raise Stopped
