"""Builds the engine of the local model; packaging/dev.py uses it.

There is no ready-made engine to install, only its source. Most of that is for programs of its own; without
them it takes a third of the time. It is built aside, in an environment that is thrown away, so that other
work can go on; then one step puts it into .venv.
"""

import contextlib
import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

from system import call, loads, say

FOLDER = Path(__file__).resolve().parent
LOCK = FOLDER / "engine.lock"
TOOLS_LOCK = FOLDER / "engine-build.lock"
RECIPE = FOLDER / "engine.cmake"
OPTIONS = ("-DLLAVA_BUILD=OFF", "-DLLAMA_OPENSSL=OFF")
HOW_LONG = "two to six minutes, once"
TELL_EVERY = 30


def _scripts(environment: Path) -> Path:
    return environment / ("Scripts" if os.name == "nt" else "bin")


def _pip(environment: Path) -> list[str | Path]:
    return [_scripts(environment) / "python", "-m", "pip", "--disable-pip-version-check"]


def missing_packages() -> list[str]:
    """Name what the build lacks on this system, as Debian names it."""
    if sys.platform != "linux":
        return []
    compiler = [] if shutil.which("g++") and shutil.which("gcc") else ["g++"]
    return compiler + ([] if loads("libgomp.so.1") else ["libgomp1"])


def build(folder: Path) -> int:
    """Build everything that engine.lock names into *folder*/wheels."""
    tools = folder / "tools"
    venv.create(tools, with_pip=True, clear=True)
    if code := call([*_pip(tools), "install", "--require-hashes", "--requirement", TOOLS_LOCK]):
        return code
    include = f"-DCMAKE_PROJECT_llama.cpp_INCLUDE={RECIPE.as_posix()}"
    path = os.pathsep.join([str(_scripts(tools)), os.environ.get("PATH", "")])
    env = os.environ | {"PATH": path, "CMAKE_ARGS": shlex.join([*OPTIONS, include])}
    wheel: list[str | Path] = [
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        folder / "wheels",
        "--verbose",
    ]
    return call([*_pip(tools), *wheel, "--require-hashes", "--requirement", LOCK], env)


class Engine:
    """The engine in one environment."""

    def __init__(self, environment: Path) -> None:
        self._environment = environment
        self._folder = environment / f"engine-build-{os.getpid()}"
        self._log = environment / "engine-build.log"
        self._done = environment / "engine-from.sha256"
        self._failed = environment / "engine-failed.sha256"
        parts = (LOCK, TOOLS_LOCK, RECIPE)
        recipe = b"".join(part.read_bytes() for part in parts) + " ".join(OPTIONS).encode()
        self._wanted = hashlib.sha256(recipe).hexdigest()

    def is_there(self) -> bool:
        """Whether it was built from what is wanted now, and can be opened here."""
        return self._done.exists() and self._done.read_text() == self._wanted and self._opens()

    def _opens(self) -> bool:
        """Load its library in another process: it may be of another PC, or lack a part."""
        name = "llama.dll" if os.name == "nt" else "libllama.*"
        found = next(self._environment.rglob(f"site-packages/llama_cpp/lib/{name}"), None)
        load = "import ctypes, sys; ctypes.CDLL(sys.argv[1])"
        return found is None or call([sys.executable, "-I", "-S", "-c", load, found], aside=True) == 0

    def has_failed(self) -> bool:
        """Whether it is known that this cannot be built here."""
        return self._failed.exists() and self._failed.read_text() == self._wanted

    @contextlib.contextmanager
    def building(self) -> Iterator[subprocess.Popen[bytes] | None]:
        """Build it aside, if that is possible and not done yet."""
        if self.is_there():
            yield None
            return
        if lacking := missing_packages():
            say(f"The engine of the local model needs {' '.join(lacking)}; everything else works without it.")
            yield None
            return
        say(f"Building the engine of the local model ({HOW_LONG}; --no-ai leaves it out) ...")
        with self._log.open("wb") as log:
            command = [sys.executable, __file__, str(self._folder)]
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            yield process
        finally:
            _end(process)
            shutil.rmtree(self._folder, ignore_errors=True)

    def finish(self, process: subprocess.Popen[bytes] | None) -> bool:
        """Wait for the build and put it into the environment; whether it is there."""
        if process is None:
            return self.is_there()
        began = time.monotonic()
        while True:
            try:
                code = process.wait(timeout=TELL_EVERY)
            except subprocess.TimeoutExpired:
                say(f"  ... building for {time.monotonic() - began:.0f} s")
            else:
                break
        if code == 0 and self._install():
            self._done.write_text(self._wanted)
            self._failed.unlink(missing_ok=True)
            return True
        self._failed.write_text(self._wanted)
        say(f"The engine of the local model could not be built: see {self._log}. All else works without it.")
        return False

    def _install(self) -> bool:
        pip, wheels = _pip(self._environment), sorted((self._folder / "wheels").glob("*.whl"))
        python = _scripts(self._environment) / "python"
        if call([*pip, "install", "--no-deps", "--no-index", "--force-reinstall", *wheels], aside=True):
            return False
        return call([python, "-c", "import llama_cpp"], aside=True) == 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a build that nobody waits for any more, with all its compilers."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.terminate()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
    process.wait()


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1])))
