"""A process of the model that is killed at a chosen moment: the real one, with a real kill -9."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psutil
import pytest

from fitnesscrm_desktop.agents.runtime import keeper
from fitnesscrm_desktop.agents.runtime.process import CHILD, Event, ModelProcess


class Fate:
    """Kills when *moment* comes for the *nth* time, and again when it comes back, *times* in all.

    A moment is "spawn", or what is sent to the process ("send load", "send write", "send score"), or what
    comes from it ("hear ready", "hear written"); "hear text" counts the texts, not their pieces.
    """

    def __init__(self, moment: str = "", nth: int = 1, times: int = 1) -> None:
        self._moment, self._nth, self._times = moment, nth, times
        self._seen: Counter[str] = Counter()
        self.pids: list[int] = []
        self.dead: set[int] = set()
        self.killed = 0

    def reaches(self, moment: str) -> None:
        """Tell that this moment has come."""
        self._seen[moment] += 1
        count = self._seen["send write" if moment == "hear text" else moment]
        if moment == self._moment and count >= self._nth and self.killed < self._times:
            self.strike()

    def strike(self) -> None:
        """Kill the process that is there now."""
        if self.pids and is_model(self.pids[-1]):
            os.kill(self.pids[-1], signal.SIGKILL)
            self.dead.add(self.pids[-1])
            self.killed += 1


def deadly(fate: Fate) -> type[ModelProcess]:
    """The class of processes that meet this fate."""

    class DeadlyProcess(ModelProcess):
        def __init__(self, command: Sequence[str] | None = None) -> None:
            super().__init__(command)
            fate.pids.append(self.pid)
            fate.reaches("spawn")

        def send(self, what: str, **more: Any) -> None:
            super().send(what, **more)
            fate.reaches(f"send {what}")

        def event(self, seconds: float) -> Event | None:
            dead = self.pid in fate.dead
            event = super().event(seconds)
            if dead and event is not None and event["say"] != "end":
                return None  # a fast model had said it before it was struck: here it dies in mid-word
            if event is not None and event["say"] != "end":
                fate.reaches(f"hear {event['say']}")
            return event

    return DeadlyProcess


@contextmanager
def meeting(fate: Fate) -> Iterator[Fate]:
    """Let all processes of models meet *fate*; at the end none of them may be left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeper, "ModelProcess", deadly(fate))
        yield fate
    assert fate.pids, "no process was started at all"
    assert [pid for pid in fate.pids if is_model(pid)] == []


def is_model(pid: int) -> bool:
    """Whether this process is alive, and one of a model."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and CHILD in process.cmdline()
    except psutil.NoSuchProcess:
        return False
