"""What the page about money shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.models.values import PaymentMethod
from fitnesscrm_desktop.services.billing.results import DayTakings, OwingTotal, Taken


class Tab(enum.StrEnum):
    """The two halves of the page."""

    OWING = "owing"
    TAKINGS = "takings"


@dataclass(frozen=True, slots=True)
class MoneyState:
    """One look at it; what is None is on its way."""

    today: date
    day: date
    tab: Tab = Tab.OWING
    may_see_takings: bool = False
    may_refund: bool = False
    may_take: bool = False
    owing: OwingTotal | None = None
    takings: DayTakings | None = None
    method: PaymentMethod | None = None
    """Only payments by this method are listed; None: all."""
    error: str = ""

    @property
    def listed(self) -> tuple[Taken, ...]:
        """The payments of the day that are listed."""
        payments = self.takings.payments if self.takings else ()
        return tuple(row for row in payments if self.method in {None, row.method})
