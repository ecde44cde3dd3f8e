"""What has happened to the progress of a client."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.clients.events import ClientEvent
from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class ProgressChanged(ClientEvent):
    """Measurements, goals, injuries or what the formulas know of a client are different now."""


@dataclass(frozen=True, slots=True)
class MetricsChanged(Event):
    """The studio measures something else, or in other units."""
