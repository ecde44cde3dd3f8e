"""What the service of progress reports takes and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fitnesscrm_desktop.models.values import ReportState, UnitSystem
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo
from fitnesscrm_desktop.services.progress.history_results import PhaseInfo, RemarkInfo
from fitnesscrm_desktop.services.progress.results import MetricInfo, Value


@dataclass(frozen=True, slots=True)
class NewReport:
    """What a report is to tell. Both days are inclusive."""

    first: date
    last: date
    comment: str = ""
    metrics: tuple[str, ...] = ()
    """Keys; none: all that was measured in these days."""
    with_photos: bool = False


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """A report on its way to a client."""

    id: int
    client_id: int
    first: date
    last: date
    comment: str
    metrics: tuple[str, ...]
    with_photos: bool
    state: ReportState
    staff: str
    created_at: datetime
    approved_at: datetime | None
    approved_by: str
    version: int
    left_out: str = ""
    """Which photos do not open and are not in it, and what to do; told when it is approved."""


@dataclass(frozen=True, slots=True)
class MetricStory:
    """What a metric did in the days of a report."""

    metric: MetricInfo
    values: tuple[Value, ...]
    """In order, at least one."""

    @property
    def change(self) -> float:
        """From the first to the last value."""
        return self.values[-1].value - self.values[0].value


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """All that stands in a report, before it is put on paper."""

    client_name: str
    first: date
    last: date
    units: UnitSystem
    visits: int
    stories: tuple[MetricStory, ...]
    goals: tuple[GoalInfo, ...]
    remarks: tuple[RemarkInfo, ...]
    phases: tuple[PhaseInfo, ...]
    photos: tuple[tuple[bytes, str], ...]
    """Pictures as JPEG, with their captions."""
    comment: str
    trainer: str
    draft: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ReportPages:
    """The pages of a report, and what tells whether others would say the same."""

    pdf: bytes
    seen: str
    left_out: str = ""
    """Which photos do not open and are not in a draft, and what to do; empty: none."""
