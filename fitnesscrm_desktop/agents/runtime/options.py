"""What can be set about a model that runs here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How a model is run on this PC."""

    threads: int = 1
    """More than one is faster on an idle PC only."""
    context: int = 2048
    """Tokens of one conversation, the answer included."""
    idle_seconds: float = 600
    """How long it stays in memory with nothing to do."""
    memory_limit: int = 0
    """Bytes the process may have; 0: as much as there is."""
    per_hour: int = 0
    """How many requests within an hour; 0: any."""
    silence_seconds: float = 300
    """After so long without a word the process is taken for lost."""


class ModelState(StrEnum):
    """What the process of a model is doing."""

    ABSENT = "absent"
    """Never started."""
    LOADING = "loading"
    READY = "ready"
    BUSY = "busy"
    UNLOADED = "unloaded"
    """Ended after a while without work; comes back when it is needed."""
    BROKEN = "broken"
    """Ended by itself in the middle of work; is tried again when it is needed."""
