"""What other parts of the program are told about visits, after it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class ClientCheckedIn(Event):
    """A visit was stored (or, after a second scan, found again)."""

    client_id: int
    visit_id: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ClientCheckedOut(Event):
    """Somebody has left, or was put back inside because that was wrong."""

    client_id: int
    visit_id: int


@dataclass(frozen=True, slots=True)
class CheckInUndone(Event):
    """A visit was taken back."""

    client_id: int
    visit_id: int
