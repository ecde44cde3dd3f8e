"""Lines made ready to be drawn: as sorted arrays, with their trend, on panels with a scale that fits."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fitnesscrm_desktop.ui.charts.lines import Line, LineSet
from fitnesscrm_desktop.ui.charts.scales import value_ticks
from fitnesscrm_desktop.ui.charts.trend import Array, Trend, moving_average, robust_trend

Order = NDArray[np.intp]

PADDING = 0.08
"""What a panel leaves free above and below its values, as a share of their range."""
AHEAD = 90 * 86_400.0
"""So far ahead one sees at least, if a goal lies there; else as far as one sees back."""
CHUNK = 1024
FLAT = 0.05
"""The same where there is no range, as a share of the value."""


@dataclass(slots=True)
class Drawn:
    """One line: ``at`` is where it is drawn, which for an earlier period is not when it was."""

    line: Line
    at: Array
    values: Array
    order: Order | None
    """Where each value stood in the line, if it was not sorted."""
    trend: Trend | None
    average: Array | None
    chunks: Array = field(default_factory=lambda: np.empty((0, 0)))
    """The lowest and the highest of every so many values, once they were asked for."""

    @property
    def earlier(self) -> bool:
        """Whether it is a period laid under another."""
        return self.line.shift != 0

    def window(self, first: float, last: float) -> slice:
        """What there is to draw between two moments, with one value more at each side."""
        begin, end = np.searchsorted(self.at, (first, last))
        return slice(max(int(begin) - 1, 0), min(int(end) + 1, len(self.at)))

    def range_of(self, part: slice) -> tuple[float, float]:
        """The lowest and the highest value; of a very long part only nearly so, as its ends are rounded."""
        if part.stop - part.start <= CHUNK * 4:
            shown = self.values[part]
            return float(shown.min()), float(shown.max())
        if not len(self.chunks):
            begins = np.arange(0, len(self.values), CHUNK)
            reduced = (np.minimum.reduceat(self.values, begins), np.maximum.reduceat(self.values, begins))
            self.chunks = np.stack(reduced)
        lowest, highest = self.chunks[:, part.start // CHUNK : part.stop // CHUNK + 1]
        return float(lowest.min()), float(highest.max())

    def nearest(self, at: float) -> int:
        """The place of the value that is nearest to a moment; the line must not be empty."""
        place = int(np.searchsorted(self.at, at))
        if place == len(self.at) or (place and at - self.at[place - 1] <= self.at[place] - at):
            place -= 1
        return place

    def original(self, place: int) -> int:
        """Where the value at *place* stands in the line itself."""
        return place if self.order is None else int(self.order[place])


@dataclass(slots=True)
class Panel:
    """Lines with one axis; ``bottom`` and ``top`` say where it stands, from 0 below to 1 above."""

    name: str
    lines: list[Drawn]
    bottom: float = 0.0
    top: float = 1.0
    low: float = 0.0
    high: float = 1.0
    ticks: list[float] = field(default_factory=list)

    def fit(self, first: float, last: float, wanted: int) -> None:
        """Scale the axis to what is in sight, its goal included."""
        low, high = np.inf, -np.inf
        for each in self.lines:
            shown = each.window(first, last)
            if shown.start < shown.stop:
                lowest, highest = each.range_of(shown)
                low, high = min(low, lowest), max(high, highest)
            for value in () if each.line.aim is None else each.line.aim.heights():
                low, high = min(low, value), max(high, value)
        if low > high:
            return
        pad = (high - low) * PADDING or abs(low) * FLAT or 1.0
        self.low = low - pad if low < 0 or low >= pad else 0.0
        self.high = high + pad
        self.ticks = value_ticks(self.low, self.high, wanted)

    def height_of(self, value: float | Array) -> float | Array:
        """Where a value stands, from 0 at the foot of the chart to 1 at its head."""
        return self.bottom + (value - self.low) / (self.high - self.low) * (self.top - self.bottom)


def panels_of(lines: LineSet) -> list[Panel]:
    """All panels, with the lines that have values."""
    filled = [(name, [line for line in each if len(line.values)]) for name, each in lines.panels]
    return [Panel(name, [prepared(line) for line in each]) for name, each in filled if each]


def prepared(line: Line) -> Drawn:
    """A line as arrays in the order of time."""
    at = np.asarray(line.moments, dtype=float) + line.shift
    values = np.asarray(line.values, dtype=float)
    if not (np.isfinite(at).all() and np.isfinite(values).all()):
        raise ValueError("a value of a chart must be a finite number")
    order = None
    if (at[1:] < at[:-1]).any():
        order = np.argsort(at, kind="stable")
        at, values = at[order], values[order]
    trend = robust_trend(at, values) if line.trend else None
    average = moving_average(at, values, line.average_days) if line.average_days else None
    return Drawn(line, at, values, order, trend, average)


def whole_time(panels: list[Panel], lines: LineSet) -> tuple[float, float]:
    """From the first value to the last, or to the day by which a goal is wanted, if that is not too far."""
    moments = [float(each.at[end]) for panel in panels for each in panel.lines for end in (0, -1)]
    if not moments:
        return 0.0, 0.0
    first, last = min(moments), max(moments)
    farthest = last + max(last - first, AHEAD)
    for line in lines.lines:
        if line.aim is not None:
            projected = line.aim.projection
            wanted = (line.aim.by, *((projected.soonest, projected.latest) if projected else ()))
            moments += [min(moment, farthest) for moment in wanted if moment is not None]
    return first, max(moments)
