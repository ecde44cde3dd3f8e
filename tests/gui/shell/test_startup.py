"""What is loaded when: the window is painted before anything heavy, and some things are not loaded at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from tests.architecture.source import ROOT
from tests.support.staff import hire

NOT_BEFORE_THE_PAINT = (
    "sqlalchemy alembic psycopg pyqtgraph numpy reportlab apscheduler keyring openpyxl xlsxwriter babel "
    "phonenumbers PIL argon2 typer jinja2 cryptography segno dateutil fitnesscrm_desktop.agents"
)
NOT_BEFORE_THE_SIGN_IN = NOT_BEFORE_THE_PAINT.replace("babel ", "")
NOT_AT_LEISURE = (
    "pyqtgraph numpy reportlab alembic apscheduler openpyxl xlsxwriter psycopg "
    "fitnesscrm_desktop.agents.office"
)
NOT_AT_REST = (
    "pyqtgraph numpy reportlab alembic apscheduler keyring openpyxl xlsxwriter jinja2 psycopg "
    "fitnesscrm_desktop.agents.office"
)

PAINTED = """
import sys
from pathlib import Path
import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.ui.shell.crash import CrashWatch

application = program.make_application()
frame, _ = program.make_window(application, Home(Path(sys.argv[1])), CrashWatch())
frame.show()
frame.grab()
application.processEvents()
print(*[name for name in sys.argv[2].split() if name in sys.modules])
"""

ASKED = """
import sys
from functools import partial
from pathlib import Path
import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.opened import open_studio, see_studio

def asked():
    frame.grab()
    print(*[name for name in sys.argv[2].split() if name in sys.modules])
    frame.close()

application = program.make_application()
home = Home(Path(sys.argv[1]))
frame, opened = program.make_window(application, home, CrashWatch())
opened.usable.connect(asked)
frame.show()
opened.open(partial(open_studio, home, None), partial(see_studio, home, None))
application.exec()
"""

AT_LEISURE = """
import sys
from functools import partial
from pathlib import Path
from pkgutil import iter_modules
import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.opened import open_studio

def over():
    loaded = "fitnesscrm_desktop.services.checkin.directory" in sys.modules
    print("" if loaded else "the services are missing", end="")
    from fitnesscrm_desktop.ui.shell.features import PACKAGES
    for package in map(sys.modules.get, PACKAGES):
        names = [f"{package.__name__}.{module.name}" for module in iter_modules(package.__path__)]
        print(*[name for name in names if name not in sys.modules], end="")
    print(*[name for name in sys.argv[2].split() if name in sys.modules])
    frame.close()

application = program.make_application()
home = Home(Path(sys.argv[1]))
frame, opened = program.make_window(application, home, CrashWatch())
opened.entered.connect(lambda: opened.workplace.leisure.over.connect(over))
frame.show()
opened.open(partial(open_studio, home, None))
application.exec()
"""

AT_REST = """
import sys
from functools import partial
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
import fitnesscrm_desktop.app as program
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.opened import open_studio

def a_while(done):
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: done() and loop.quit())
    look.start(10)
    loop.exec()

from fitnesscrm_desktop.ui.shell import lookout, message_facts, page_counts, workplace
for facts in (lookout, message_facts, page_counts):
    facts.FIRST_LOOK_MS = 600_000  # the numbers in the sidebar and below come later, however slow this PC is
workplace.WHEN_SEEN_MS = 600_000  # and so does what is loaded at leisure

application = program.make_application()
home = Home(Path(sys.argv[1]))
frame, opened = program.make_window(application, home, CrashWatch())
frame.show()
opened.open(partial(open_studio, home, None))
a_while(lambda: opened.workplace is not None and opened.tasks.idle())
work = opened.workplace
from fitnesscrm_desktop.services.core.actor import command_line
work.session.sign_in(command_line())
if work.window.pages.may_see("checkin.desk"):
    work.window.go("checkin.desk")
a_while(opened.tasks.idle)
frame.grab()
print(*[name for name in sys.argv[2].split() if name in sys.modules])
frame.close()
"""


def loaded(script: str, home: Path, names: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, str(home), names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_window_is_painted_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    assert loaded(PAINTED, tmp_path, NOT_BEFORE_THE_PAINT) == ""


def test_one_can_type_a_pin_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    services = start(Home(tmp_path))
    hire(services, "anna", Role.OWNER)
    services.close()
    assert loaded(ASKED, tmp_path, NOT_BEFORE_THE_SIGN_IN) == ""


def test_the_desk_does_not_need_charts_reports_and_tables(tmp_path: Path) -> None:
    migrated(tmp_path)
    assert loaded(AT_REST, tmp_path, NOT_AT_REST) == ""


def test_every_page_and_dialog_is_loaded_at_leisure_but_nothing_heavy(tmp_path: Path) -> None:
    migrated(tmp_path)
    assert loaded(AT_LEISURE, tmp_path, NOT_AT_LEISURE) == ""


def migrated(folder: Path) -> None:
    """A new database needs alembic once; the window is then opened on one that exists."""
    subprocess.run(
        [sys.executable, "-m", "fitnesscrm_desktop", "--home", str(folder), "db", "upgrade"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_commands_do_not_load_the_window(option: str) -> None:
    script = (
        "import sys\nfrom fitnesscrm_desktop.cli import main\n"
        f"try: main(['{option}'])\nexcept SystemExit: pass\nprint('PySide6' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("words", [[], ["--demo"], ["--home", "/x", "--db=sqlite:////x/y.db"]])
def test_the_way_to_the_window_loads_no_command(words: list[str]) -> None:
    script = (
        "import sys\nfrom fitnesscrm_desktop.cli.window import window_options\n"
        f"assert window_options({words!r})\nprint(*sorted({{'typer', 'sqlalchemy'}} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
