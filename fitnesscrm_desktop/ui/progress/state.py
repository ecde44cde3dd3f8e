"""What the progress of a client looks like on the screen, as data."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from fitnesscrm_desktop.services.progress.goal_results import GoalInfo
from fitnesscrm_desktop.services.progress.results import Overview
from fitnesscrm_desktop.ui.charts.lines import LineSet
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.progress.backdrop import Backdrop
from fitnesscrm_desktop.ui.progress.comparing import NOT_COMPARED, Compared


class Period(enum.StrEnum):
    """How far back the chart looks."""

    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


DAYS = {Period.QUARTER: 91, Period.YEAR: 365, Period.ALL: 0}


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric of the list, ready to be read."""

    key: str
    name: str
    value: str
    day: str
    change: str
    tone: Tone | None
    """Green where the change is for the better."""
    spark: tuple[float, ...]
    """The last values, from 0 (lowest) to 1."""
    about: str
    """Tooltip: when, and for what is computed by which formula."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the chart is to show."""

    metrics: tuple[str, ...] = ()
    """Keys; empty: the first one there is."""
    period: Period = Period.YEAR
    compared: Compared = NOT_COMPARED
    """With which other days."""
    averaged: bool = False
    """With a moving average."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is the same whatever the chart shows."""

    overview: Overview
    rows: tuple[MetricRow, ...]
    behind: Backdrop
    places: Mapping[str, int]
    """Key of a metric -> its place among all of them."""


@dataclass(frozen=True, slots=True)
class ProgressState:
    """Everything the part shows; ``known`` is None while it is loaded for the first time."""

    client_id: int = 0
    known: Known | None = None
    wish: Wish = Wish()
    lines: LineSet | None = None
    goal: GoalInfo | None = None
    """Of the metric that is charted, if it is one alone."""
    goal_text: str = ""
    trouble: str = ""
