"""When the set-up builds the engine, and what it does when that fails."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[3] / "packaging"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load packaging/engine.py as packaging/dev.py does, on a PC that has a compiler."""
    monkeypatch.syspath_prepend(str(FOLDER))
    import engine

    monkeypatch.setattr(engine, "missing_packages", list)
    monkeypatch.setattr(engine.Engine, "_install", lambda _self: True)
    return engine


@pytest.fixture
def builds_with(module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], bool]:
    """Build with a compiler that ends with a code."""

    def build(code: int) -> bool:
        script = tmp_path / "build.py"
        script.write_text(f"print('compiling'); raise SystemExit({code})", encoding="utf-8")
        monkeypatch.setattr(module, "__file__", str(script))
        engine = module.Engine(tmp_path)
        with engine.building() as process:
            return bool(engine.finish(process))

    return build


def test_it_is_built_once(module: ModuleType, builds_with: Callable[[int], bool], tmp_path: Path) -> None:
    assert not module.Engine(tmp_path).is_there()
    assert builds_with(0)
    assert module.Engine(tmp_path).is_there()
    assert builds_with(1)  # it is there: the broken compiler is not asked


def test_one_that_cannot_be_opened_here_is_built_anew(
    module: ModuleType, builds_with: Callable[[int], bool], tmp_path: Path
) -> None:
    assert builds_with(0)
    folder = tmp_path / "lib" / "site-packages" / "llama_cpp" / "lib"
    folder.mkdir(parents=True)
    for name in ("libllama.so", "llama.dll"):
        (folder / name).write_bytes(b"of another PC")

    assert not module.Engine(tmp_path).is_there()
    assert not builds_with(1)


def test_another_recipe_builds_it_anew(
    module: ModuleType, builds_with: Callable[[int], bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert builds_with(0)
    monkeypatch.setattr(module, "OPTIONS", ("-DOTHER=ON",))
    assert not module.Engine(tmp_path).is_there()


def test_a_failure_is_told_kept_and_made_good(
    module: ModuleType,
    builds_with: Callable[[int], bool],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert not builds_with(1)
    assert "could not be built: see" in capfd.readouterr().err
    assert (tmp_path / "engine-build.log").read_text(encoding="utf-8") == "compiling\n"
    assert module.Engine(tmp_path).has_failed()
    assert builds_with(0)
    assert not module.Engine(tmp_path).has_failed()


def test_without_a_compiler_nothing_is_tried(
    module: ModuleType,
    builds_with: Callable[[int], bool],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(module, "missing_packages", lambda: ["g++"])
    assert not builds_with(0)
    assert "needs g++; everything else works without it" in capfd.readouterr().err
    assert not module.Engine(tmp_path).has_failed()


def test_a_build_nobody_waits_for_is_ended(
    module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "build.py"
    script.write_text("import threading; threading.Event().wait()", encoding="utf-8")
    monkeypatch.setattr(module, "__file__", str(script))
    with pytest.raises(KeyboardInterrupt), module.Engine(tmp_path).building() as process:
        raise KeyboardInterrupt
    assert process.poll() is not None
