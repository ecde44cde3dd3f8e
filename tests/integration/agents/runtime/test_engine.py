"""The real engine in its process, with a tiny model that speaks nonsense."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from fitnesscrm_desktop.agents.runtime.child import NICENESS
from fitnesscrm_desktop.agents.runtime.errors import FormRefused, PromptTooLong, Stopped
from fitnesscrm_desktop.agents.runtime.inspection import inspect_model
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.options import EngineOptions, ModelState
from fitnesscrm_desktop.agents.runtime.process import child_command
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Finish, ModelCard, Speaker
from fitnesscrm_desktop.agents.runtime.trial import trial
from tests.support.deadly_process import is_model
from tests.support.engine import a_tiny_model, require_engine
from tests.support.waiting import until

PATIENCE = 30
SYSTEM = ChatMessage(Speaker.SYSTEM, "You write short and friendly messages to the members of a studio.")
HELLO = [SYSTEM, ChatMessage(Speaker.USER, "Hello")]
CHANGED = [ChatMessage(Speaker.SYSTEM, SYSTEM.text.replace("short", "brief")), HELLO[1]]
OTHER = [SYSTEM, ChatMessage(Speaker.USER, "Howdy")]  # as long as the other
ENDLESS = 'root ::= ("x" | "y") root'
LONG = [ChatMessage(Speaker.USER, "word " * 380)]


@pytest.fixture
def tiny(tmp_path: Path) -> tuple[Path, ModelCard]:
    """Write a tiny model."""
    require_engine()
    return a_tiny_model(tmp_path)


@pytest.fixture
def model(tiny: tuple[Path, ModelCard]) -> Iterator[LocalModel]:
    """Open it."""
    opened = LocalModel(*tiny)
    yield opened
    opened.close()


def kill(model: LocalModel) -> None:
    process = model.pid
    assert process is not None
    os.kill(process, signal.SIGKILL)


def test_what_is_heard_is_what_is_written(model: LocalModel) -> None:
    heard: list[str] = []
    written = model.write(HELLO, max_tokens=20, hear=heard.append)
    assert "".join(heard) == written.text
    assert written.finish is Finish.DONE or written.tokens == 20
    assert model.memory > 0


def test_the_same_seed_writes_the_same_whatever_was_read_before(
    model: LocalModel, tiny: tuple[Path, ModelCard]
) -> None:
    cold = model.write(HELLO, seed=7, max_tokens=24, agent="letters").text
    other = model.write(OTHER, seed=7, max_tokens=24, agent="letters").text
    warm = model.write(HELLO, seed=7, max_tokens=24, agent="letters").text
    model.write(LONG, max_tokens=4, agent="reports")
    brought_back = model.write(HELLO, seed=7, max_tokens=24, agent="letters").text
    model.write(LONG, max_tokens=4, agent="reports")
    other_rules = model.write(CHANGED, seed=7, max_tokens=24, agent="letters").text
    fresh = LocalModel(*tiny)
    again = fresh.write(HELLO, seed=7, max_tokens=24, agent="letters").text
    assert other_rules == fresh.write(CHANGED, seed=7, max_tokens=24, agent="reports").text
    fresh.close()
    assert cold == warm == brought_back == again
    assert model.write(HELLO, seed=8, max_tokens=24, agent="letters").text != cold
    assert other != cold


def test_it_lets_the_window_go_first(model: LocalModel) -> None:
    model.warm_up()
    ours = psutil.Process().nice()
    lower = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", min(ours + NICENESS, 19))
    assert psutil.Process(model.pid).nice() == lower != ours


def test_a_grammar_holds(model: LocalModel) -> None:
    grammar = 'root ::= ("Dear " | "Hello ") ("Anna" | "Ben") "!"'
    texts = {model.write(HELLO, grammar=grammar, seed=seed).text for seed in range(8)}
    assert texts <= {f"{hello} {name}!" for hello in ("Dear", "Hello") for name in ("Anna", "Ben")}
    assert len(texts) > 1


def test_words_that_leave_no_choice_are_written_as_they_stand(model: LocalModel) -> None:
    words = "Grüße aus dem Studio – „bis bald“, [[client.first_name]]! 😀\n\nYours"
    grammar = f"root ::= {json.dumps(words, ensure_ascii=False)}"
    written = model.write(HELLO, grammar=grammar)
    assert (written.text, written.finish) == (words, Finish.DONE)
    enough = model.write(HELLO, grammar=grammar, max_tokens=written.tokens)
    assert (enough.text, enough.finish) == (words, Finish.DONE)
    short = model.write(HELLO, grammar=grammar, max_tokens=written.tokens - 1)
    assert words.startswith(short.text.rstrip("\ufffd"))
    assert (short.tokens, short.finish) == (written.tokens - 1, Finish.LENGTH)


def test_no_choice_is_taken_for_none(model: LocalModel) -> None:
    grammar = 'root ::= "Hello " ("Anna" | "Ännchen" | "Anton" | "Łukasz") ("" | "!") ("\\n" | " ") "Bye"'
    texts = {model.write(HELLO, grammar=grammar, seed=seed).text for seed in range(60)}
    names = {text.removeprefix("Hello ").partition("\n")[0].partition(" ")[0] for text in texts}
    assert names == {name + end for name in ("Anna", "Ännchen", "Anton", "Łukasz") for end in ("", "!")}
    assert all(text.endswith(("\nBye", " Bye")) for text in texts)


def test_a_schema_holds(model: LocalModel) -> None:
    schema = {"type": "object", "properties": {"day": {"enum": ["mon", "tue"]}}, "required": ["day"]}
    assert json.loads(model.write(HELLO, schema=schema).text)["day"] in {"mon", "tue"}


def test_a_broken_grammar_is_refused_and_harms_nothing(model: LocalModel) -> None:
    model.warm_up()
    process = model.pid
    with pytest.raises(FormRefused):
        model.write(HELLO, grammar='root ::= "open')
    assert model.write(HELLO, max_tokens=4).tokens <= 4
    assert model.pid == process


def test_a_text_that_does_not_fit_is_refused(model: LocalModel) -> None:
    with pytest.raises(PromptTooLong):
        model.write([ChatMessage(Speaker.USER, "x y z " * 2000)])
    assert model.write(HELLO, max_tokens=4).tokens <= 4


def test_the_answer_ends_where_the_context_ends(model: LocalModel) -> None:
    written = model.write(LONG, max_tokens=5000, grammar=ENDLESS)
    assert written.finish is Finish.LENGTH
    assert written.prompt_tokens + written.tokens == 2048


def test_candidates_are_weighed_in_any_number_and_company(model: LocalModel) -> None:
    names = [f"answer number {number}" for number in range(40)]
    together = model.score(HELLO, names)
    alone = [model.score(HELLO, [name])[0] for name in names[:3]]
    assert together[:3] == pytest.approx(alone, abs=1e-3)
    assert all(score < 0 for score in together)
    assert model.score(HELLO, []) == ()


def test_what_is_written_is_likely(model: LocalModel) -> None:
    likeliest = model.write(HELLO, max_tokens=1, temperature=0, grammar="root ::= [a-z]").text
    letters = [chr(number) for number in range(ord("a"), ord("z") + 1)]
    scores = dict(zip(letters, model.score(HELLO, letters), strict=True))
    assert max(scores, key=lambda letter: scores[letter]) == likeliest


def test_it_can_be_stopped_while_it_writes_and_goes_on_with_the_next(model: LocalModel) -> None:
    stop = threading.Event()
    model.warm_up()
    process = model.pid
    with pytest.raises(Stopped):
        model.write(HELLO, max_tokens=1900, grammar=ENDLESS, hear=lambda _text: stop.set(), stop=stop)
    assert model.write(HELLO, max_tokens=4).tokens <= 4
    assert model.pid == process


def test_a_killed_process_is_replaced_while_it_writes(model: LocalModel) -> None:
    heard: list[str] = []
    killed = threading.Event()

    def hear(text: str) -> None:
        heard.append(text)
        if not killed.is_set():
            killed.set()
            kill(model)

    written = model.write(HELLO, max_tokens=12, grammar=ENDLESS, hear=hear)
    assert written.text == "".join(heard)
    assert len(written.text) == written.tokens == 12


@pytest.mark.parametrize("state", [ModelState.LOADING, ModelState.BUSY])
def test_a_killed_process_is_replaced_while_it_loads_or_reads(
    tiny: tuple[Path, ModelCard], state: ModelState
) -> None:
    model = LocalModel(*tiny)
    texts: list[str] = []
    work = partial(model.write, LONG, max_tokens=100, grammar=ENDLESS)
    thread = threading.Thread(target=lambda: texts.append(work().text))
    thread.start()
    until(lambda: model.state is state and model.pid is not None)
    kill(model)
    thread.join(PATIENCE)
    assert texts == [work().text]
    model.close()


def test_a_killed_process_is_replaced_between_two_wishes(model: LocalModel) -> None:
    model.warm_up()
    kill(model)
    assert model.write(HELLO, max_tokens=4).tokens <= 4


def test_it_leaves_the_memory_when_there_is_nothing_to_do(tiny: tuple[Path, ModelCard]) -> None:
    model = LocalModel(*tiny, EngineOptions(idle_seconds=0.1))
    model.warm_up()
    until(lambda: model.state is ModelState.UNLOADED)
    assert (model.memory, model.pid, model.loaded_for) == (0, None, None)
    assert model.write(HELLO, max_tokens=4).tokens <= 4
    model.close()
    assert model.state is ModelState.UNLOADED


PARENT = """
import sys, threading
from pathlib import Path
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Speaker
from tests.support.engine import card_of
file = Path(sys.argv[1])
model = LocalModel(file, card_of(file))
if sys.argv[2] == "starting":
    threading.Thread(target=model.warm_up, daemon=True).start()
    while model.pid is None:
        threading.Event().wait(0.001)
elif sys.argv[2] == "busy":
    said = threading.Event()
    hello = [ChatMessage(Speaker.USER, "Hi")]
    ask = lambda: model.write(hello, max_tokens=2000, grammar='root ::= ("x" | "y") root',
        hear=lambda text: said.set())
    threading.Thread(target=ask, daemon=True).start()
    said.wait()
else:
    model.warm_up()
print(model.pid, flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("when", ["starting", "idle", "busy"])
def test_it_does_not_outlive_the_program(tiny: tuple[Path, ModelCard], when: str) -> None:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen([sys.executable, "-c", PARENT, tiny[0], when], stdout=subprocess.PIPE, env=env)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert_gone(child)


def test_half_an_order_is_the_end_too(tiny: tuple[Path, ModelCard]) -> None:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(child_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
    assert process.stdin is not None
    assert process.stdout is not None
    load = {"do": "load", "file": str(tiny[0]), "context": 512, "threads": 1, "idle": 600, "memory": 0}
    process.stdin.write(json.dumps(load).encode() + b"\n")
    process.stdin.flush()
    assert b"ready" in process.stdout.readline()
    process.stdin.write(b'{"do": "write", "messages": [["us')  # killed while it wrote this
    process.stdin.close()
    assert_gone(psutil.Process(process.pid))
    process.stdout.close()
    process.wait(PATIENCE)


def assert_gone(process: psutil.Process) -> None:
    """It ends within a second; who has adopted it may take longer to notice."""
    until(lambda: not is_model(process.pid), seconds=1)


def test_neither_it_nor_its_process_brings_qt_or_the_database_along(model: LocalModel) -> None:
    model.warm_up()
    maps = Path(f"/proc/{model.pid}/maps")
    if not maps.exists():
        pytest.skip("only Linux tells what a process has loaded")
    loaded = maps.read_text(encoding="utf-8")
    assert "libllama" in loaded
    assert not any(name in loaded for name in ("Qt6", "shiboken", "sqlalchemy", "sqlite3"))


def test_the_engine_is_never_loaded_here(model: LocalModel) -> None:
    model.write(HELLO, max_tokens=2)
    assert "llama_cpp" not in sys.modules


def test_inspecting_tells_what_it_is(tiny: tuple[Path, ModelCard]) -> None:
    file, card = tiny
    seen = inspect_model(file)
    assert (seen.name, seen.sha256, seen.size, seen.context) == (
        card.name,
        card.sha256,
        card.size,
        card.context,
    )
    assert not seen.free_writing


def test_the_trial_measures(model: LocalModel) -> None:
    measured = trial(model)
    assert measured.prompt_per_second > 0
    assert measured.memory > 0
