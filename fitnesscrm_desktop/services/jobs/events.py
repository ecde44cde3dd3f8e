"""What happens to jobs."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class JobsChanged(Event):
    """A job began, ended, was paused or goes on."""
