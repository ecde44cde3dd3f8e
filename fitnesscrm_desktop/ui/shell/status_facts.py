"""What the status line says about the studio: where its data is, how jobs and messages do, who is inside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.checkin.events import CheckInUndone, ClientCheckedIn, ClientCheckedOut
from fitnesscrm_desktop.services.checkin.results import Occupancy
from fitnesscrm_desktop.services.maintenance.schema import HEAD
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.shell.assistant_facts import AssistantFacts
from fitnesscrm_desktop.ui.shell.job_facts import JobFacts
from fitnesscrm_desktop.ui.shell.message_facts import MessageFacts
from fitnesscrm_desktop.ui.shell.status_line import StatusLine

LOOK_AGAIN_MS = 60_000
GATHER_MS = 300


class StatusFacts(QObject):
    """Keeps the status line true."""

    def __init__(self, desk: Desk, line: StatusLine, may_see: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._line, self._may_see = desk, line, may_see
        self._jobs = JobFacts(desk, line, may_see, self)
        self._messages = MessageFacts(desk, line, may_see, self)
        self._assistant = AssistantFacts(desk, line, may_see, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(GATHER_MS)
        self._soon.timeout.connect(self.count_inside)
        # Nobody tells when the automatic check-out of a forgotten visit is due: look now and then.
        self._now_and_then = QTimer(self)
        self._now_and_then.setInterval(LOOK_AGAIN_MS)
        self._now_and_then.timeout.connect(self.count_inside)
        for kind in (ClientCheckedIn, ClientCheckedOut, CheckInUndone):
            desk.bridge.on(kind, lambda _event: self._soon.start(), owner=self)

    def show(self) -> None:
        """Somebody is signed in: show what they may know."""
        self._line.clear()
        database = self._desk.services.core.database
        name = database.file.name if database.file else (database.url.database or database.label)
        opens = "settings.main" if self._may_see("settings.main") else ""
        self._line.show_item(
            "database",
            "database",
            name,
            self.tr("The studio's data: %s") % database.label,
            self._opener(opens),
        )
        self._line.show_item(
            "schema",
            "check-circle",
            self.tr("Up to date"),
            self.tr("The database fits this program (schema %s).") % HEAD,
            self._opener(opens),
        )
        self._now_and_then.start()
        self._jobs.show()
        self._messages.show()
        self._assistant.show()
        self.count_inside()

    def hide(self) -> None:
        """Nobody is signed in."""
        self._now_and_then.stop()
        self._soon.stop()
        self._jobs.hide()
        self._messages.hide()
        self._assistant.hide()
        self._line.clear()

    def count_inside(self) -> None:
        """Ask how many people are inside."""
        actor = self._desk.actor
        if actor.may(Permission.CHECK_IN) and self._may_see("checkin.desk"):
            visits = self._desk.services.visits
            self._desk.tasks.run(lambda: visits.occupancy(actor), done=self._show_inside, owner=self)

    def _show_inside(self, found: Occupancy) -> None:
        if not self._desk.actor.may(Permission.CHECK_IN):
            return
        text = (
            self.tr("%n of {capacity} inside", "", found.inside).format(capacity=found.capacity)
            if found.capacity
            else self.tr("%n inside", "", found.inside)
        )
        self._line.show_item(
            "inside",
            "users",
            text,
            self.tr("Who is in the studio now: opens the check-in."),
            self._opener("checkin.desk"),
        )

    def _opener(self, page_id: str) -> Callable[[], None]:
        return (lambda: self._desk.window.go(page_id)) if page_id else (lambda: None)
