"""How often the models of this PC were asked within an hour, by whichever program."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from fitnesscrm_desktop.agents.runtime.errors import LimitReached
from fitnesscrm_desktop.services.assistant.request_file import note_request

LOG = logging.getLogger(__name__)
HOUR = timedelta(hours=1)


class LastHour:
    """The requests of the last hour, whichever models they went to. From any thread.

    They stand in *file*, so that a window and what runs beside it keep the limit together. Without a file, or
    when it cannot be written, this program counts for itself: a full disk is no reason to write nothing.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._begun: list[datetime] = []

    def count(self, now: datetime, most: int) -> None:
        """One more. Raises ``LimitReached`` if there were *most* already."""
        with self._lock:
            begun = self._noted(now, most)
        if len(begun) >= most:
            minutes = int((begun[-most] + HOUR - now).total_seconds() // 60) + 1
            requests = "request" if most == 1 else "requests"
            raise LimitReached(
                f"The limit of {most} {requests} to the model within an hour is reached. "
                f"The next one is possible in {minutes} min."
            )

    def _noted(self, now: datetime, most: int) -> Sequence[datetime]:
        if self._file is not None:
            try:
                return note_request(self._file, now - HOUR, now, most)
            except OSError as reason:
                LOG.info("the requests of the last hour cannot be kept: %s", reason)
        begun = self._begun = [each for each in self._begun if now - HOUR < each <= now]
        if len(begun) < most:
            self._begun = [*begun, now]
        return begun
