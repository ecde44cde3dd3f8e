"""How long the window stands still at the first click on each page, and when the look is changed."""

import json
import os
import subprocess
import sys
from pathlib import Path

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import command_line
from tests.benchmarks.table import Table

ROOT = Path(__file__).parents[2]
STILL, SWITCH = 0.05, 0.5
SCRIPT = """
import json
import sys
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer

import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.opened import open_studio, see_studio

TYPING_MS, SIGNED_IN_MS, PAGE_MS = 2000, 1000, 400


class Heart:
    \"\"\"Beats every millisecond, if the window lets it.\"\"\"

    def __init__(self):
        self.longest, self.last = 0.0, time.perf_counter()
        self.timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)
        self.timer.start(1)

    def beat(self):
        now = time.perf_counter()
        self.longest, self.last = max(self.longest, now - self.last), now

    def during(self, work):
        self.longest, self.last = 0.0, time.perf_counter()
        QTimer.singleShot(0, work)
        wait(PAGE_MS)
        while not opened.tasks.idle():
            wait(5)
        return self.longest


def wait(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


application = program.make_application()
home = Home(Path(sys.argv[1]))
frame, opened = program.make_window(application, home, CrashWatch())
frame.show()
opened.open(partial(open_studio, home, None), partial(see_studio, home, None))
while opened.workplace is None:
    wait(5)
from fitnesscrm_desktop.services.core.actor import command_line

heart = Heart()
found = {}
work = opened.workplace
wait(TYPING_MS)
found["while a PIN is typed"] = heart.longest
found["sign-in"] = heart.during(lambda: work.session.sign_in(command_line()))
wait(SIGNED_IN_MS)
pages = work.window.pages
for page_id in pages.all_ids():
    where = {"client_id": 1} if page_id == "clients.client" else {}
    found[page_id] = heart.during(lambda: work.window.go(page_id, **where))
found["again"] = max(
    heart.during(lambda: work.window.go(page_id))
    for page_id in pages.all_ids()
    if page_id != "clients.client"
)
switches = []
for mode in ("dark", "light", "dark", "light"):
    switches.append(heart.during(lambda: work.look.choose(mode)))
found["switch"] = sorted(switches)[len(switches) // 2]
print(json.dumps(found))
frame.close()
"""


def stalls(home: Path) -> dict[str, float]:
    """The longest time in seconds the window did not react, by page."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(home)],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def bench_first_clicks(tmp_path: Path, table: Table) -> None:
    """Somebody types a PIN for two seconds, opens every page for the first time, changes the look."""
    services = start(Home(tmp_path))
    services.demo.fill(command_line(), clients=1_000, years=1, seed=1)
    services.close()
    found = stalls(tmp_path)
    switch = found.pop("switch")
    for what, longest in found.items():
        table.bound(f"window stands still, first click: {what}", ours=longest, goal=STILL)
    table.bound("window stands still, light to dark with every page open", ours=switch, goal=SWITCH)
