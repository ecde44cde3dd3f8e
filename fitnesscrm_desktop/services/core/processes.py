"""Whether a program on this PC still runs: a number alone may belong to another one by now."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from socket import gethostname
from uuid import getnode

_MARK = re.compile(r"([1-9]\d*)-(\d+)")
_MADE_UP = 0b11 << 40
"""Bits in the number of a network card that no maker gave it: others may have the same."""
_BOOT, _NUMBERS = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")
"""Linux: since when it runs, and among which numbers of programs this one has its own."""
_AFTER_NAME = 19
"""Where in Linux's line about a process, behind its name, the moment stands when it began."""


def process_mark(pid: int | None = None) -> str:
    """What a program writes down so that others can see whether it runs: its number, and when it began."""
    number = os.getpid() if pid is None else pid
    return f"{number}-{_began(number) or 0}"


@cache
def pc_mark() -> str:
    """Which PC this is, as against all others in the house; empty: that cannot be told.

    Programs that do not see each other, as in two containers, are on two PCs; on Linux a PC that was started
    again is another one. Elsewhere the name alone may be that of a copied PC, so the number that its network
    card was made with counts, too.
    """
    try:
        boot = _BOOT.read_text(encoding="ascii").strip()
        parts = [boot, str(_NUMBERS.readlink())]
    except (OSError, ValueError):
        card = getnode()
        if card & _MADE_UP:
            return ""
        parts = [gethostname(), str(card)]
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def is_gone(mark: str) -> bool:
    """Whether the program that left *mark* on this PC has surely ended; not if it is no such mark."""
    found = _MARK.fullmatch(mark)
    if found is None:
        return False
    began, noted = _began(int(found[1])), int(found[2])
    return began is None or (began != noted and 0 not in (began, noted))


def is_running(mark: str) -> bool:
    """Whether the program that left *mark* surely runs, on this PC; not if that cannot be told."""
    found = _MARK.fullmatch(mark)
    return found is not None and int(found[2]) != 0 and _began(int(found[1])) == int(found[2])


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _MAY_ASK, _NO_SUCH = 0x1000, 87

    def _began(pid: int) -> int | None:
        """When the process began, as the system counts; 0: it does not tell; None: there is none."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = kernel.OpenProcess(_MAY_ASK, 0, pid)
        if not handle:  # or it is somebody else's
            return None if ctypes.get_last_error() == _NO_SUCH else 0
        try:
            times = [wintypes.FILETIME() for _ in range(4)]
            if not kernel.GetProcessTimes(wintypes.HANDLE(handle), *(ctypes.byref(each) for each in times)):
                return 0
            began, ended = times[0], times[1]
            if ended.dwHighDateTime or ended.dwLowDateTime:  # somebody else still asks about it
                return None
            return (int(began.dwHighDateTime) << 32) + int(began.dwLowDateTime)
        finally:
            kernel.CloseHandle(wintypes.HANDLE(handle))

else:

    def _began(pid: int) -> int | None:
        """When the process began, as the system counts; 0: it does not tell; None: there is none."""
        with suppress(OSError, ValueError, IndexError):
            behind_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
            state, *rest = behind_name.rpartition(")")[2].split()
            return None if state in "ZX" else int(rest[_AFTER_NAME - 1])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return None
        except OSError:  # it is somebody else's
            return 0
        return 0
