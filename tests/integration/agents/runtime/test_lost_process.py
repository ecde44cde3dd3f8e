"""What happens when the process of the model dies, hangs or babbles: a script plays it, without an engine."""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.runtime.errors import (
    EngineBroken,
    LimitReached,
    ModelBroke,
    ModelRefused,
    Refusal,
    Stopped,
)
from fitnesscrm_desktop.agents.runtime.first_look import FirstLook
from fitnesscrm_desktop.agents.runtime.inspection import inspect_model
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.options import EngineOptions, ModelState
from fitnesscrm_desktop.agents.runtime.process import END, ModelProcess, child_command
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Finish, Speaker, Written
from fitnesscrm_desktop.agents.runtime.trial import trial
from tests.support import scripted_child
from tests.support.engine import a_tiny_model, require_engine

HELLO = [ChatMessage(Speaker.USER, "Hello")]
TEXT = "one two three "

Plan = Callable[..., LocalModel]


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """Make a model whose process lives the lives that are named, one after the other."""
    models = []

    def make(*lives: str, options: EngineOptions | None = None) -> LocalModel:
        script = tmp_path / "plan.txt"
        script.write_text("\n".join(lives), encoding="utf-8")
        file, card = a_tiny_model(tmp_path)
        command = [sys.executable, str(scripted_child.__file__), str(script)]
        models.append(LocalModel(file, card, options, command=command))
        return models[-1]

    yield make
    for model in models:
        model.close()


def asked(tmp_path: Path) -> list[str]:
    lines = (tmp_path / "plan.asked").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["do"] for line in lines]


def test_it_is_started_on_first_need_and_stays(plan: Plan, tmp_path: Path) -> None:
    model = plan("fine")
    assert (model.state, model.memory, model.loaded_for, model.pid) == (ModelState.ABSENT, 0, None, None)
    assert model.write(HELLO) == Written(TEXT, 3, 5, 9, 2, Finish.DONE)
    assert model.score(HELLO, ["a", "b"]) == (-1.0, -1.0)
    assert asked(tmp_path) == ["load", "write", "score"]
    assert model.state is ModelState.READY
    assert (model.memory, model.load_ms) == (5, 1)
    assert model.loaded_for is not None


@pytest.mark.parametrize("death", ["dies-loading", "dies-asked", "dies-writing", "babbles"])
def test_a_lost_process_is_replaced_without_a_word(plan: Plan, death: str) -> None:
    heard: list[str] = []
    assert plan(death, "fine").write(HELLO, hear=heard.append).text == TEXT
    assert "".join(heard) == TEXT  # nothing twice


@pytest.mark.parametrize("death", ["dies-loading", "dies-asked", "dies-writing"])
def test_two_deaths_are_told_and_the_next_wish_is_tried_again(plan: Plan, death: str) -> None:
    model = plan(death, death, "fine")
    with pytest.raises(ModelBroke, match="again after a new start") as broke:
        model.write(HELLO)
    assert broke.value.last_words == "GGML_ASSERT(false) failed"
    assert (model.state, model.memory) == (ModelState.BROKEN, 0)
    assert model.write(HELLO).text == TEXT


def test_an_engine_that_gives_up_calls_no_debugger() -> None:
    script = "import json, os; print(json.dumps({'say': os.environ.get('GGML_NO_BACKTRACE')}), flush=True)"
    process = ModelProcess([sys.executable, "-c", script])
    assert process.event(20) == {"say": "1"}
    process.kill()


def test_an_engine_that_gives_up_is_missed_at_once() -> None:
    require_engine()
    script = (
        "from fitnesscrm_desktop.agents.runtime.bindings import open_library\n"
        "library = open_library()\n"
        'print(\'{"say": "here"}\', flush=True)\n'
        "library._lib.ggml_abort(b'model.c', 1, b'no more')\n"
    )
    process = ModelProcess([sys.executable, "-c", script])
    assert process.event(20) == {"say": "here"}
    assert process.event(5) == END
    assert process.last_words.endswith("no more")


def test_a_model_that_writes_nothing_is_no_use(plan: Plan) -> None:
    with pytest.raises(ModelBroke, match=r"Tiny nonsense wrote nothing\."):
        trial(plan("mute"))


def test_a_process_that_says_nothing_any_more_is_replaced(plan: Plan) -> None:
    model = plan("silent", "fine", options=EngineOptions(silence_seconds=2))
    assert model.write(HELLO).text == TEXT


def test_a_process_that_went_to_sleep_is_woken(plan: Plan, tmp_path: Path) -> None:
    assert plan("sleepy", "sleepy", "sleepy", "fine").write(HELLO).text == TEXT
    assert asked(tmp_path) == ["load", "write"] * 4


def test_a_model_that_is_refused_is_not_tried_twice(plan: Plan, tmp_path: Path) -> None:
    model = plan("refuses", "fine")
    with pytest.raises(ModelRefused, match=r"tiny\.gguf cannot hold a conversation") as refused:
        model.write(HELLO)
    assert refused.value.reason is Refusal.NO_CHAT
    assert asked(tmp_path) == ["load"]


@pytest.mark.parametrize(
    ("life", "cause", "cure"),
    [
        ("no-engine", "libgomp.so.1: cannot open", "install the package libgomp1"),
        ("elsewhere", "built for another processor", "build it anew"),
    ],
)
def test_a_broken_engine_is_not_blamed_on_the_model(
    plan: Plan, tmp_path: Path, life: str, cause: str, cure: str
) -> None:
    model = plan(life, life, life)
    file = tmp_path / "tiny.gguf"
    for ask in (lambda: model.write(HELLO), lambda: inspect_model(file, command=model_command(tmp_path))):
        with pytest.raises(EngineBroken) as broken:
            ask()
        assert broken.value.text.startswith("The engine for language models does not run on this PC (")
        assert cause in broken.value.text
        assert cure in broken.value.text
        assert file.name not in broken.value.text


def model_command(folder: Path) -> list[str]:
    """What plays the process."""
    return [sys.executable, str(scripted_child.__file__), str(folder / "plan.txt")]


@pytest.mark.parametrize(
    ("library", "said"),
    [
        ("raise RuntimeError('Failed to load: libgomp.so.1: cannot open shared object file')", "libgomp1"),
        ("raise ImportError('llama')", "build it anew"),
        ("llama_log_callback = print", "build it anew"),
        ("import no_such_part_of_it", "build it anew"),
    ],
)
def test_an_engine_that_cannot_be_opened_says_so_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, said: str
) -> None:
    package = tmp_path / "found" / "llama_cpp"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "llama_cpp.py").write_text(library, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    file, card = a_tiny_model(tmp_path)
    model = LocalModel(file, card, command=child_command())
    try:
        with pytest.raises(EngineBroken, match=said):
            model.write(HELLO)
        with pytest.raises(EngineBroken, match=said):
            inspect_model(file, command=child_command())
    finally:
        model.close()


def test_a_file_that_is_gone_is_told(plan: Plan, tmp_path: Path) -> None:
    model = plan("fine")
    (tmp_path / "tiny.gguf").unlink()
    with pytest.raises(ModelRefused, match="not there"):
        model.write(HELLO)
    assert model.state is ModelState.ABSENT


def test_one_that_does_not_stop_is_ended(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitnesscrm_desktop.agents.runtime.keeper.STOP_GRACE", 0.1)
    model = plan("deaf", "fine")
    stop = threading.Event()
    with pytest.raises(Stopped):
        model.write(HELLO, hear=lambda _text: stop.set(), stop=stop)
    assert (model.state, model.pid) == (ModelState.UNLOADED, None)
    assert model.write(HELLO).text == TEXT


def test_an_error_of_the_listener_comes_through_and_harms_nothing(plan: Plan) -> None:
    model = plan("fine")

    def burst(_text: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        model.write(HELLO, hear=burst)
    assert model.write(HELLO).text == TEXT


def test_closing_while_it_writes_sends_the_writer_home(plan: Plan) -> None:
    model = plan("deaf")
    writes, ends = threading.Event(), []

    def write() -> None:
        try:
            model.write(HELLO, hear=lambda _text: writes.set())
        except Stopped:
            ends.append("stopped")

    thread = threading.Thread(target=write)
    thread.start()
    assert writes.wait(20)
    model.close()
    model.close()
    thread.join(20)
    assert ends == ["stopped"]
    with pytest.raises(Stopped):
        model.write(HELLO)
    assert model.state is ModelState.UNLOADED


def test_two_threads_are_served_one_after_the_other(plan: Plan) -> None:
    model = plan("fine")
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(model.write(HELLO).text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert texts == [TEXT] * 4


def test_the_limit_of_the_hour_holds(plan: Plan) -> None:
    model = plan("fine", options=EngineOptions(per_hour=1))
    model.warm_up()
    model.write(HELLO)
    with pytest.raises(LimitReached):
        model.score(HELLO, ["a"])


@pytest.mark.skipif(not hasattr(os, "getsid"), reason="Windows has no sessions of this kind")
def test_its_work_is_not_charged_to_the_window(plan: Plan) -> None:
    model = plan("fine")
    model.write(HELLO)
    assert model.pid is not None
    assert os.getsid(model.pid) == model.pid != os.getsid(0)


@pytest.mark.parametrize(
    ("life", "found"),
    [
        ("fine", ""),
        ("no-engine", "install the package libgomp1"),
        ("elsewhere", "built for another processor"),
        ("dies-loading", "it ended when it was opened"),
    ],
)
def test_a_broken_engine_is_found_by_a_look_that_loads_no_model(
    tmp_path: Path, life: str, found: str
) -> None:
    script = tmp_path / "plan.txt"
    script.write_text(f"{life}\nfine", encoding="utf-8")
    look = FirstLook([sys.executable, str(scripted_child.__file__), str(script)])
    assert look.trouble is None, "nobody has looked"
    trouble = look.take(threading.Event())
    assert found in ("" if trouble is None else trouble.text)
    assert (trouble is None) == (not found)
    assert look.take(threading.Event()) is trouble, "it is looked at once"
    assert asked(tmp_path) == ["look"]
    look.forget()
    assert look.trouble is None


def test_who_examines_the_pc_looks_anew(tmp_path: Path) -> None:
    script = tmp_path / "plan.txt"
    script.write_text("fine\nno-engine\nfine", encoding="utf-8")
    look, goes_on = FirstLook([sys.executable, str(scripted_child.__file__), str(script)]), threading.Event()
    assert look.take_anew(goes_on) == ""
    assert "install the package libgomp1" in (look.take_anew(goes_on) or "")
    assert look.trouble is not None, "the pages of the assistant know it from now on"
    assert look.take_anew(goes_on) == ""
    assert look.trouble is None


def test_an_engine_that_never_opens_is_not_waited_for_without_end(tmp_path: Path) -> None:
    script = tmp_path / "plan.txt"
    script.write_text("hangs", encoding="utf-8")
    command = [sys.executable, str(scripted_child.__file__), str(script)]
    look = FirstLook(command, patience=0.3)
    assert "did not open within" in (look.take_anew(threading.Event()) or "")
    assert look.trouble is None, "a slow PC says nothing against the engine"


def test_the_real_engine_is_opened_and_ends() -> None:
    require_engine()
    look = FirstLook()
    assert look.take(threading.Event()) is None
    assert look.trouble is None
    assert look.take_anew(threading.Event()) == ""


def test_who_closes_the_program_does_not_wait_for_a_look(tmp_path: Path) -> None:
    script = tmp_path / "plan.txt"
    script.write_text("no-engine", encoding="utf-8")
    look, closing = FirstLook([sys.executable, str(scripted_child.__file__), str(script)]), threading.Event()
    closing.set()
    assert look.take(closing) is None
