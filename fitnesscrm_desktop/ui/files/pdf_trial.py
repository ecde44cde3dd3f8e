"""Shows a PDF in a process of its own first: one that runs in circles or breaks what shows it ends only that.

This file is run by itself (``python pdf_trial.py``), so it knows nothing of the program when it does.
"""

from __future__ import annotations

import enum
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PATIENCE = 10.0
"""Seconds: a scan of a hundred pages is there in one."""
GLANCE = 0.05
"""Seconds after which it is looked again whether somebody still waits."""
MOST_PAGES, TRIED, WIDTH = 5_000, 3, 300
GOOD, UNREADABLE, TOO_MANY = 0, 3, 4


class Verdict(enum.Enum):
    """Whether a PDF can be shown."""

    SHOWN = "shown"
    UNREADABLE = "unreadable"
    """It has a password, or is damaged."""
    HARMFUL = "harmful"
    """It would never be there, or take the window along."""


def _never() -> bool:
    return False


def try_pdf(data: bytes, patience: float = PATIENCE, *, given_up: Callable[[], bool] = _never) -> Verdict:
    """Load *data* and draw its first pages, in another process, for *patience* seconds at most.

    As soon as nobody waits any more, which *given_up* tells, that process is ended.
    """
    command = [sys.executable, "-P", str(Path(__file__))]
    quiet = subprocess.DEVNULL
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    ends = time.monotonic() + patience
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, env=environment
    ) as trial:
        feeding = threading.Thread(target=_feed, args=(trial, data))
        feeding.start()
        try:
            while trial.poll() is None and not given_up() and time.monotonic() < ends:
                with suppress(subprocess.TimeoutExpired):
                    trial.wait(GLANCE)
            said = trial.poll()
        finally:
            trial.kill()  # what has ended by itself does not notice
            feeding.join()
    known: dict[int | None, Verdict] = {GOOD: Verdict.SHOWN, UNREADABLE: Verdict.UNREADABLE}
    return known.get(said, Verdict.HARMFUL)


def _feed(trial: subprocess.Popen[bytes], data: bytes) -> None:
    """Hand it the document, which it may be too slow to take, or end before it has."""
    if trial.stdin is not None:
        with suppress(OSError), trial.stdin as door:
            door.write(data)


def main() -> int:
    """What comes in on standard input is loaded and drawn."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtPdf import QPdfDocument

    application = QGuiApplication([])
    buffer, document = QBuffer(), QPdfDocument(application)
    buffer.setData(QByteArray(sys.stdin.buffer.read()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    pages = document.pageCount()
    if pages < 1 or document.status() is not QPdfDocument.Status.Ready:
        return UNREADABLE
    if pages > MOST_PAGES:
        return TOO_MANY
    for number in range(min(pages, TRIED)):
        document.render(number, QSize(WIDTH, WIDTH))
    return GOOD


if __name__ == "__main__":
    sys.exit(main())
