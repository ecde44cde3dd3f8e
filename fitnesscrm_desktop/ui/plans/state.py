"""What the page of plans and products shows."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fitnesscrm_desktop.services.billing.results import ProductView
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.memberships.results import PlanView

R = TypeVar("R")


class Tab(enum.StrEnum):
    """The two halves of the page."""

    PLANS = "plans"
    PRODUCTS = "products"


@dataclass(frozen=True, slots=True)
class PlansState:
    """One look at it; what is None is on its way."""

    tab: Tab = Tab.PLANS
    archived: bool = False
    """Archived ones are listed too."""
    may_edit: bool = False
    may_sell: bool = False
    plans: tuple[PlanView, ...] | None = None
    products: tuple[ProductView, ...] | None = None
    error: str = ""


class ListedRows(Generic[R]):
    """A page source over a list that is there already."""

    def __init__(self, rows: Sequence[R]) -> None:
        self._rows = rows

    def fetch(self, after: Cursor | None, limit: int) -> Page[R]:
        """The rows behind *after*, which counts those that were given."""
        first = int(after[0]) if after else 0
        rows = self._rows[first : first + limit]
        more = first + len(rows) < len(self._rows)
        return Page(rows, (first + len(rows),) if more else None)
