"""Qt's binding must not wear out None, True and False (docs/decisions/0010)."""

import subprocess
import sys

from tests.architecture.source import ROOT

A_BUSY_DAY = """
import fitnesscrm_desktop.ui
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rung = Signal(bool)

bell = Bell()
bell.rung.connect(bool)
for _ in range(100_000):
    bell.rung.emit(True)
    bell.rung.emit(False)
    bell.setObjectName("bell")
print("alive")
"""


def test_a_busy_day_does_not_end_in_an_abort() -> None:
    found = subprocess.run(
        [sys.executable, "-c", A_BUSY_DAY], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, "alive\n"), found.stderr
