"""The sign-in of a studio that is still opening: it is there while the database tools are being loaded."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import SystemClock
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.maintenance.glimpse import Glimpse
from fitnesscrm_desktop.services.security.results import StaffBadge
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.preferences import Preferences
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.signin.doorway import Doorway
from fitnesscrm_desktop.ui.signin.view import SignInView

if TYPE_CHECKING:  # it is what is being loaded
    from fitnesscrm_desktop.services.security.service import StaffService


NOT_OPENED = "The studio could not be opened, so nobody was signed in."


class StaffSoon:
    """The staff service as soon as there is one: a worker that checks a PIN waits here for it."""

    def __init__(self) -> None:
        self._decided = threading.Event()
        self._staff: StaffService | None = None

    def here_is(self, staff: StaffService) -> None:
        """The studio is open."""
        self._staff = staff
        self._decided.set()

    def give_up(self) -> None:
        """It will not open: whoever waits is told."""
        self._decided.set()

    def _found(self) -> StaffService:
        self._decided.wait()
        if self._staff is None:
            raise StudioError(NOT_OPENED)
        return self._staff

    def who_can_switch(self) -> tuple[StaffBadge, ...]:
        """Everybody who works here, by name."""
        return self._found().who_can_switch()

    def sign_in(self, login: str, password: str) -> Actor:
        """Let somebody in by login and password."""
        return self._found().sign_in(login, password)

    def sign_in_as(self, staff_id: int, password: str) -> Actor:
        """Let a chosen person in by password."""
        return self._found().sign_in_as(staff_id, password)

    def sign_in_by_pin(self, staff_id: int, pin: str) -> Actor:
        """Let a chosen person in by PIN."""
        return self._found().sign_in_by_pin(staff_id, pin)


class EarlyDoor:
    """The sign-in screen, and what becomes of who has typed a PIN before the studio was open."""

    def __init__(
        self,
        seen: Glimpse,
        tasks: TaskRunner,
        preferences: Preferences,
        report: Callable[[Exception], None],
    ) -> None:
        self.staff = StaffSoon()
        clock, formats = SystemClock(), Formats.of(seen.profile)

        def time_and_day() -> tuple[str, str]:
            now = clock.now()
            return formats.time(now), formats.long_day(seen.profile.day_of(now))

        self.screen = SignInView(
            Doorway(
                studio=seen.profile.name,
                time_and_day=time_and_day,
                staff=self.staff,
                tasks=tasks,
                preferences=preferences,
                report=report,
                logo=lambda: seen.logo,
                people=seen.people,
            )
        )
