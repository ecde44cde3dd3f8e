"""What the set-up asks of the computer: to run a program, and to install a system package."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

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
