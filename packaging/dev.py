#!/usr/bin/env python3
"""Set up, run and test FitnessCRM Desktop, with nothing installed but Python 3.11 or newer.

python3 packaging/dev.py run [ARGUMENTS OF THE PROGRAM]   without arguments: the window on a demo studio
python3 packaging/dev.py test [ARGUMENTS OF PYTEST]       without arguments: every check, then all tests

Both build the engine of the local model first; with --no-ai among the arguments they leave it out.
"""

import contextlib
import hashlib
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine import Engine
from engine import missing_packages as missing_for_engine
from system import call, install, loads, say

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one must be told
    sys.exit("FitnessCRM Desktop needs Python 3.11 or newer.")

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.support.postgres import PrivateServer, find_tools  # noqa: E402 - the line above lets it be found

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "packaging" / "requirements.lock"
STAMP = VENV / "installed-from.sha256"
NO_AI = "--no-ai"

# What Qt loads from the system on Linux, and the package of Debian that holds it.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
MOST_WORKERS = 4  # a worker takes half a gigabyte
CHECKS = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",), ("lint-imports", "--no-logo"))


def missing_packages() -> list[str]:
    """Name what the system lacks, as Debian names it."""
    # Debian keeps the pip for new environments in a package of its own.
    no_venv = not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None
    venv = [f"python3.{sys.version_info.minor}-venv"] if no_venv else []
    if sys.platform != "linux":  # elsewhere Qt brings everything along
        return venv
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    libraries = QT_LIBRARIES | (SCREEN_LIBRARIES if screen else {})
    return venv + [package for library, package in libraries.items() if not loads(library)]


def add_system_packages(*, testing: bool, engine: bool) -> bool:
    """Install what the system lacks, all at once; PostgreSQL and what builds the engine are not vital."""
    needed = missing_packages()
    more = ["postgresql"] if testing and find_tools() is None else []
    more += missing_for_engine() if engine else []
    return not needed + more or install(needed + more) or not needed


def add_environment() -> bool:
    """Make .venv and fill it from the lock file, unless that was done before."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return True
    if not PYTHON.exists() or call([PYTHON, "-c", "import pip"]) != 0:
        say("Making .venv ...")
        if call([sys.executable, "-m", "venv", "--clear", VENV], aside=True) != 0:
            return False
    say("Installing the packages (the first time this takes a few minutes) ...")
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install"]
    if call([*pip, "--require-hashes", "--requirement", LOCK], aside=True) != 0:
        return False
    if call([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], aside=True) != 0:
        return False
    STAMP.write_text(wanted)
    return True


@contextlib.contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """Tell the tests by their environment where a server is that lives as long as they do."""
    tools = find_tools()
    if tools is None:
        say("There is no PostgreSQL here: the tests that need it cannot run.")
        yield {}
        return
    with PrivateServer(tools) as server:
        yield {"FITNESSCRM_TEST_PG": server.url}


def run(arguments: Sequence[str], engine: Engine | None) -> int:
    """Start the program, with its engine if that can be built."""
    if engine and engine.has_failed():
        say("The engine of the local model could not be built here; dev.py test tries it again.")
    elif engine:
        with engine.building() as build:
            engine.finish(build)
    return call([PYTHON, "-m", "fitnesscrm_desktop", *(arguments or ["--demo"])])


def side_by_side() -> list[str]:
    """Tell pytest to use the cores of this computer; a process that is done takes over from the others."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ["--numprocesses", str(min(cores, MOST_WORKERS)), "--dist", "worksteal"]


def test(arguments: Sequence[str], engine: Engine | None) -> int:
    """Run every check and all tests, or only pytest with *arguments*; its summary is the last line."""
    os.chdir(ROOT)
    with engine.building() if engine else contextlib.nullcontext() as build:
        checks = () if arguments else CHECKS
        failed = [" ".join(check) for check in checks if call([BIN / check[0], *check[1:]])]
        if engine and not engine.finish(build) and os.environ.get("CI"):
            failed.append("the build of the engine")
    with postgres() as where:
        if failed:
            say(f"\nFailed before the tests: {', '.join(failed)}")
        code = call([PYTHON, "-m", "pytest", *(arguments or side_by_side())], os.environ | where)
    return code or bool(failed)


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says."""
    commands = {"run": run, "test": test}
    command, *rest = [argument for argument in arguments if argument != NO_AI] or [""]
    if command not in commands:
        say(__doc__ or "")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    engine = None if NO_AI in arguments else Engine(VENV)
    wanted = engine is not None and not engine.is_there()
    try:
        ready = add_system_packages(testing=command == "test", engine=wanted) and add_environment()
        return commands[command](rest, engine) if ready else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
