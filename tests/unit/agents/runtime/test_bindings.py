"""Whether the engine is there is found out without loading it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.runtime.bindings import engine_there, missing_engine
from fitnesscrm_desktop.agents.runtime.errors import EngineBroken


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a package of the engine's name come before the real one, with nothing in it."""
    folder = tmp_path / "llama_cpp"
    (folder / "lib").mkdir(parents=True)
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("LLAMA_CPP_LIB_PATH", raising=False)
    return folder


def test_a_package_without_a_library_is_no_engine(package: Path) -> None:
    assert not engine_there()
    assert isinstance(missing_engine(), EngineBroken)
    assert "library is missing or damaged" in missing_engine().text
    (package / "lib" / "libllama.so").write_bytes(b"")
    assert not engine_there()


def test_a_library_is_an_engine(package: Path) -> None:
    (package / "lib" / "libllama.so").write_bytes(b"\x7fELF and more")
    assert engine_there()
    assert not isinstance(missing_engine(), EngineBroken)
