"""Shows a PDF in a process of its own first: one that runs in circles or breaks what shows it ends only that.

This file is run by itself (``python pdf_trial.py``), so it knows nothing of the program when it does.
"""

from __future__ import annotations

import enum
import os
import subprocess
import sys
from pathlib import Path

PATIENCE = 10.0
"""Seconds: a scan of a hundred pages is there in one."""
MOST_PAGES, TRIED, WIDTH = 5_000, 3, 300
GOOD, UNREADABLE, TOO_MANY = 0, 3, 4


class Verdict(enum.Enum):
    """Whether a PDF can be shown."""

    SHOWN = "shown"
    UNREADABLE = "unreadable"
    """It has a password, or is damaged."""
    HARMFUL = "harmful"
    """It would never be there, or take the window along."""


def try_pdf(data: bytes, patience: float = PATIENCE) -> Verdict:
    """Load *data* and draw its first pages, in another process, for *patience* seconds at most."""
    command = [sys.executable, "-P", str(Path(__file__))]
    quiet = subprocess.DEVNULL
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    try:
        tried = subprocess.run(  # noqa: S603 - our own program
            command, input=data, stdout=quiet, stderr=quiet, timeout=patience, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        return Verdict.HARMFUL
    known = {GOOD: Verdict.SHOWN, UNREADABLE: Verdict.UNREADABLE}
    return known.get(tried.returncode, Verdict.HARMFUL)


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
