"""What is shipped, and what sets it up."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.architecture.source import PACKAGE, ROOT, syntax

LOCKS = [ROOT / "packaging" / name for name in ("requirements.lock", "engine.lock", "engine-build.lock")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STANDALONE = (
    "packaging/dev.py",
    "packaging/engine.py",
    "packaging/system.py",
    "tests/support/leftovers.py",
    "tests/support/postgres.py",
)


def locked(lock: Path) -> list[Requirement]:
    lines = [line for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line]
    return [Requirement(line.rstrip(" \\")) for line in lines]


def pins(lock: Path) -> dict[str, str]:
    """What *lock* installs here."""
    return {
        canonical(pin.name): str(pin.specifier).removeprefix("==")
        for pin in locked(lock)
        if not pin.marker or pin.marker.evaluate()
    }


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def satisfied(need: Requirement, version: str | None) -> bool:
    return version is not None and need.specifier.contains(version, prereleases=True)


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_lock_names_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(
        r"://|\bfile:|--index|--extra-index|--find-links|(^|\s)/|[A-Za-z]:\\", text, re.MULTILINE
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_lock_has_a_hash_for_everything(lock: Path) -> None:
    blocks = re.split(r"^(?=\S+==)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [block for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def test_the_lock_has_what_the_project_asks_for() -> None:
    project = PROJECT["project"]
    wanted = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]
    found = pins(LOCKS[0])
    stale = [str(need) for need in wanted if not satisfied(need, found.get(canonical(need.name)))]
    assert stale == [], "poe lock renews packaging/requirements.lock"


@pytest.mark.parametrize("lock", LOCKS[1:], ids=lambda lock: lock.name)
def test_the_locks_of_the_engine_have_what_is_asked_for(lock: Path) -> None:
    lines = lock.with_suffix(".in").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    found = pins(lock)
    stale = [str(need) for need in wanted if not satisfied(need, found.get(canonical(need.name)))]
    assert stale == [], f"poe lock renews packaging/{lock.name}"


def test_the_engine_needs_nothing_that_is_not_locked() -> None:
    found = pins(LOCKS[0]) | pins(LOCKS[1])
    assert {"numpy", "jinja2", "typing-extensions", "diskcache"} <= set(found)  # as its package says


@pytest.mark.parametrize("name", STANDALONE)
def test_the_set_up_needs_the_standard_library_only(name: str) -> None:
    nodes = list(syntax(ROOT / name))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    foreign = {module for module in imported if module.partition(".")[0] not in sys.stdlib_module_names}
    assert foreign <= {"engine", "system", "tests.support.leftovers", "tests.support.postgres"}


def test_the_set_up_is_short() -> None:
    assert len((ROOT / "packaging" / "dev.py").read_text(encoding="utf-8").splitlines()) < 200


def test_the_ci_runs_the_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert "\npython3 packaging/dev.py test\n" in script.read_text(encoding="utf-8")
    assert os.name == "nt" or script.stat().st_mode & 0o111


def test_every_excused_rule_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.flake8-bugbear]")]
    rules = re.findall(r'^ {4}"[A-Z]+\d*",.*$', section, re.MULTILINE)
    assert len(rules) > 10
    assert [line for line in rules if not re.search(r"# \w+", line)] == []


def test_the_checks_are_as_strict_as_they_go() -> None:
    ruff, mypy = PROJECT["tool"]["ruff"]["lint"], PROJECT["tool"]["mypy"]
    assert ruff["select"] == ["ALL"]
    assert mypy["strict"] is True
    assert "ignore-without-code" in mypy["enable_error_code"]


def test_the_wheel_has_all_resources(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shipped = set(zipfile.ZipFile(wheel).namelist())
    ours = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.relative_to(ROOT).as_posix() for path in ours} <= shipped
    assert not any(name.startswith(("tests/", "packaging/")) for name in shipped)


def test_every_decision_has_a_number_of_its_own() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == list(range(1, len(records) + 1))
    for number, record in zip(numbers, records, strict=True):
        assert record.read_text(encoding="utf-8").startswith(f"# {number}. "), record.name
