"""What the status line says about messages: what waits for a yes, what failed, what cannot leave."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.messaging.events import MessagesChanged, MessagingSettingsChanged
from fitnesscrm_desktop.services.messaging.outbox_results import OutboxCounts, WayState
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.shell.status_line import StatusLine

PAGE = "outbox.main"
FIRST_LOOK_MS = 1500
"""Whoever signs in wants the first page; this can wait."""
GATHER_MS = 300
ITEM = "messages"


class MessageFacts(QObject):
    """Keeps the item true while somebody who may write messages is signed in."""

    def __init__(self, desk: Desk, line: StatusLine, may_see: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._line, self._may_see = desk, line, may_see
        self._shown = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        for kind in (MessagesChanged, MessagingSettingsChanged):
            desk.bridge.on(kind, lambda _event: self._changed(), owner=self)

    def show(self) -> None:
        """Somebody is signed in."""
        self._shown = self._desk.actor.may(Permission.WRITE_MESSAGES)
        if self._shown:
            self._soon.start(FIRST_LOOK_MS)

    def hide(self) -> None:
        """Nobody is signed in."""
        self._shown = False
        self._soon.stop()

    def look(self) -> None:
        """Ask how many messages wait."""
        outbox, actor = self._desk.services.outbox, self._desk.actor
        if self._shown:
            self._desk.tasks.run(lambda: outbox.counts(actor), done=self._show_counts, owner=self)

    def _changed(self) -> None:
        if self._shown:
            self._soon.start(GATHER_MS)

    def _show_counts(self, found: OutboxCounts) -> None:
        if self._shown:
            sign, text, hint = self._words(found)
            self._line.show_item(ITEM, sign, text, hint, self._open)

    def _words(self, found: OutboxCounts) -> tuple[str, str, str]:
        """The most urgent thing; nothing waits is worth a word too."""
        locked = WayState.LOCKED in {found.mail, found.sms} and found.approved
        if locked:
            hint = self.tr("Type the master password in the settings, then messages go out.")
            return "lock", self.tr("Messages locked"), hint
        if found.failed:
            text = self.tr("Not sent: {count}").format(count=self._number(found.failed))
            return "alert-triangle", text, self.tr("What the server refused can be mended and tried again.")
        if found.draft:
            text = self.tr("To approve: {count}").format(count=self._number(found.draft))
            return "mail", text, self.tr("Messages that go out when somebody has said yes.")
        waiting = found.approved + found.to_hand_over
        if waiting:
            text = self.tr("To send: {count}").format(count=self._number(waiting))
            return "mail", text, self.tr("Messages that go out by themselves, or are printed or passed on.")
        hint = self.tr("Sent today: {count}").format(count=self._number(found.sent_today))
        return "mail", self.tr("Outbox empty"), hint

    def _number(self, count: int) -> str:
        return self._desk.formats.number(count)

    def _open(self) -> None:
        if self._may_see(PAGE):
            self._desk.window.go(PAGE)
