"""``--self-test`` proves an installation, and notices what is broken."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.runtime.bindings import engine_there
from fitnesscrm_desktop.services.assistant.results import ModelFacts
from fitnesscrm_desktop.services.maintenance import assistant_files
from fitnesscrm_desktop.ui.shell import workplace
from fitnesscrm_desktop.ui.shell.features import FEATURES
from fitnesscrm_desktop.ui.shell.self_test import SelfTest
from tests.architecture.source import ROOT
from tests.support.demo_file import DemoFile
from tests.support.logs import LogGuard
from tests.support.stand_ins import stand_ins
from tests.support.window import StudioWindow


def run(
    window: StudioWindow, demo_file: DemoFile, folder: Path, *, as_document: bool = False
) -> tuple[list[str], int]:
    said: list[str] = []
    codes: list[int] = []
    test = SelfTest(window.program, window.crashes, said.append, as_document=as_document)
    test.finished.connect(codes.append)
    window.open(demo_file.open(folder), demo_file.owner)
    window.until(lambda: codes)
    return said, codes[0]


def test_it_visits_every_page_and_dialog(
    window: StudioWindow, demo_file: DemoFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[str] = []
    monkeypatch.setattr(workplace, "FEATURES", stand_ins(notes))
    said, code = run(window, demo_file, tmp_path / "studio")
    assert code == 0
    assert "page clients.list (light)" in said
    assert "page clients.list (dark)" in said
    assert "dialog clients.ask" in said
    assert any(note.startswith("clients.client arrives {'client_id'") for note in notes)


def test_a_script_is_told_in_one_document(
    window: StudioWindow, demo_file: DemoFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workplace, "FEATURES", stand_ins([]))
    said, code = run(window, demo_file, tmp_path / "studio", as_document=True)
    assert code == 0
    (document,) = map(json.loads, said)
    assert (document["ok"], document["failures"]) == (True, [])
    assert "page clients.list (dark)" in document["visited"]
    assert len(document["found"]) == 2


def test_engine_and_model_are_told_before_the_visits(
    window: StudioWindow, demo_file: DemoFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workplace, "FEATURES", stand_ins([]))
    said, code = run(window, demo_file, tmp_path / "studio")
    assert code == 0
    there = "is there and was opened" if engine_there() else "is not built on this PC"
    assert said[0].startswith(f"engine: The engine for language models {there}.")
    assert said[1].startswith("model: SmolLM2-135M")


def test_a_damaged_model_fails_it(
    window: StudioWindow, demo_file: DemoFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workplace, "FEATURES", stand_ins([]))
    file = tmp_path / "little.gguf"
    file.write_bytes(b"GGUF")
    facts = ModelFacts("Little", str(file), "0" * 64, 4, 1, 1)
    monkeypatch.setattr(assistant_files, "shipped_model", lambda: facts)
    said, code = run(window, demo_file, tmp_path / "studio")
    assert code == 1
    assert any(each.startswith("FAILED The file of Little is damaged.") for each in said)


def test_it_ends_when_nobody_listens_any_more(
    window: StudioWindow, demo_file: DemoFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workplace, "FEATURES", stand_ins([]))

    def gone(_text: str) -> None:
        raise BrokenPipeError

    codes: list[int] = []
    test = SelfTest(window.program, window.crashes, gone)
    test.finished.connect(codes.append)
    window.open(demo_file.open(tmp_path / "studio"), demo_file.owner)
    window.until(lambda: codes)
    assert codes == [1]


def test_a_page_that_breaks_is_noticed(
    window: StudioWindow,
    demo_file: DemoFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: LogGuard,
) -> None:
    expected_log("unexpected error")
    monkeypatch.setattr(workplace, "FEATURES", stand_ins([]))

    def break_down(*_: object, **__: object) -> None:
        window.crashes.take(ZeroDivisionError("a bug"))

    monkeypatch.setattr("tests.support.stand_ins.NotedPage.arrive", break_down)
    said, code = run(window, demo_file, tmp_path / "studio")
    assert code == 1
    assert "FAILED ZeroDivisionError: a bug" in said


@pytest.mark.slow
def test_the_installed_program_proves_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fitnesscrm_desktop", "--self-test"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for feature in FEATURES:
        for page in feature.pages:
            assert f"page {page.id} (dark)" in done.stdout
        for dialog_id in feature.dialogs:
            assert f"dialog {dialog_id}" in done.stdout
