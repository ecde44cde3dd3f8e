"""What the home pages show, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.analytics.results import MonthTakings, TodayFigures
from fitnesscrm_desktop.services.automation.results import TaskRow
from fitnesscrm_desktop.services.billing.results import Owing
from fitnesscrm_desktop.services.checkin.results import Occupancy, VisitRow
from fitnesscrm_desktop.services.clients.results import ClientHit, ClientRow
from fitnesscrm_desktop.services.memberships.results import EndingSoon


@dataclass(frozen=True, slots=True)
class Beginning:
    """How far a new studio has come."""

    has_plans: bool = True
    has_clients: bool = True

    @property
    def over(self) -> bool:
        """Whether there is something to look at."""
        return self.has_plans and self.has_clients


@dataclass(frozen=True, slots=True)
class HomeState:
    """Everything a home page shows. None and empty: not loaded yet, or not for this person to see."""

    figures: TodayFigures | None = None
    months: tuple[MonthTakings, ...] = ()
    ending: tuple[EndingSoon, ...] = ()
    owing: tuple[Owing, ...] = ()
    occupancy: Occupancy | None = None
    inside: tuple[VisitRow, ...] = ()
    birthdays: tuple[ClientHit, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    mine: tuple[ClientRow, ...] = ()
    """Whom this person trains; only where that comes first."""
    beginning: Beginning = Beginning()
    loaded: bool = False
    error: str = ""
    """Why the figures shown may be old."""
