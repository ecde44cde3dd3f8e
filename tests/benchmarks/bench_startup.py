"""How long until there is a window, beside an empty window and SQLAlchemy alone in the same run."""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.services.demo.staff import STAFF
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
import json
import sys
from functools import partial
from pathlib import Path
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.opened import open_studio, see_studio

def press(digit):
    key = Qt.Key(Qt.Key.Key_0.value + int(digit))
    pressed = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, digit)
    application.sendEvent(frame.focusWidget(), pressed)

def tell(what):
    application.processEvents()
    frame.grab()
    print(what, flush=True)

def ready():
    application.processEvents()
    screen = frame.covered
    first, *rest = json.loads(sys.argv[2])[screen.presenter.state.chosen.name]
    press(first)
    assert screen.proof.pad.digits == 1
    tell("ready")
    for digit in rest:
        press(digit)

def came_in(actor):
    tell("at work")
    frame.close()

application = program.make_application()
home = Home(Path(sys.argv[1]))
frame, opened = program.make_window(application, home, CrashWatch())
opened.usable.connect(ready)
opened.entered.connect(lambda: opened.workplace.session.entered.connect(came_in))
frame.show()
opened.open(partial(open_studio, home, None), partial(see_studio, home, None))
application.exec()
"""


def seconds(script: str, home: Path, *says: str) -> list[float]:
    """From the start of the process until it says each of these."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    pins = json.dumps({one.name: one.pin for one in STAFF})
    begun = time.perf_counter()
    passed = []
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home), pins], stdout=subprocess.PIPE, env=env, text=True
    ) as process:
        assert process.stdout is not None
        for said in says:
            assert process.stdout.readline() == f"{said}\n"
            passed.append(time.perf_counter() - begun)
        process.communicate()
    return passed


def medians(home: Path) -> list[float]:
    """The three scripts by turns, so that a busy moment of the computer hits all of them alike."""
    rounds = [
        seconds(EMPTY, home, "ready")
        + seconds(PAINTED, home, "ready")
        + seconds(USABLE, home, "ready", "at work")
        for _ in range(ROUNDS + 1)
    ]
    return [statistics.median(column) for column in zip(*rounds[1:], strict=True)]


def bench_start(tmp_path: Path, table: Table) -> None:
    """Start on a studio that exists: first paint, a sign-in that takes a PIN, the first page.

    The PIN is typed faster than anybody can; who has to wait for the rest to be loaded waits here.
    """
    services = start(Home(tmp_path))
    services.demo.fill(command_line(), clients=200, years=1, seed=1)
    services.close()
    empty, painted, usable, at_work = medians(tmp_path)
    table.ratio("start: first painted window / empty window + SQLAlchemy", ours=painted, bare=empty, goal=1.5)
    table.ratio("start: usable window / empty window + SQLAlchemy", ours=usable, bare=empty, goal=1.5)
    table.bound("start: signed in by a PIN that is typed at once", ours=at_work, goal=1.5)
