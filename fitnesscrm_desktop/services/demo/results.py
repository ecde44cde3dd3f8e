"""What filling a demo studio answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class DemoOutcome:
    """How much was made; *first_day* is the day the studio opened."""

    clients: int
    memberships: int
    visits: int
    payments: int
    first_day: date
    today: date


@dataclass(frozen=True, slots=True)
class ToldSecrets:
    """What opens a made-up studio; empty: nothing is told."""

    password: str = ""
    """Of the colleagues who are made up."""
    pins: tuple[tuple[str, str], ...] = ()
    """Name and PIN."""
    kiosk_pin: str = ""


@dataclass(frozen=True, slots=True)
class DemoFilled(Event):
    """Everything has changed: the database holds a demo studio now."""
