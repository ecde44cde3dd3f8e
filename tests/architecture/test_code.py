"""What no module may become: long, wide, vaguely named, or one that looks at the clock by itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import label, modules, syntax

MOST_LINES = 400
MOST_METHODS = 20
VAGUE = re.compile(r"(^|_)(utils?|helpers?|managers?|misc)(_|$)")
VAGUE_CLASS = re.compile(r"(Utils?|Helpers?|Managers?|Misc)$")
CLOCK = "fitnesscrm_desktop/services/core/clock.py"
LOOKS_AT_THE_CLOCK = frozenset(
    {
        "date.today",
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "QDate.currentDate",
        "QDateTime.currentDateTime",
        "QDateTime.currentDateTimeUtc",
        "QTime.currentTime",
        "time.localtime",
        "time.time",
    }
)

ALL = modules("fitnesscrm_desktop", "tests", "packaging")


def classes(path: Path) -> list[ast.ClassDef]:
    return [node for node in syntax(path) if isinstance(node, ast.ClassDef)]


def public_methods(node: ast.ClassDef) -> set[str]:
    functions = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {function.name for function in functions if not function.name.startswith("_")}


def clock_reads(path: Path) -> Iterator[str]:
    for node in syntax(path):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            if f"{owner}.{node.attr}" in LOOKS_AT_THE_CLOCK:
                yield f"line {node.lineno}: {owner}.{node.attr}"


def unwritten(path: Path) -> Iterator[str]:
    for node in syntax(path):
        if isinstance(node, ast.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if ast.unparse(raised) == "NotImplementedError":
                yield f"line {node.lineno}"


def test_no_module_is_long() -> None:
    lines = {label(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ALL}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_class_is_wide() -> None:
    methods = {(label(path), node.name): len(public_methods(node)) for path in ALL for node in classes(path)}
    assert {name: count for name, count in methods.items() if count > MOST_METHODS} == {}


def test_nothing_is_vaguely_named() -> None:
    parts = {part for path in ALL for part in Path(label(path)).with_suffix("").parts}
    names = {node.name for path in ALL for node in classes(path)}
    assert sorted(filter(VAGUE.search, parts)) == []
    assert sorted(filter(VAGUE_CLASS.search, names)) == []


def test_the_time_comes_from_the_clock_service() -> None:
    program = modules("fitnesscrm_desktop")
    reads = {label(path): list(clock_reads(path)) for path in program if label(path) != CLOCK}
    assert {name: places for name, places in reads.items() if places} == {}


def test_reading_the_clock_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("import datetime\nx = datetime.date.today()\ny = map(time.time, ())\nz = clock.now()\n")
    assert list(clock_reads(module)) == ["line 2: date.today", "line 3: time.time"]


def test_nothing_is_left_unwritten() -> None:
    """What a subclass must bring is an ``abstractmethod``: the type checker asks for it."""
    places = {label(path): list(unwritten(path)) for path in ALL}
    assert {name: lines for name, lines in places.items() if lines} == {}


def test_what_is_left_unwritten_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        "def a():\n    raise NotImplementedError\ndef b():\n    raise NotImplementedError('b')\n"
        "def c():\n    raise\n"
    )
    assert list(unwritten(module)) == ["line 2", "line 4"]
