"""Modules that make Qt classes are loaded on the UI thread: two threads at that might end the program."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT

AT_WORK = """
import sys
import threading
from functools import partial
from pathlib import Path

class Watch:
    def find_spec(self, name, path=None, target=None):
        elsewhere = threading.current_thread() is not threading.main_thread()
        makes_classes = name.startswith(("PySide6", "pyqtgraph", "fitnesscrm_desktop.ui."))
        if elsewhere and makes_classes and name not in HARMLESS:
            print(name, "on a worker")

HARMLESS = {"fitnesscrm_desktop.ui.core.formats"}
sys.meta_path.insert(0, Watch())
from PySide6.QtCore import QEventLoop, QTimer
import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.opened import open_demo, open_studio, see_studio

def a_while(done):
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: done() and loop.quit())
    look.start(10)
    loop.exec()

application = program.make_application()
home = Home(Path(sys.argv[1]))
frame, opened = program.make_window(application, home, CrashWatch())
frame.show()
over = []
opened.entered.connect(lambda: opened.workplace.leisure.over.connect(lambda: over.append(True)))
if sys.argv[2] == "demo":
    opened.open(partial(open_demo, home))
else:
    opened.open(partial(open_studio, home, None), partial(see_studio, home, None))
a_while(lambda: over and opened.tasks.idle())
work = opened.workplace
if sys.argv[2] == "demo":
    for spec in work.window.pages.in_sidebar():
        work.window.go(spec.id)
        a_while(opened.tasks.idle)
    work.window.go("home.owner")
    a_while(lambda: "pyqtgraph" in sys.modules and opened.tasks.idle())
frame.close()
print("seen", work is not None)
"""


def run(folder: Path, what: str) -> list[str]:
    """What a program says that runs *AT_WORK*."""
    done = subprocess.run(
        [sys.executable, "-c", AT_WORK, str(folder), what],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_demo_and_all_its_pages(tmp_path: Path) -> None:
    assert run(tmp_path, "demo") == ["seen True"]


def test_a_studio_whose_staff_sign_in(tmp_path: Path) -> None:
    words = ["demo", "create", "--clients", "20", "--years", "1", "--seed", "1"]
    subprocess.run(
        [sys.executable, "-m", "fitnesscrm_desktop", "--home", str(tmp_path), *words],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    assert run(tmp_path, "studio") == ["seen True"]
