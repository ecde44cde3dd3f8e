"""Whether the engine really runs on this PC: it is opened once, in a process that may crash."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from fitnesscrm_desktop.agents.runtime.bindings import engine_there, missing_engine
from fitnesscrm_desktop.agents.runtime.errors import EngineBroken
from fitnesscrm_desktop.agents.runtime.process import BUILT_ELSEWHERE, ModelProcess
from fitnesscrm_desktop.agents.runtime.protocol import StopSign
from fitnesscrm_desktop.agents.runtime.turns import LOOK_EVERY

PATIENCE = 60.0
"""Seconds to open a library; a PC that takes longer says nothing against the engine."""
_SLOW = "The engine for language models did not open within {seconds} seconds. Is this PC busy?"


class FirstLook:
    """Looks once while the program runs. From any thread, but it takes a second: not on the UI thread."""

    def __init__(self, command: Sequence[str] | None = None, patience: float = PATIENCE) -> None:
        self._command, self._patience = command, patience
        self._guard = threading.Lock()
        self._looked = self._answered = False
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

    def take_anew(self, stop: StopSign) -> str | None:
        """Open the engine, whatever was found before: why it does not run, or empty; None without one."""
        if self._command is None and not engine_there():
            missing = missing_engine()
            return missing.text if isinstance(missing, EngineBroken) else None
        with self._guard:
            self._looked = self._answered = False
        trouble = self.take(stop)
        if trouble is not None:
            return trouble.text
        return "" if self._answered or stop.is_set() else _SLOW.format(seconds=round(self._patience))

    def forget(self) -> None:
        """A model was loaded: whatever was found, the engine runs."""
        self._looked, self._trouble = True, None

    def _opened(self, stop: StopSign) -> EngineBroken | None:
        process = ModelProcess(self._command)
        until = time.monotonic() + self._patience
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
                self._answered = True
                return None
        finally:
            process.kill()
        return None
