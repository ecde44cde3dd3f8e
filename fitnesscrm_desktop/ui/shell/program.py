"""From the first paint to the open studio, and out again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.ui.core.preferences import Preferences
from fitnesscrm_desktop.ui.core.tasks import QtTaskRunner
from fitnesscrm_desktop.ui.shell.crash import CrashWatch, crash_report
from fitnesscrm_desktop.ui.shell.errors import Errors
from fitnesscrm_desktop.ui.shell.frame import Frame
from fitnesscrm_desktop.ui.shell.look import Look, application
from fitnesscrm_desktop.ui.shell.opened import Opened, Tell, open_studio, see_studio, url_of
from fitnesscrm_desktop.ui.shell.single import SingleInstance
from fitnesscrm_desktop.ui.shell.trouble import TroublePanel
from fitnesscrm_desktop.ui.shell.turns import EVERY_SCREEN, load_in_turns, modules_of

if TYPE_CHECKING:  # it loads SQLAlchemy, which has to wait for the first paint
    from fitnesscrm_desktop.services.maintenance.glimpse import Glimpse
    from fitnesscrm_desktop.ui.shell.early_door import EarlyDoor
    from fitnesscrm_desktop.ui.shell.workplace import Workplace

log = logging.getLogger(__name__)

LAST_WRITES_MS = 20_000
WORKPLACE = "fitnesscrm_desktop.ui.shell.workplace"
EARLY_DOOR = "fitnesscrm_desktop.ui.shell.early_door"


class Program(QObject):
    """Owns the window and the studio behind it.

    Signals:
        usable: the first screen one can work with is shown; the studio may still be opening behind a sign-in.
        entered: the studio is open; sign-in, wizard or first page is shown.
        troubled(str): it could not be opened; the sentence that is shown.
        closing: the window is gone, and the database will be closed next.
    """

    usable = Signal()
    entered = Signal()
    troubled = Signal(str)
    closing = Signal()

    def __init__(self, frame: Frame, crashes: CrashWatch, preferences: Preferences, home: Home) -> None:
        super().__init__(frame)
        self._frame, self._crashes, self._preferences, self._home = frame, crashes, preferences, home
        self._instance: SingleInstance | None = None
        self._open: Callable[[Tell], Opened] = partial(open_studio, home, None)
        self._see: Callable[[], Glimpse | None] | None = None
        self._early: EarlyDoor | None = None
        self._closed = False
        self._look = Look(application(), preferences)
        self.workplace: Workplace | None = None
        self.errors = Errors(frame, crashes, self._reload)
        self.tasks = QtTaskRunner(self.errors.report, self)
        self.tasks.write_days_as(self._written)
        frame.status.busy.watch(lambda: not self.tasks.idle())
        frame.closing.connect(self.close)

    def open(self, work: Callable[[Tell], Opened], see: Callable[[], Glimpse | None] | None = None) -> None:
        """Open a studio by *work*, which runs on a worker; asked for again by "Try again".

        *see* runs before it: what it sees is enough for a sign-in screen.
        """
        self._open, self._see = work, see
        self._close_early_door()
        self._frame.uncover()
        self._frame.show_opening()
        self._frame.status.say(self.tr("Opening the studio…"))
        # One turn later: the window is painted before the worker takes the processor.
        QTimer.singleShot(0, self._see_now)

    def _written(self, day: date) -> str:
        """A day as the studio that is open writes it."""
        return day.isoformat() if self.workplace is None else self.workplace.desk.formats.day(day)

    def hold(self, instance: SingleInstance) -> None:
        """Keep the lock of the file until the end; second starts bring the window forward."""
        if self._instance is not None:
            self._instance.release()
        self._instance = instance
        instance.called.connect(self._frame.come_forward)
        instance.listen()

    def open_file(self, file: Path) -> None:
        """Open another database file, unless another window has it open."""
        instance = SingleInstance(file.absolute(), self)
        if not instance.acquire():
            instance.call_first()
            self._show_trouble(self.tr("Another window has this file open. It was left as it is."), "")
            return
        self.hold(instance)
        url = url_of(file.absolute())
        self.open(partial(open_studio, self._home, url), partial(see_studio, self._home, url))

    def close(self) -> None:
        """Keep where the window is, let the last writes finish, close the database."""
        if self._closed:
            return
        self._closed = True
        self._preferences.change(geometry=self._frame.placement())
        self._frame.status.busy.rest()
        self._frame.hide()  # the last writes may take a moment, and nobody has to watch them
        if self.workplace is not None:
            self.workplace.close()
        self._close_early_door()  # nobody waits for a studio that will not open
        self.closing.emit()
        if not self.tasks.shutdown(LAST_WRITES_MS):
            log.error("work was still under way when the program ended")
        if self.workplace is not None:
            self.workplace.services.close()
        if self._instance is not None:
            self._instance.release()

    def _see_now(self) -> None:
        if self._closed or self._see is None:
            self._open_now()
        else:
            self.tasks.run(self._see, done=self._seen, failed=lambda _error: self._open_now(), owner=self)

    def _seen(self, seen: Glimpse | None) -> None:
        if seen is None or self._closed:
            self._open_now()
            return
        door: type[EarlyDoor] = import_module(EARLY_DOOR).EarlyDoor
        self._look.wear_accent(seen.profile.accent)
        self._early = door(seen, self.tasks, self._preferences, self.errors.report)
        self._frame.cover(self._early.screen)
        self.usable.emit()
        QTimer.singleShot(0, self._open_now)

    def _close_early_door(self) -> None:
        if self._early is not None:
            self._early.staff.give_up()
            self._early = None

    def _open_now(self) -> None:
        if not self._closed:
            work = self._open
            self.tasks.long(
                lambda progress: work(progress.report),
                progress=self._tell,
                done=self._arrived,
                failed=self._failed,
                owner=self,
            )

    def _tell(self, done: int, total: int) -> None:
        if total:
            self._frame.status.say(self.tr("Making the demo studio… %d %%") % (100 * done // total))

    def _arrived(self, opened: Opened) -> None:
        modules = chain(modules_of(EVERY_SCREEN), [WORKPLACE])
        load_in_turns(modules, partial(self._furnish, opened), self)

    def _furnish(self, opened: Opened) -> None:
        if self._closed:
            opened.services.close()
            return
        self._frame.status.say("")
        place: type[Workplace] = import_module(WORKPLACE).Workplace
        self.workplace = place(self._frame, self.errors, self.tasks, self._preferences, self._look, opened)
        if self._early is None:
            self.workplace.enter()
            self.usable.emit()
        else:
            self.workplace.enter(self._early.screen)
            self._early.staff.here_is(opened.services.staff)
            self._early = None
        log.info("the studio is open")
        self.entered.emit()

    def _failed(self, error: Exception) -> None:
        self._close_early_door()
        if isinstance(error, StudioError):
            self._show_trouble(error.text, "")
            return
        log.error("the studio could not be opened", exc_info=error)
        self._show_trouble(
            self.tr(
                "The program has made a mistake. Nothing was changed. "
                "Copy the details for whoever looks after it."
            ),
            crash_report(error),
        )

    def _show_trouble(self, text: str, detail: str) -> None:
        self._frame.status.say("")
        panel = TroublePanel(text, detail)
        panel.retried.connect(lambda: self.open(self._open, self._see))
        panel.other_wanted.connect(self._choose_file)
        panel.quit_wanted.connect(self._frame.close)
        self._frame.uncover()
        self._frame.cover(panel)
        panel.panel.retry_button.setFocus()
        self.troubled.emit(text)

    def _choose_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self._frame,
            self.tr("Open another studio"),
            str(self._home.root),
            self.tr("Studios (*.db);;All files (*)"),
        )
        if name:
            self.open_file(Path(name))

    def _reload(self) -> None:
        if self.workplace is not None:
            self.workplace.window.again()
