"""How much memory the window takes on a studio of 50,000 clients."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from fitnesscrm_desktop.bootstrap import Services
from tests.benchmarks.table import Table

GOAL = 350
ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path

import psutil
from PySide6.QtWidgets import QTableView
from PySide6.QtTest import QTest

import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from tests.support.actors import an_actor
from tests.support.window import StudioWindow

def told():
    print(psutil.Process().memory_info().rss // 1_000_000, flush=True)

application = program.make_application()
home = Home(Path(sys.argv[1]))
window = StudioWindow(home)
window.open(start(home), an_actor(Role.OWNER))
window.go("clients.list")
told()
pages = [(spec.id, {}) for spec in window.work.window.pages.in_sidebar()]
for page_id, where in [*pages, ("clients.client", {"client_id": 1}), ("rules.rule", {"rule_id": 1})]:
    window.go(page_id, **where)
    for table in window.page.findChildren(QTableView):
        bar = table.verticalScrollBar()
        for part in range(1, 41):
            bar.setValue(bar.maximum() * part // 40)
            window.settle()
told()
window.close()
"""


def bench_memory_of_the_window(copy_of: Callable[..., Services], table: Table) -> None:
    """With the clients on the screen, and after every page was opened and scrolled to its end."""
    studio = copy_of(50_000, 1, "window")
    home = studio.home.root
    studio.close()
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(home)],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    opened, used = map(float, done.stdout.split())
    table.memory("memory of the window on 50,000 clients", megabytes=opened, goal=GOAL)
    table.memory("memory of the window after every page was used", megabytes=used, goal=GOAL)
