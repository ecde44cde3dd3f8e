"""Notices that the studio's settings were changed elsewhere: by another desk, or by a command."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.core.neighbours import OthersChanged
from fitnesscrm_desktop.services.settings.events import StudioChanged
from fitnesscrm_desktop.services.settings.profile import StudioProfile
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.shell.opened import Opened, look_at

LOOK_AGAIN_MS = 30_000
"""What others store right after one of our own changes goes unnoticed: look now and then."""


class StudioWatch(QObject):
    """Compares the one row of settings with what the window knows; *take* gets what is new."""

    def __init__(self, desk: Desk, take: Callable[[Opened], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._take = desk, take
        self._now_and_then = QTimer(self)
        self._now_and_then.setInterval(LOOK_AGAIN_MS)
        self._now_and_then.timeout.connect(self.look)
        self._now_and_then.start()
        desk.bridge.on(OthersChanged, lambda _event: self.look(), owner=self)
        desk.bridge.on(StudioChanged, lambda _event: self.load(), owner=self)

    def look(self) -> None:
        """Read the settings, and everything that hangs on them if they are not the known ones."""
        self._desk.tasks.run(
            self._desk.services.settings.profile, done=self._compare, failed=self._failed, owner=self
        )

    def load(self, then: Callable[[], None] = lambda: None) -> None:
        """Read them all and take them; *then* is called whether that worked or not."""
        services = self._desk.services

        def arrived(found: Opened) -> None:
            self._take(found)
            then()

        def failed(error: Exception) -> None:
            self._failed(error)
            then()

        self._desk.tasks.run(lambda: look_at(services), done=arrived, failed=failed, owner=self)

    def stop(self) -> None:
        """The studio is closed."""
        self._now_and_then.stop()

    def _compare(self, profile: StudioProfile) -> None:
        if profile != self._desk.profile:
            self._desk.services.core.bus.publish([StudioChanged()])  # whoever shows settings reads them, too

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, StudioError):
            self._desk.window.report(error)  # a database that rests is told by who needs it
