"""The window: starts Qt, paints first and loads the rest while one looks at it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop import __version__
from fitnesscrm_desktop.paths import APP_NAME, Home
from fitnesscrm_desktop.ui.core.preferences import Preferences
from fitnesscrm_desktop.ui.shell.app_icon import app_icon
from fitnesscrm_desktop.ui.shell.background_jobs import BackgroundJobs
from fitnesscrm_desktop.ui.shell.crash import CrashWatch
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.logs import start_log, stop_log
from fitnesscrm_desktop.ui.shell.look import Look
from fitnesscrm_desktop.ui.shell.opened import open_demo, open_studio, see_studio
from fitnesscrm_desktop.ui.shell.program import Program
from fitnesscrm_desktop.ui.shell.single import START_MS, SingleInstance, database_file

LAST_WORD_MS = 3000


def run_window(
    *, db: str | None, home: str | None, demo: bool, self_test: bool, as_json: bool = False
) -> int:
    """Open the window and stay until it is closed; the exit code.

    *demo* and *self_test* work on a studio of their own that is gone afterwards; *as_json* prints what a self
    test has seen as one document at its end.
    """
    if not has_screen():
        return _refuse_without_screen(as_json=as_json)
    with ExitStack() as stack:
        if demo or self_test:
            place, db = Home(stack.enter_context(throw_away_folder())), None
        else:
            place = Home.find(home)
        app = make_application()
        instance = None if demo or self_test else first_instance(place, db)
        if instance is not None and not instance.acquire():
            return 0 if instance.call_first(START_MS) else _refuse_second()
        handler = start_log(place.logs)
        stack.callback(stop_log, handler)
        crashes = CrashWatch()
        crashes.install()
        stack.callback(crashes.uninstall)
        stack.enter_context(quits_on_interrupt(app))
        frame, program = make_window(app, place, crashes)
        stack.callback(program.close)
        BackgroundJobs(program)
        if instance is not None:
            program.hold(instance)
        if self_test:
            from fitnesscrm_desktop.ui.shell.self_test import SelfTest

            test = SelfTest(program, crashes, as_document=as_json)
            test.finished.connect(lambda code: _leave(app, frame, code))
        frame.show()
        if demo or self_test:
            program.open(partial(open_demo, place))
        else:
            program.open(partial(open_studio, place, db), partial(see_studio, place, db))
        return app.exec()


def has_screen() -> bool:
    """Whether Qt will find something to paint on; without it Qt ends the process in its own rude way."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _refuse_without_screen(*, as_json: bool) -> int:
    text = (
        "There is no screen here to open the window on. Start it on the desktop of a PC, or use commands: "
        "see “fitnesscrm --help”. To try the window without a screen set QT_QPA_PLATFORM=offscreen."
    )
    if as_json:
        sys.stdout.write(json.dumps({"error": "NoScreen", "text": text}, ensure_ascii=False) + "\n")
    sys.stderr.write(text + "\n")
    return 1


def _leave(app: QApplication, frame: Frame, code: int) -> None:
    frame.close()
    app.exit(code)


def make_application() -> QApplication:
    """The one application, with its name and icon."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName(APP_NAME)
    app.setApplicationDisplayName(APP_NAME)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("fitnesscrm")
    app.setWindowIcon(app_icon())
    return app


def make_window(app: QApplication, place: Home, crashes: CrashWatch) -> tuple[Frame, Program]:
    """The window, dressed and in its place, with nothing heavy loaded."""
    preferences = Preferences(place.preferences)
    Look(app, preferences).apply()
    frame = Frame()
    frame.place(preferences.chosen.geometry)
    return frame, Program(frame, crashes, preferences, place)


def first_instance(place: Home, db: str | None) -> SingleInstance | None:
    """The lock of the database file; None for a server, which serves many."""
    file = database_file(place.database, db)
    if file is None:
        return None
    if not db:
        with suppress(OSError):  # the database says it in words, in the window
            place.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return SingleInstance(file)


def _refuse_second() -> int:
    sys.stderr.write("FitnessCRM is open on this database already, but does not answer. Close it first.\n")
    return 1


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder that is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="fitnesscrm-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def quits_on_interrupt(app: QApplication) -> Iterator[None]:
    """Ctrl+C in the terminal closes the window; Qt's loop would not let Python notice it."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    keep = QObject()
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, keep)

    def woken() -> None:
        ours.recv(64)  # the handlers of Python run on the way here

    notifier.activated.connect(woken)
    before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)

    def leave(*_: object) -> None:
        app.closeAllWindows()
        QTimer.singleShot(LAST_WORD_MS, app, app.quit)  # a dialog that asks first is not asked for ever

    handlers = {number: signal.signal(number, leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before)
        notifier.setEnabled(False)
        for end in (ours, theirs):
            end.close()
