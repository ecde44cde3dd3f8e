"""How long until there is a window, beside an empty window and SQLAlchemy alone in the same run."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import command_line
from tests.benchmarks.table import Table

ROUNDS = 7

EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
import sqlalchemy.orm
application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
application.processEvents()
window.grab()
print("ready", flush=True)
"""

PAINTED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.ui.shell.crash import CrashWatch

application = program.make_application()
frame, _ = program.make_window(application, Home(Path(sys.argv[1])), CrashWatch())
frame.show()
application.processEvents()
frame.grab()
print("ready", flush=True)
"""

USABLE = """
import sys
from functools import partial
from pathlib import Path
import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.opened import open_studio

def ready():
    application.processEvents()
    frame.grab()
    print("ready", flush=True)
    frame.close()

application = program.make_application()
home = Home(Path(sys.argv[1]))
frame, opened = program.make_window(application, home, CrashWatch())
opened.entered.connect(ready)
frame.show()
opened.open(partial(open_studio, home, None))
application.exec()
"""


def seconds(script: str, home: Path) -> float:
    """From the start of the process until it says that it is ready."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home)], stdout=subprocess.PIPE, env=env
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        passed = time.perf_counter() - begun
        process.communicate()
    return passed


def medians(home: Path) -> list[float]:
    """The three scripts by turns, so that a busy moment of the computer hits all of them alike."""
    rounds = [[seconds(script, home) for script in (EMPTY, PAINTED, USABLE)] for _ in range(ROUNDS + 1)]
    return [statistics.median(column) for column in zip(*rounds[1:], strict=True)]


def bench_start(tmp_path: Path, table: Table) -> None:
    """Start on a studio that exists, up to the first paint and up to the sign-in screen."""
    services = start(Home(tmp_path))
    services.demo.fill(command_line(), clients=200, years=1, seed=1)
    services.close()
    empty, painted, usable = medians(tmp_path)
    table.ratio("start: first painted window / empty window + SQLAlchemy", ours=painted, bare=empty, goal=1.5)
    table.ratio("start: usable window / empty window + SQLAlchemy", ours=usable, bare=empty, goal=1.5)
