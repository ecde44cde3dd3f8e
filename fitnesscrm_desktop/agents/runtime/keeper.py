"""Keeps the process of a model: starts it when it is needed, replaces it when it died, ends it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fitnesscrm_desktop.agents.runtime.errors import (
    EngineBroken,
    FormRefused,
    ModelBroke,
    ModelError,
    PromptTooLong,
    Refusal,
    Stopped,
)
from fitnesscrm_desktop.agents.runtime.files import Checked, refusal
from fitnesscrm_desktop.agents.runtime.options import EngineOptions, ModelState
from fitnesscrm_desktop.agents.runtime.process import BUILT_ELSEWHERE, Event, ModelProcess
from fitnesscrm_desktop.agents.runtime.protocol import StopSign
from fitnesscrm_desktop.agents.runtime.turns import LOOK_EVERY

LOG = logging.getLogger(__name__)
ATTEMPTS = 2
STOP_GRACE = 2.0
"""Seconds a process has to obey before it is ended."""
FAILURES: Mapping[str, type[ModelError]] = {
    "stopped": Stopped,
    "too-long": PromptTooLong,
    "form": FormRefused,
}


class _Lost(Exception):
    """The process has ended in the middle of work."""


class _WentToSleep(Exception):
    """The process has ended in good order, before the work was begun."""


class Hearing:
    """Passes on what is written as it comes, and nothing twice when it has to be written again."""

    def __init__(self, hear: Callable[[str], None] | None) -> None:
        self._hear = hear
        self._told = self._now = ""

    def begin(self) -> None:
        """It is written from the start."""
        self._now = ""

    def take(self, text: str) -> None:
        """Pass it on, if it is new."""
        self._now += text
        if self._hear and len(self._now) > len(self._told) and self._now.startswith(self._told):
            new, self._told = self._now[len(self._told) :], self._now
            self._hear(new)


class Keeper:
    """One process at a time. Only who has the turn may ask; looking and closing is for every thread."""

    def __init__(self, file: Checked, options: EngineOptions, command: Sequence[str] | None) -> None:
        self._file = file
        self._options = options
        self._command = command
        self._lock = threading.Lock()
        self._process: ModelProcess | None = None
        self._closed = False
        self._number = 0
        self._state = ModelState.ABSENT
        self._memory = 0
        self.load_ms = 0
        self._ready_since: float | None = None

    @property
    def state(self) -> ModelState:
        """What the process is doing."""
        process = self._process
        if process and process.ended and self._state is ModelState.READY:
            return ModelState.UNLOADED  # nobody has asked it anything since it went to sleep
        return self._state

    @property
    def memory(self) -> int:
        """Bytes the process held when it last spoke."""
        return self._memory if self.pid else 0

    @property
    def ready_since(self) -> float | None:
        """Since when it has the model in memory, as ``time.monotonic`` counts."""
        return self._ready_since if self.pid else None

    @property
    def pid(self) -> int | None:
        """The number of the process in the system."""
        process = self._process
        return process.pid if process and not process.ended else None

    def start(self, stop: StopSign | None) -> None:
        """Have the process running and the model loaded."""
        self._twice(lambda: self._have_it_ready(stop))

    def ask(self, what: str, order: Mapping[str, Any], hearing: Hearing, stop: StopSign | None) -> Event:
        """What the model answers; if its process is lost, a new one is asked the same once more."""
        answers: list[Event] = []

        def work() -> None:
            process = self._have_it_ready(stop)
            self._state = ModelState.BUSY
            answers.append(self._ask_once(process, what, order, hearing, stop))
            self._state = ModelState.READY

        self._twice(work)
        return answers[-1]

    def close(self) -> None:
        """End the process, for good."""
        with self._lock:
            self._closed = True
        self._end(ModelState.UNLOADED)

    def _twice(self, work: Callable[[], object]) -> None:
        failures = 0
        while True:
            try:
                work()
            except _WentToSleep:
                self._end(ModelState.UNLOADED)
            except _Lost as reason:
                if self._closed:
                    raise Stopped from None
                self._end(ModelState.BROKEN)
                failures += 1
                LOG.info("the process of the model was lost: %s", reason)
                if failures == ATTEMPTS:
                    message = "The language model stopped working, and again after a new start."
                    raise ModelBroke(message, last_words=str(reason)) from None
            else:
                return

    def _have_it_ready(self, stop: StopSign | None) -> ModelProcess:
        process = self._process
        if process is None:
            process = self._begin(stop)
        if self._state is not ModelState.LOADING:
            return process
        event = self._next(process, stop, None)
        if event["say"] == "no-engine":
            self._end(ModelState.ABSENT)
            raise EngineBroken(event["why"])
        if event["say"] == "refused":
            self._end(ModelState.ABSENT)
            raise refusal(Refusal(event["why"]), self._file.file)
        self._state = ModelState.READY
        self._memory, self.load_ms = event["memory"], event["ms"]
        self._ready_since = time.monotonic()
        return process

    def _begin(self, stop: StopSign | None) -> ModelProcess:
        with self._lock:
            if self._closed:
                raise Stopped
            process = self._process = ModelProcess(self._command)
            self._state = ModelState.LOADING
        try:
            self._file.check(stop)  # while the process gets ready to load it
        except ModelError:
            self._end(ModelState.ABSENT)
            raise
        process.send(
            "load",
            file=str(self._file.file),
            context=self._options.context,
            threads=self._options.threads,
            idle=self._options.idle_seconds,
            memory=self._options.memory_limit,
        )
        return process

    def _ask_once(
        self,
        process: ModelProcess,
        what: str,
        order: Mapping[str, Any],
        hearing: Hearing,
        stop: StopSign | None,
    ) -> Event:
        self._number += 1
        number = self._number
        hearing.begin()
        process.send(what, id=number, **order)
        while True:
            event = self._next(process, stop, number)
            if event["say"] == "text":
                self._pass_on(process, event["text"], hearing, number)
                continue
            if event["say"] == "failed":
                self._state = ModelState.READY
                if event["why"] == Refusal.DAMAGED:
                    raise refusal(Refusal.DAMAGED, self._file.file)
                raise FAILURES[event["why"]]
            self._memory = event["memory"]
            return event

    def _pass_on(self, process: ModelProcess, text: str, hearing: Hearing, number: int) -> None:
        try:
            hearing.take(text)
        except BaseException:
            self._stop(process, number)
            raise

    def _next(self, process: ModelProcess, stop: StopSign | None, number: int | None) -> Event:
        """The next event of the load, or of request *number*."""
        silent_since = time.monotonic()
        while True:
            if stop and stop.is_set():
                self._stop(process, number)
                raise Stopped
            event = process.event(LOOK_EVERY if stop else 1.0)
            if event is None:
                if time.monotonic() - silent_since > self._options.silence_seconds:
                    process.kill()
                    message = "it did not answer any more"
                    raise _Lost(message)
            elif event["say"] == "idle":
                raise _WentToSleep
            elif event["say"] == "end" and process.unknown_to_processor:
                self._end(ModelState.BROKEN)
                raise EngineBroken(BUILT_ELSEWHERE)
            elif event["say"] == "end":
                raise _Lost(process.last_words)
            elif event.get("id") == number:
                return event

    def _stop(self, process: ModelProcess, number: int | None) -> None:
        """Let the process stop with the request; one that does not obey is ended. Loading goes on."""
        if number is None:
            return
        process.send("stop", id=number)
        until = time.monotonic() + STOP_GRACE
        while (left := until - time.monotonic()) > 0:
            event = process.event(left)
            if event is None or event["say"] == "end":
                break
            if event.get("id") == number and event["say"] != "text":
                self._state = ModelState.READY
                return
        self._end(ModelState.UNLOADED)

    def _end(self, state: ModelState) -> None:
        with self._lock:
            process, self._process = self._process, None
            self._state = state
            self._memory = 0
            self._ready_since = None
        if process:
            process.kill()
