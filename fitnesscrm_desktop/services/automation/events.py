"""What has happened to rules and tasks."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.core.events import Event


@dataclass(frozen=True, slots=True)
class RulesChanged(Event):
    """A rule is new or different, or was switched on or off."""

    rule_id: int


@dataclass(frozen=True, slots=True)
class RulesMatched(Event):
    """Rules have found something."""


@dataclass(frozen=True, slots=True)
class TasksChanged(Event):
    """A task for the staff is new, done, or different."""
