"""Whether the engine really runs on this PC: it is opened once, in a process that may crash."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from fitnesscrm_desktop.agents.runtime.bindings import engine_there
from fitnesscrm_desktop.agents.runtime.errors import EngineBroken
from fitnesscrm_desktop.agents.runtime.process import BUILT_ELSEWHERE, ModelProcess
from fitnesscrm_desktop.agents.runtime.protocol import StopSign
from fitnesscrm_desktop.agents.runtime.turns import LOOK_EVERY

PATIENCE = 60.0
"""Seconds to open a library; a PC that takes longer says nothing against the engine."""


class FirstLook:
    """Looks once while the program runs. From any thread, but it takes a second: not on the UI thread."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = command
        self._guard = threading.Lock()
        self._looked = False
        self._trouble: EngineBroken | None = None

    @property
    def trouble(self) -> EngineBroken | None:
        """What was found; None: nothing, or nobody has looked yet."""
        return self._trouble

    def take(self, stop: StopSign) -> EngineBroken | None:
        """Open the engine, unless that was done before; what is wrong with it."""
        with self._guard:
            if not self._looked and (self._command is not None or engine_there()):
                self._trouble = self._opened(stop)
                self._looked = not stop.is_set()
            return self._trouble

    def forget(self) -> None:
        """A model was loaded: whatever was found, the engine runs."""
        self._looked, self._trouble = True, None

    def _opened(self, stop: StopSign) -> EngineBroken | None:
        process = ModelProcess(self._command)
        until = time.monotonic() + PATIENCE
        try:
            process.send("look")
            while time.monotonic() < until and not stop.is_set():
                event = process.event(LOOK_EVERY)
                if event is None:
                    continue
                if event["say"] == "no-engine":
                    return EngineBroken(event["why"])
                if event["say"] == "end":
                    elsewhere = process.unknown_to_processor
                    return EngineBroken(BUILT_ELSEWHERE if elsewhere else "it ended when it was opened")
                return None
        finally:
            process.kill()
        return None
