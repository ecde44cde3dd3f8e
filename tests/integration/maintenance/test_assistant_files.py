"""The doctor tells whether engine and models are there and whole, with and without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.assistant import catalogue
from fitnesscrm_desktop.services.assistant.results import ModelFacts
from fitnesscrm_desktop.services.assistant.settings import CONFIRMATION, SERVER
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.maintenance import assistant_files
from fitnesscrm_desktop.services.maintenance.doctor import Doctor
from fitnesscrm_desktop.services.maintenance.results import Finding, FindingState
from tests.support.command_line import run
from tests.support.engine import a_tiny_model, require_engine

OK, WARNING, BAD = FindingState.OK, FindingState.WARNING, FindingState.BAD


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the program ship a small model."""
    (tmp_path / "shipped").mkdir()
    file, card = a_tiny_model(tmp_path / "shipped")
    ship(monkeypatch, ModelFacts("Little", str(file), card.sha256, card.size, card.parameters, card.context))
    return file


def ship(monkeypatch: pytest.MonkeyPatch, facts: ModelFacts) -> None:
    for module in (assistant_files, catalogue):
        monkeypatch.setattr(module, "shipped_model", lambda: facts)


def added(services: Services, owner: Actor, folder: Path) -> Path:
    file, card = a_tiny_model(folder)
    facts = ModelFacts("Own", str(file), card.sha256, card.size, card.parameters, card.context)
    services.catalogue.add(owner, facts)
    return file


def found(services: Services, owner: Actor, *, engine: str | None = "") -> list[Finding]:
    doctor = Doctor(services.core, services.home, lambda: engine)
    all_found = doctor.examine(owner)
    mine = [each for each in all_found if each.name in {"engine", "model", "model server"}]
    assert doctor.examine_assistant(owner) == mine
    return mine


def spoil(file: Path) -> None:
    """Change one byte and nothing else."""
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)


@pytest.mark.usefixtures("shipped")
def test_all_is_there(services: Services, owner: Actor) -> None:
    engine, model = found(services, owner)
    assert (engine.state, engine.text) == (OK, "The engine for language models is there and was opened.")
    assert (model.state, model.text) == (OK, "Little is whole.")


@pytest.mark.usefixtures("shipped")
def test_an_engine_that_was_not_built_is_a_warning_with_its_cure(services: Services, owner: Actor) -> None:
    engine, model = found(services, owner, engine=None)
    assert (engine.state, model.state) == (WARNING, OK)
    assert "not built on this PC. “python3 packaging/dev.py run” adds it." in engine.text


def test_a_model_that_ships_and_is_not_there(
    services: Services, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ship(monkeypatch, ModelFacts("Little", "", "0" * 64, 1, 1, 1))
    _, model = found(services, owner)
    assert (model.state, "drafts are plain texts" in model.text) == (WARNING, True)


def test_a_damaged_model_that_ships_is_bad(services: Services, owner: Actor, shipped: Path) -> None:
    spoil(shipped)
    _, model = found(services, owner)
    assert (model.state, "is damaged" in model.text) == (BAD, True)


@pytest.mark.usefixtures("shipped")
def test_a_model_that_was_added(services: Services, owner: Actor, tmp_path: Path) -> None:
    file = added(services, owner, tmp_path)
    assert found(services, owner)[2].text == "Own is there."
    spoil(file)
    assert found(services, owner)[2].state is OK, "nobody writes with it: it is not read"
    services.assistant.choose_model(owner, "communication", "Own")
    assert found(services, owner)[2].state is BAD
    file.write_bytes(b"GGUF")
    services.assistant.choose_model(owner, "communication", "")
    assert found(services, owner)[2].state is WARNING
    file.unlink()
    gone = found(services, owner)[2]
    assert (gone.state, "not where it was" in gone.text) == (WARNING, True)


@pytest.mark.usefixtures("shipped")
def test_an_engine_that_does_not_run_is_a_warning_with_the_reason(services: Services, owner: Actor) -> None:
    engine, _ = found(services, owner, engine="It does not run. Build it anew.")
    assert (engine.state, engine.text) == (
        WARNING,
        "It does not run. Build it anew. Until then drafts are plain texts.",
    )


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("shipped")
def test_the_engine_is_really_opened_and_its_trouble_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_engine()
    library = tmp_path / "libllama.so"
    library.write_bytes(b"\x7fELF and nothing that can be run")
    monkeypatch.setenv("LLAMA_CPP_LIB_PATH", str(tmp_path))
    for command in (["doctor", "--json"], ["doctor", "--repair", "--json"]):
        ran = run(*command)
        (said,) = [each for each in ran.document["findings"] if each["name"] == "engine"]
        assert (ran.code, said["state"]) == (0, "warning")
        assert said["text"].startswith("The engine for language models does not run on this PC (")
    monkeypatch.delenv("LLAMA_CPP_LIB_PATH")
    said = next(each for each in run("doctor", "--json").document["findings"] if each["name"] == "engine")
    assert said["state"] == "ok"


@pytest.mark.usefixtures("shipped")
def test_a_server_is_named_and_not_asked(services: Services, owner: Actor) -> None:
    services.assistant.choose_model(owner, "communication", SERVER)
    assert found(services, owner)[2].state is WARNING
    version = services.assistant.get(owner).settings.version
    setup = services.assistant.save_server(owner, version, "http://127.0.0.1:9", "qwen")
    assert "127.0.0.1:9, in the studio." in found(services, owner)[2].text
    services.assistant.save_server(
        owner, setup.settings.version, "https://8.8.8.8", "big", typed=CONFIRMATION
    )
    assert "client data leaves this studio" in found(services, owner)[2].text


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("shipped")
def test_it_is_told_before_there_is_a_database() -> None:
    document = run("doctor", "--json").document
    texts = [each["text"] for each in document["findings"] if each["name"] == "model"]
    assert (texts, document["healthy"]) == (["Little is whole."], True)


@pytest.mark.sqlite_only
def test_a_damaged_model_is_an_exit_code(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(shipped)
    ran = run("doctor", "--json")
    assert (ran.code, ran.document["healthy"]) == (1, False)
    ship(monkeypatch, ModelFacts("Little", "", "0" * 64, 1, 1, 1))
    assert run("doctor").code == 0
