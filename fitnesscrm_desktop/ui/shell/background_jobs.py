"""Runs the studio's jobs while its window is open."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.ui.shell.program import Program

if TYPE_CHECKING:  # loaded when the window has nothing better to do
    from fitnesscrm_desktop.bootstrap import Services
    from fitnesscrm_desktop.services.jobs.scheduler import JobScheduler

log = logging.getLogger(__name__)

QUIET_MS = 4000
"""Whoever has just started the program wants to sign in; jobs can wait so long."""
LOOK_MS = 500


class BackgroundJobs(QObject):
    """Starts when the studio is open and the window at rest; stops before the database is closed."""

    def __init__(self, program: Program, *, quiet_ms: int = QUIET_MS) -> None:
        super().__init__(program)
        self._program = program
        self._lock = threading.Lock()
        self._scheduler: JobScheduler | None = None
        self._ended = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._start_when_idle)
        program.entered.connect(lambda: self._quiet.start(quiet_ms))
        program.closing.connect(self.stop)

    def runs(self) -> bool:
        """Whether jobs run when they are due."""
        return self._scheduler is not None

    def stop(self) -> None:
        """Let what runs finish the step at hand."""
        self._quiet.stop()
        with self._lock:
            self._ended = True
            scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None:
            scheduler.stop()

    def _start_when_idle(self) -> None:
        work = self._program.workplace
        if work is None or not self._program.tasks.idle():
            self._quiet.start(LOOK_MS)
            return
        services = work.services
        self._program.tasks.run(
            lambda: self._start(services),
            done=lambda _nothing: log.info("the jobs run when they are due"),
            failed=lambda error: log.error("the jobs could not be started", exc_info=error),
            owner=self,
        )

    def _start(self, services: Services) -> None:
        """On a worker: a library is loaded, and the first jobs may be due."""
        from fitnesscrm_desktop.services.jobs.scheduler import JobScheduler

        made = JobScheduler(services.jobs, services.core.clock)
        with self._lock:
            if not self._ended and self._scheduler is None:
                made.start()
                self._scheduler = made
