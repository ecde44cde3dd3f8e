"""A process of the model, seen from ours: lines out, lines in, and its last words."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import fitnesscrm_desktop

CHILD = "fitnesscrm_desktop.agents.runtime.child"
LAST_LINES = 20
LONGEST_LINE = 300
ILLEGAL_INSTRUCTION = frozenset({-4, 0xC000001D})
"""How a process ends then: a signal, or the number of Windows."""
BUILT_ELSEWHERE = "it was built for another processor"

BELOW_NORMAL: int = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
"""The window goes first when both want the processor; elsewhere the process sees to that itself."""

Event = Mapping[str, Any]
END: Event = {"say": "end"}
"""The last event of every process."""


def child_command() -> list[str]:
    """What starts the process of the model; the folder we are in has nothing to say about it."""
    return [sys.executable, "-P", "-m", CHILD]


class ModelProcess:
    """One process; ``end`` is its last event, however it ends."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        root = str(Path(fitnesscrm_desktop.__file__).parent.parent)
        found = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        # A waiting thread of the engine must not spin: on a busy PC that makes it ten times slower.
        env = os.environ | {"OMP_WAIT_POLICY": "passive", "PYTHONPATH": found, "PYTHONUTF8": "1"}
        # Else an engine that gives up calls a debugger first, and is dead only half a minute later.
        env["GGML_NO_BACKTRACE"] = "1"
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._last: deque[str] = deque(maxlen=LAST_LINES)
        self._process = process = subprocess.Popen(  # noqa: S603 - our own program
            command or child_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            creationflags=BELOW_NORMAL,
            # Linux shares the processor out between sessions first: in ours the work of the model would be
            # charged to the window, which then waits for its turn whenever the PC is busy.
            start_new_session=True,
        )
        if not (process.stdin and process.stdout and process.stderr):
            message = "the process was started without its pipes"
            raise RuntimeError(message)
        self._orders = process.stdin
        self._ended = threading.Event()
        self._writing = threading.Lock()
        self._hearing = threading.Thread(
            target=self._hear_errors, args=(process.stderr,), name="model-errors", daemon=True
        )
        self._hearing.start()
        threading.Thread(target=self._hear, args=(process.stdout,), name="model-events", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it has come to its end."""
        return self._ended.is_set()

    @property
    def last_words(self) -> str:
        """The end of what it said on standard error."""
        return "\n".join(self._last)

    @property
    def unknown_to_processor(self) -> bool:
        """Whether it ended because this processor does not know what the engine was built for."""
        return self._process.poll() in ILLEGAL_INSTRUCTION

    def send(self, what: str, **more: Any) -> None:
        """Tell it something; if it is gone, the next event says so."""
        line = json.dumps({"do": what, **more}).encode() + b"\n"
        with self._writing:
            try:
                self._orders.write(line)
                self._orders.flush()
            except (OSError, ValueError):
                self._process.kill()

    def event(self, seconds: float) -> Event | None:
        """What it says next; nothing if it says nothing for so long."""
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            return None

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    def _hear(self, lines: IO[bytes]) -> None:
        with lines:
            for line in lines:
                try:
                    event = json.loads(line)
                except ValueError:
                    event = None
                if not isinstance(event, dict) or "say" not in event:
                    break
                self._events.put(event)
        self._process.kill()
        self._process.wait()
        self._hearing.join(timeout=1)
        with self._writing, contextlib.suppress(OSError):
            self._orders.close()  # what could not be told any more is lost with the process
        self._ended.set()
        self._events.put(END)

    def _hear_errors(self, lines: IO[bytes]) -> None:
        with lines:
            for line in lines:
                if text := line.decode("utf-8", "replace").strip(" .\n"):
                    self._last.append(text[:LONGEST_LINE])
