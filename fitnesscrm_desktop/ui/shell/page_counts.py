"""The numbers in the sidebar: read after sign-in, when something happens, and now and then."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.ui.core.desk import Desk, PageCount
from fitnesscrm_desktop.ui.shell.pages import PageStack
from fitnesscrm_desktop.ui.shell.sidebar import ShellSidebar

FIRST_LOOK_MS = 700
"""Whoever signs in wants the first page; this can wait."""
GATHER_MS = 300
LOOK_AGAIN_MS = 60_000
"""A task becomes due without anybody telling."""


class PageCounts(QObject):
    """Keeps them true while somebody is signed in."""

    def __init__(self, desk: Desk, sidebar: ShellSidebar, pages: PageStack, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._sidebar, self._pages = desk, sidebar, pages
        self._shown = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        self._now_and_then = QTimer(self)
        self._now_and_then.setInterval(LOOK_AGAIN_MS)
        self._now_and_then.timeout.connect(self.look)
        for kind in {kind for spec in pages.listed() if spec.count for kind in spec.count.after}:
            desk.bridge.on(kind, lambda _event: self.look_soon(), owner=self)

    def show(self) -> None:
        """Somebody is signed in."""
        self._shown = True
        self._now_and_then.start()
        self._soon.start(FIRST_LOOK_MS)

    def hide(self) -> None:
        """Nobody is signed in."""
        self._shown = False
        self._now_and_then.stop()
        self._soon.stop()

    def look_soon(self) -> None:
        """Something has happened: look once, when it is through."""
        if self._shown:
            self._soon.start(GATHER_MS)

    def look(self) -> None:
        """Ask how many there are, for the pages this person may see."""
        services, actor = self._desk.services, self._desk.actor
        wanted = {spec.id: spec.count for spec in self._pages.in_sidebar() if spec.count is not None}

        def read() -> dict[str, int]:
            return {page_id: count.read(services, actor) for page_id, count in wanted.items()}

        def arrived(found: dict[str, int]) -> None:
            if self._shown and self._desk.actor is actor:
                for page_id, number in found.items():
                    self._show(page_id, wanted[page_id], number)

        self._desk.tasks.run(read, done=arrived, owner=self)

    def _show(self, page_id: str, count: PageCount, number: int) -> None:
        if page_id in self._sidebar.pages():
            self._sidebar.set_count(page_id, number, count.say(number) if number else "")
