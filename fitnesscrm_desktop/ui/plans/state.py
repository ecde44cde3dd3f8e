"""What the page of plans and products shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from fitnesscrm_desktop.services.billing.results import ProductView
from fitnesscrm_desktop.services.memberships.results import PlanView


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
