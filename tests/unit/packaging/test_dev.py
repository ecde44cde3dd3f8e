"""What ``dev.py test`` runs, and by how many processes."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[3] / "packaging"
Ran = list[list[str]]


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load packaging/dev.py as Python does when somebody types its name, with a server that is there."""
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.chdir(FOLDER.parent)
    import dev

    @contextlib.contextmanager
    def there() -> Iterator[dict[str, str]]:
        yield {"FITNESSCRM_TEST_PG": "there"}

    monkeypatch.setattr(dev, "postgres", there)
    return dev


@pytest.fixture
def runs(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, Ran]]:
    """Run the tests with these arguments, where what is called *fails* ends with an error."""

    def run(*arguments: str, fails: str = "") -> tuple[int, Ran]:
        ran: Ran = []

        def call(command: list[str | Path], _env: object = None) -> int:
            name, *rest = map(str, command)
            ran.append([Path(name).stem, *rest])
            return int(fails in ran[-1])

        monkeypatch.setattr(module, "call", call)
        return module.test(arguments, None), ran

    return run


@pytest.mark.parametrize(("cores", "processes"), [(1, "1"), (2, "2"), (64, "4")])
def test_all_tests_run_on_all_cores_but_in_four_processes_at_most(
    runs: Callable[..., tuple[int, Ran]], monkeypatch: pytest.MonkeyPatch, cores: int, processes: str
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(cores)), raising=False)
    code, ran = runs()
    assert code == 0
    assert [each[0] for each in ran] == ["ruff", "ruff", "mypy", "lint-imports", "python"]
    assert ran[-1][1:] == ["-m", "pytest", "--numprocesses", processes, "--dist", "worksteal"]


def test_what_somebody_types_stays_as_typed(runs: Callable[..., tuple[int, Ran]]) -> None:
    assert runs("tests/unit", "-x") == (0, [["python", "-m", "pytest", "tests/unit", "-x"]])


@pytest.mark.parametrize("fails", ["mypy", "format", "pytest"])
def test_whatever_fails_the_tests_run_and_the_code_tells(
    runs: Callable[..., tuple[int, Ran]], fails: str
) -> None:
    code, ran = runs(fails=fails)
    assert code == 1
    assert "pytest" in ran[-1]
