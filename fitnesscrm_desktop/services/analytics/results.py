"""The owner's figures. Amounts in minor units of ``currency``; money is None for who may not see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TodayFigures:
    """The studio at a glance."""

    day: date
    currency: str
    takings: int | None
    payments: int | None
    """How many payments and refunds make up the day's takings."""
    month_takings: int | None
    """From the first of the month until now."""
    last_month_takings: int | None
    """The whole month before."""
    visits: int
    visits_last_week: int
    """On the same day a week ago, the whole day."""
    inside: int
    active: int
    """Clients whose membership lets them in today, or would once they have paid."""
    active_month_ago: int
    ends_soon: int
    """Clients whose last covered day is within the studio's days of warning."""
    owing_clients: int | None
    owing_amount: int | None
    new_this_month: int
    """Clients whose first membership began in this month."""
    new_last_month: int


@dataclass(frozen=True, slots=True)
class MonthTakings:
    """What one month took, refunds taken off."""

    month: date
    """Its first day."""
    amount: int
    payments: int
