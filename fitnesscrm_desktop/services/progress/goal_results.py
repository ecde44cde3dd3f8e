"""What the services of goals take and answer. Values are in what is stored (see ``units``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.models.values import GoalDirection, GoalState
from fitnesscrm_desktop.services.progress.projection import Projection
from fitnesscrm_desktop.services.progress.results import MetricInfo, Value


@dataclass(frozen=True, slots=True)
class NewGoal:
    """What a client wants to come to."""

    metric: str
    """Key of a metric, measured or derived."""
    target: float
    due_on: date | None = None
    title: str = ""
    milestones: tuple[float, ...] = ()
    """Steps on the way, in any order."""


@dataclass(frozen=True, slots=True)
class MilestoneInfo:
    """A step on the way, and when it was taken."""

    value: float
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class GoalInfo:
    """A goal and how far along it is today."""

    id: int
    client_id: int
    metric: MetricInfo
    title: str
    direction: GoalDirection | None
    """None: nobody has measured yet, so nobody knows which way it lies."""
    start: Value | None
    target: float
    due_on: date | None
    state: GoalState
    now: Value | None
    """The last value."""
    share: float | None
    """How much of the way is done, 0 to 1; None: it has no start yet."""
    reached_on: date | None
    reached_value: float | None
    milestones: tuple[MilestoneInfo, ...]
    """In the order of the way."""
    projection: Projection | None
    """Of an active goal with a start."""
    dropped_reason: str
    staff: str
    version: int

    @property
    def gap(self) -> float | None:
        """What is still to go, with its sign; None: nobody has measured yet."""
        return None if self.now is None else self.target - self.now.value
