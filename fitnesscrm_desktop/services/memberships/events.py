"""What has happened to plans and memberships."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.models.values import FactKind
from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class PlansChanged(Event):
    """A plan or its price is different now."""

    plan_id: int


@dataclass(frozen=True, slots=True)
class MembershipChanged(Event):
    """A membership was sold, renewed, frozen, resumed, extended, cancelled, or one of these was undone."""

    client_id: int
    membership_id: int
    fact: FactKind
