"""What happened among the staff."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class StaffChanged(Event):
    """Somebody was added, changed, left, or may do something else than before."""

    staff_id: int
