"""What has happened to the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class AssistantChanged(Event):
    """Its settings, its models or the server it asks are different now."""


@dataclass(frozen=True, slots=True)
class RunNoted(Event):
    """It has written something."""

    run_id: int
