"""What the status line says about jobs: whether all is well, and how old the last backup is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from fitnesscrm_desktop.services.jobs.events import JobsChanged
from fitnesscrm_desktop.services.jobs.results import JobsStanding
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.shell.lookout import Lookout
from fitnesscrm_desktop.ui.shell.status_line import StatusLine

PAGE = "jobs.main"
BACKUP = "backup"
"""The name of the job that copies the database."""
LOOK_AGAIN_MS = 60_000
OLD_DAYS = 3
GOOD, BAD = "check-circle", "alert-triangle"


class JobFacts(QObject):
    """Keeps the two items true while somebody is signed in."""

    def __init__(self, desk: Desk, line: StatusLine, may_see: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._line, self._may_see = desk, line, may_see
        # The age of a backup grows, and a PC that ran the jobs is gone, without anybody telling.
        self._lookout = Lookout(self, self.look, self.look, LOOK_AGAIN_MS)
        desk.bridge.on(JobsChanged, lambda _event: self._lookout.look_soon(), owner=self)

    def show(self) -> None:
        """Somebody is signed in."""
        self._lookout.begin()

    def hide(self) -> None:
        """Nobody is signed in."""
        self._lookout.rest()

    def look(self) -> None:
        """Ask how the jobs are doing."""
        jobs = self._desk.services.jobs
        self._desk.tasks.run(jobs.standing, done=self._show_standing, owner=self)

    def _show_standing(self, found: JobsStanding) -> None:
        if not self._lookout.awake:
            return
        if self._desk.services.core.database.is_sqlite:
            self._show_backup(found.done_at.get(BACKUP))
        sign, text, hint = self._jobs_words(found)
        self._line.show_item("jobs", sign, text, hint, self._open)

    def _show_backup(self, at: datetime | None) -> None:
        if at is None:
            hint = self.tr("The database is copied once a day; it has not been yet.")
            self._line.show_item(BACKUP, BAD, self.tr("No backup yet"), hint, self._open)
            return
        days = (self._desk.today() - self._desk.profile.day_of(at)).days
        hint = self.tr("The last proven copy of the database was made on {moment}.")
        self._line.show_item(
            BACKUP,
            BAD if days >= OLD_DAYS else "copy",
            self._age(days),
            hint.format(moment=self._desk.formats.moment(at)),
            self._open,
        )

    def _age(self, days: int) -> str:
        if days <= 0:
            return self.tr("Backup today")
        if days == 1:
            return self.tr("Backup yesterday")
        return self.tr("Backup {count} days ago").format(count=self._desk.formats.number(days))

    def _jobs_words(self, found: JobsStanding) -> tuple[str, str, str]:
        names = ", ".join(found.failed or found.paused)
        if found.failed:
            one = len(found.failed) == 1
            text = self.tr("1 job failed") if one else self.tr("{count} jobs failed")
            hint = self.tr("Failed: {names}.").format(names=names)
            return BAD, text.format(count=len(found.failed)), hint
        if not found.place:
            hint = self.tr("No PC runs the jobs right now.")
            return "clock", self.tr("Jobs wait"), hint
        if found.paused:
            one = len(found.paused) == 1
            text = self.tr("1 job paused") if one else self.tr("{count} jobs paused")
            return (
                "clock",
                text.format(count=len(found.paused)),
                self.tr("Paused: {names}.").format(names=names),
            )
        return GOOD, self.tr("Jobs in order"), self.tr("Run by {place}.").format(place=found.place)

    def _open(self) -> None:
        if self._may_see(PAGE):
            self._desk.window.go(PAGE)
