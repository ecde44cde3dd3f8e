"""What test processes that were killed have left behind (standard library only: packaging/dev.py uses it)."""

import os
import sys
from pathlib import Path


def is_abandoned(note: Path) -> bool:
    """Whether *note* holds the number of a process that is gone; in doubt, and on Windows, it is not."""
    if sys.platform == "win32":  # asking there with a signal would end the process
        return False
    try:
        os.kill(int(note.read_text(encoding="ascii")), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError, ValueError):
        return False
    return False


def unlock_folders(root: Path) -> None:
    """Let pytest take away at its end what killed runs of it keep: by itself it waits for three days."""
    for lock in root.glob("pytest-of-*/pytest-*/.lock"):
        if is_abandoned(lock):
            lock.unlink(missing_ok=True)
