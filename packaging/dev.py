#!/usr/bin/env python3
"""Set up, run and test FitnessCRM Desktop, with nothing installed but Python 3.11 or newer.

python3 packaging/dev.py run [ARGUMENTS OF THE PROGRAM]   without arguments: the window on a demo studio
python3 packaging/dev.py test [ARGUMENTS OF PYTEST]       without arguments: every check, then all tests
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

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
CHECKS = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",), ("lint-imports", "--no-logo"))
APT_INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends")


def say(text: str) -> None:
    """Tell the person; standard output belongs to the program that is started."""
    print(text, file=sys.stderr, flush=True)


def is_root() -> bool:
    """Whether system packages may be installed."""
    return sys.platform != "win32" and os.geteuid() == 0


def call(command: Sequence[str | Path], env: Mapping[str, str] | None = None, *, aside: bool = False) -> int:
    """Run *command* and give its exit code; with *aside*, what it says goes to standard error."""
    with subprocess.Popen(command, env=env, stdout=sys.stderr if aside else None) as process:
        try:
            return process.wait()
        except (KeyboardInterrupt, SystemExit) as reason:
            if isinstance(reason, SystemExit):  # an interrupt from the keyboard has reached it as well
                process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)  # let it end in its own way
            raise
        finally:
            process.terminate()


def install(packages: Sequence[str]) -> bool:
    """Install system *packages* if this is root on an apt system; else say what to type."""
    if not shutil.which("apt-get"):
        say(f"Missing on this system: {' '.join(packages)} (these are Debian's names for them).")
        return False
    if not is_root():
        say(f"Something is missing. Please type:\n\n    sudo {' '.join(APT_INSTALL)} {' '.join(packages)}\n")
        return False
    say(f"Installing {' '.join(packages)} ...")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if call([*APT_INSTALL, *packages], env, aside=True) == 0:
        return True
    call(["apt-get", "update"], env, aside=True)  # the list of packages is empty or old
    return call([*APT_INSTALL, *packages], env, aside=True) == 0


def loads(library: str) -> bool:
    """Whether the system has *library*."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


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


def add_system_packages(*, testing: bool) -> bool:
    """Install what the system lacks, all at once; only PostgreSQL is not vital."""
    needed = missing_packages()
    server = ["postgresql"] if testing and find_tools() is None else []
    return not needed + server or install(needed + server) or not needed


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


def run(arguments: Sequence[str]) -> int:
    """Start the program."""
    return call([PYTHON, "-m", "fitnesscrm_desktop", *(arguments or ["--demo"])])


def test(arguments: Sequence[str]) -> int:
    """Run every check and all tests, or only pytest with *arguments*; its summary is the last line."""
    os.chdir(ROOT)
    failed = [] if arguments else [" ".join(check) for check in CHECKS if call([BIN / check[0], *check[1:]])]
    with postgres() as where:
        if failed:
            say(f"\nFailed before the tests: {', '.join(failed)}")
        code = call([PYTHON, "-m", "pytest", *arguments], os.environ | where)
    return code or bool(failed)


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says."""
    commands = {"run": run, "test": test}
    if not arguments or arguments[0] not in commands:
        say(__doc__ or "")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        ready = add_system_packages(testing=arguments[0] == "test") and add_environment()
        return commands[arguments[0]](arguments[1:]) if ready else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
