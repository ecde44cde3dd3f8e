"""Keeps a home page fresh: loads when it is shown, when something happens, and when the day changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.ui.core.desk import Desk
from fitnesscrm_desktop.ui.home.state import HomeState

SETTLE_MS = 400
"""Events come in flocks (a check-in, a payment, a receipt): look once, when they are through."""
DAY_MS = 30_000
"""How soon the page notices that it is tomorrow."""

Reading = Callable[[Services, Actor, int], HomeState]


class HomeView(Protocol):
    """What the presenter needs of the page."""

    def render_state(self, state: HomeState) -> None:
        """Show *state*."""
        ...


class HomePresenter(QObject):
    """One read brings everything; until it is there, what was shown before stays."""

    def __init__(self, desk: Desk, view: HomeView, read: Reading, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._view, self._read = desk, view, read
        self.state = HomeState()
        self._here = False
        self._day: date | None = None
        self._reading = self._again = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._calendar = QTimer(self)
        self._calendar.setInterval(DAY_MS)
        self._calendar.timeout.connect(self.look_at_calendar)
        desk.bridge.on(Event, self._happened, owner=self)

    def arrive(self) -> None:
        """The page is shown."""
        self._here = True
        self._calendar.start()
        self.refresh()

    def leave(self) -> None:
        """Another page is shown; nothing is loaded until this one is back."""
        self._here = False
        self._settle.stop()
        self._calendar.stop()

    def today(self) -> date:
        """The studio's day."""
        return self._desk.today()

    def look_at_calendar(self) -> None:
        """Load again if the day the page was loaded for is over."""
        if self._here and self.today() != self._day:
            self.refresh()

    def refresh(self) -> None:
        """Load everything; once more if a load is under way: a busy hour must not starve the page."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._day = self.today()
        services, actor, days = self._desk.services, self._desk.actor, self._desk.profile.ends_soon_days
        self._desk.tasks.run(
            lambda: self._read(services, actor, days), done=self._loaded, failed=self._failed, owner=self
        )

    def _happened(self, _event: Event) -> None:
        if self._here and not self._settle.isActive():
            self._settle.start()

    def _loaded(self, state: HomeState) -> None:
        self._ended()
        self._show(state)

    def _ended(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.refresh()

    def _show(self, state: HomeState) -> None:
        self.state = state
        self._view.render_state(state)

    def _failed(self, error: Exception) -> None:
        self._ended()
        if isinstance(error, StudioError):
            self._show(replace(self.state, error=error.text))
        else:
            self._desk.window.report(error)
