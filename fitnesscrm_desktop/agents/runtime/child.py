"""The process of the model: ``python -m fitnesscrm_desktop.agents.runtime.child``.

It is told what to do by lines of JSON on its standard input and answers by lines of JSON on its standard
output. When its input ends, because whoever started it is gone, it ends at once, whatever it is doing.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from fitnesscrm_desktop.agents.runtime.bindings import open_library
from fitnesscrm_desktop.agents.runtime.chat import TemplateTrouble
from fitnesscrm_desktop.agents.runtime.engine import BadForm, Engine, Form, NoFigures, TooLong, Unusable
from fitnesscrm_desktop.agents.runtime.recall import Aborted

STANDARD_OUTPUT, STANDARD_ERROR = 1, 2
NICENESS = 5
"""The window goes first when both want the processor; on Windows whoever starts the process says so."""

Message = Mapping[str, Any]


class Child:
    """Takes one request after the other."""

    def __init__(self, orders: BinaryIO, answers: BinaryIO) -> None:
        self._orders = orders
        self._answers = answers
        self._waiting: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._engine: Engine | None = None
        self._lock = threading.Lock()
        self._current = self._stopped = 0

    def run(self) -> None:
        """Work until there has been nothing to do for long enough."""
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            library = open_library()
        except (ImportError, OSError, RuntimeError, AttributeError) as reason:
            self._say("no-engine", why=str(reason))
            return
        load = self._waiting.get()
        if load["do"] == "look":
            self._say("engine")
            return
        began = time.perf_counter()
        _limit_memory(int(load["memory"]))
        try:
            engine = self._engine = Engine(
                Path(load["file"]),
                context=int(load["context"]),
                threads=int(load["threads"]),
                library=library,
            )
        except Unusable as reason:
            self._say("refused", why=reason.why)
            return
        self._say(
            "ready",
            name=engine.name,
            parameters=engine.parameters,
            context=engine.trained,
            ms=round((time.perf_counter() - began) * 1000),
            memory=memory_used(),
        )
        while True:
            try:
                order = self._waiting.get(timeout=float(load["idle"]))
            except queue.Empty:
                self._say("idle")
                return
            self._serve(engine, order)

    def _listen(self) -> None:
        """Hear what the parent says, also while the engine works; its silence is the end."""
        try:
            for line in self._orders:
                order = json.loads(line)
                if order["do"] == "stop":
                    self._stop(int(order["id"]))
                else:
                    self._waiting.put(order)
        finally:
            os._exit(0)  # also when the parent was killed in the middle of a line

    def _stop(self, number: int) -> None:
        with self._lock:
            self._stopped = max(self._stopped, number)
            if self._engine and self._current == number:
                self._engine.flag.raise_()

    def _begin(self, engine: Engine, number: int) -> bool:
        """Whether the request is still wanted; from here on it can be stopped."""
        with self._lock:
            self._current = number
            engine.flag.lower()
            return number > self._stopped

    def _serve(self, engine: Engine, order: Message) -> None:
        number = int(order["id"])
        if not self._begin(engine, number):
            self._say("failed", id=number, why="stopped")
            return
        try:
            if order["do"] == "score":
                scores = engine.score(order["messages"], order["candidates"], agent=order["agent"])
                self._say("scored", id=number, scores=scores, memory=memory_used())
            else:
                self._write(engine, number, order)
        except Aborted:
            self._say("failed", id=number, why="stopped")
        except TooLong:
            self._say("failed", id=number, why="too-long")
        except NoFigures:
            self._say("failed", id=number, why="damaged")
        except (BadForm, TemplateTrouble):
            self._say("failed", id=number, why="form")

    def _write(self, engine: Engine, number: int, order: Message) -> None:
        form = Form(
            grammar=order["grammar"] or "",
            schema=json.dumps(order["schema"]) if order["schema"] else "",
            temperature=float(order["temperature"]),
            seed=int(order["seed"]),
        )
        answer = engine.write(
            order["messages"],
            form,
            max_tokens=int(order["max_tokens"]),
            agent=order["agent"],
            hear=lambda text: self._say("text", id=number, text=text),
        )
        self._say(
            "written",
            id=number,
            text=answer.text,
            tokens=answer.tokens,
            prompt_tokens=answer.prompt_tokens,
            read=engine.recall.read,
            ms=answer.ms,
            first_token_ms=answer.first_token_ms,
            done=answer.done,
            memory=memory_used(),
        )

    def _say(self, what: str, **more: Any) -> None:
        self._answers.write(json.dumps({"say": what, **more}).encode() + b"\n")
        self._answers.flush()


def memory_used() -> int:
    """Bytes of memory this process holds; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _limit_memory(most: int) -> None:
    """Let the system refuse this process more than *most* bytes, where it can (0: as much as there is)."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a picture of its memory would hold what it read
        if most:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main() -> None:
    """Keep standard output to ourselves: what the engine prints there goes to standard error."""
    answers = os.fdopen(os.dup(STANDARD_OUTPUT), "wb")
    os.dup2(STANDARD_ERROR, STANDARD_OUTPUT)
    if sys.platform != "win32":
        os.nice(NICENESS)
    Child(sys.stdin.buffer, answers).run()
    os._exit(0)  # the engine is not taken apart: the system does that faster


if __name__ == "__main__":
    main()
