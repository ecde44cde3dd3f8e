"""What the page of the assistant shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fitnesscrm_desktop.models.values import RunVerdict
from fitnesscrm_desktop.services.assistant.results import RunRow, RunTotals
from fitnesscrm_desktop.services.assistant.runs import RunService
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.ui.assistant.place import WritingPlace

if TYPE_CHECKING:
    from fitnesscrm_desktop.agents.office import AgentState


@dataclass(frozen=True, slots=True)
class AssistantState:
    """One look at it; what is None is on its way."""

    engine: AgentState | None = None
    totals: RunTotals | None = None
    place: WritingPlace | None = None
    """Where texts are written."""
    of_verdict: RunVerdict | None = None
    """Only what ended like this is listed."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class RunSource:
    """What was written, for a table."""

    runs: RunService
    actor: Actor
    verdict: RunVerdict | None

    def fetch(self, after: Cursor | None, limit: int) -> Page[RunRow]:
        """The page of at most *limit* rows that starts behind *after*."""
        return self.runs.rows(self.actor, verdict=self.verdict, after=after, limit=limit)
