"""What happened to the studio's settings."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class StudioChanged(Event):
    """The profile, the logo or the kiosk's PIN changed; read the profile again."""
