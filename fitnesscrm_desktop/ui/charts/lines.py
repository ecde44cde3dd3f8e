"""What a chart of measurements shows, as data: presenters fill it, the chart draws it.

Moments are seconds since 1970, as ``datetime.timestamp()`` gives them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fitnesscrm_desktop.services.core.csv_text import defused
from fitnesscrm_desktop.ui.core.tokens import Tone


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way to a goal; without a day it is only a height."""

    value: float
    text: str
    at: float | None = None
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Projection:
    """Where it leads if it goes on like this: from one value to the goal, between two moments."""

    begins: float
    value: float
    soonest: float
    latest: float | None = None
    """None: nobody can say until when."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The goal of a line: drawn from where it began to the day by which it is wanted."""

    value: float
    text: str
    """``Goal: 74 kg by 1 June``."""
    begins: float | None = None
    by: float | None = None
    milestones: tuple[Milestone, ...] = ()
    projection: Projection | None = None

    def heights(self) -> tuple[float, ...]:
        """All values that must be in sight."""
        return (self.value, *(step.value for step in self.milestones))


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One metric over time. Lines with the same *panel* share their axis, others have one of their own."""

    name: str
    unit: str
    moments: Sequence[float]
    values: Sequence[float]
    decimals: int = 1
    keys: Sequence[Any] = ()
    panel: str = ""
    color: int = 0
    """Which of the colours for lines: the same thing has the same one everywhere."""
    shift: float = 0.0
    """By so many seconds an earlier period is moved, to lie over a later one."""
    trend: bool = True
    average_days: int = 0
    """A moving average over so many days; 0 draws none."""
    aim: Aim | None = None
    about: str = ""
    """What it is of, where the name only says when."""

    def __post_init__(self) -> None:
        """A chart with shifted values would lie: refuse it."""
        if len(self.moments) != len(self.values):
            raise ValueError(f"{len(self.values)} values but {len(self.moments)} moments")
        if len(self.keys) not in {0, len(self.values)}:
            raise ValueError(f"{len(self.values)} values but {len(self.keys)} keys")

    @property
    def place(self) -> str:
        """The panel it is drawn on."""
        return self.panel or self.name


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened: a line with words across all panels."""

    at: float
    text: str
    key: Any = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A time under one heading, shaded; without an end it goes on."""

    first: float
    last: float | None
    name: str
    tone: Tone = Tone.BLUE

    def holds(self, at: float) -> bool:
        """Whether a moment is in it."""
        return self.first <= at and (self.last is None or at <= self.last)


@dataclass(frozen=True, slots=True, eq=False)
class LineSet:
    """Everything one chart shows. ``title`` states the finding: "Weight: 2.4 kg less since 3 March"."""

    title: str
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    phases: tuple[Phase, ...] = ()
    note: str = ""
    """A sentence below the title."""

    @property
    def panels(self) -> list[tuple[str, list[Line]]]:
        """The lines by the panel they stand on, in their order."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.place, []).append(line)
        return list(found.items())

    @property
    def points(self) -> int:
        """How many values there are."""
        return sum(len(line.values) for line in self.lines)

    def as_csv(self, zone: ZoneInfo, head: tuple[str, str, str, str, str]) -> str:
        """All values as a table for a spreadsheet: day, time, measure, value, unit."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(map(defused, head))
        for line in self.lines:
            name = f"{line.about}: {line.name}" if line.about else line.name
            name, unit = defused(name), defused(line.unit)
            for moment, value in sorted(zip(line.moments, line.values, strict=True)):
                at = datetime.fromtimestamp(moment, zone)
                writer.writerow((at.date().isoformat(), at.strftime("%H:%M"), name, float(value), unit))
        return out.getvalue()
