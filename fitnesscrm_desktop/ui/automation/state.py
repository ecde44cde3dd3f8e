"""What the page of rules shows."""

from __future__ import annotations

from dataclasses import dataclass

from fitnesscrm_desktop.services.automation.results import RuleRow


@dataclass(frozen=True, slots=True)
class RulesState:
    """One look at it; rows that are None are on their way."""

    rows: tuple[RuleRow, ...] | None = None
    archived: bool = False
    """Archived ones are listed too."""
    error: str = ""
