"""What the sign-in needs of the studio, which may still be opening behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.security.results import StaffBadge
from fitnesscrm_desktop.ui.core.bus_bridge import BusBridge
from fitnesscrm_desktop.ui.core.preferences import Preferences
from fitnesscrm_desktop.ui.core.tasks import TaskRunner

if TYPE_CHECKING:  # it loads the database tools, and the sign-in is there before them
    from fitnesscrm_desktop.ui.core.desk import Desk


class Doorkeeper(Protocol):
    """Knows who works here and whether they are who they say; the staff service is one. Slow: for workers."""

    def who_can_switch(self) -> tuple[StaffBadge, ...]:
        """Everybody who works here, by name."""
        ...

    def sign_in(self, login: str, password: str) -> Actor:
        """Let somebody in by login and password."""
        ...

    def sign_in_as(self, staff_id: int, password: str) -> Actor:
        """Let a chosen person in by password."""
        ...

    def sign_in_by_pin(self, staff_id: int, pin: str) -> Actor:
        """Let a chosen person in by PIN."""
        ...


@dataclass(frozen=True, slots=True)
class Doorway:
    """The studio as it is seen from outside."""

    studio: str
    time_and_day: Callable[[], tuple[str, str]]
    """What a clock on the wall shows, in the studio's words."""
    staff: Doorkeeper
    tasks: TaskRunner
    preferences: Preferences
    report: Callable[[Exception], None]
    logo: Callable[[], bytes | None]
    """The studio's logo; slow: for workers."""
    bridge: BusBridge | None = None
    """News of an open studio."""
    people: tuple[StaffBadge, ...] | None = None
    """Who works here, if it is known already."""


def doorway_of(desk: Desk) -> Doorway:
    """The doorway of an open studio."""

    def time_and_day() -> tuple[str, str]:
        now = desk.services.core.clock.now()
        return desk.formats.time(now), desk.formats.long_day(desk.profile.day_of(now))

    return Doorway(
        studio=desk.profile.name,
        time_and_day=time_and_day,
        staff=desk.services.staff,
        tasks=desk.tasks,
        preferences=desk.preferences,
        report=desk.window.report,
        logo=desk.services.settings.logo,
        bridge=desk.bridge,
    )
