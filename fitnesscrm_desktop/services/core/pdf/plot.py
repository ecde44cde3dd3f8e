"""A small chart for paper: dots, a line through them, a goal, days below and values at the side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fitnesscrm_desktop.services.core.pdf.paper import INK, LINE, MUTED
from fitnesscrm_desktop.services.core.pdf.sheet import Sheet
from fitnesscrm_desktop.services.core.pdf.text import fitted

SMALL = 7.0
TITLE = 9.5
HEAD, FOOT = 34.0, 14.0
SIDE = 40.0
"""Room for the values at the left."""
STEPS = (1, 2, 2.5, 5, 10)
MOST_TICKS = 5
MOST_DOTS = 400
"""More are only a line: dots would lie on each other."""


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn. ``points`` holds pairs of a place on the way and a value, in order."""

    title: str
    subtitle: str
    points: Sequence[tuple[float, float]]
    first: tuple[float, str]
    last: tuple[float, str]
    """Where the way begins and ends, with what stands there."""
    goal: float | None = None
    goal_text: str = ""
    accent: str = "#4F46E5"
    unit: str = ""
    decimal_mark: str = "."


def draw_plot(sheet: Sheet, plot: Plot, left: float, top: float, wide: float, high: float) -> None:
    """Draw *plot* with its upper left corner at *left*, *top*."""
    sheet.text(left, top + TITLE, fitted(plot.title, TITLE, wide * 0.62, bold=True), TITLE, bold=True)
    subtitle = fitted(plot.subtitle, SMALL + 1, wide * 0.36)
    sheet.text(left + wide, top + TITLE, subtitle, SMALL + 1, color=MUTED, align="right")
    ticks = ticks_of(_values(plot))
    area = _Area(left + SIDE, top + HEAD, wide - SIDE - 4, high - HEAD - FOOT, plot, ticks[0], ticks[-1])
    for tick in ticks:
        y = area.y(tick)
        sheet.line(area.left, y, area.right, thick=0.4, color=LINE)
        shown = plain(tick, plot.decimal_mark)
        sheet.text(area.left - 5, y + 2.4, shown, SMALL, color=MUTED, align="right")
    sheet.text(area.left - 5, top + HEAD - 11, plot.unit, SMALL, color=MUTED, align="right")
    if plot.goal is not None:
        y = area.y(plot.goal)
        sheet.stroke([(area.left, y), (area.right, y)], INK, 0.8, dashed=True)
        sheet.text(area.right, y - 2.5, fitted(plot.goal_text, SMALL, wide / 2), SMALL, align="right")
    path = [(area.x(place), area.y(value)) for place, value in plot.points]
    sheet.stroke(path, plot.accent, 1.4)
    if len(path) <= MOST_DOTS:
        for x, y in path:
            sheet.dot(x, y, 1.5, plot.accent)
    sheet.text(area.left, top + high - 3, plot.first[1], SMALL, color=MUTED)
    sheet.text(area.right, top + high - 3, plot.last[1], SMALL, color=MUTED, align="right")


@dataclass(frozen=True, slots=True)
class _Area:
    left: float
    top: float
    wide: float
    high: float
    plot: Plot
    low: float
    up: float

    @property
    def right(self) -> float:
        return self.left + self.wide

    def x(self, place: float) -> float:
        first, last = self.plot.first[0], self.plot.last[0]
        share = (place - first) / (last - first) if last > first else 0.5
        return self.left + share * self.wide

    def y(self, value: float) -> float:
        return self.top + self.high * (1 - (value - self.low) / (self.up - self.low))


def ticks_of(values: Sequence[float]) -> list[float]:
    """A few round values around *values*: none is below the first or above the last."""
    low, up = min(values, default=0.0), max(values, default=1.0)
    if up - low < abs(up) * 1e-9 or up == low:
        half = max(abs(up) * 0.05, 0.5)
        low, up = low - half, up + half
    raw = (up - low) / (MOST_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(size * power for size in STEPS if size * power >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(up / step - 1e-9)
    return [round(count * step, 10) for count in range(first, last + 1)]


def plain(value: float, decimal_mark: str = ".") -> str:
    """A round value as it stands at an axis."""
    return f"{value:g}".replace(".", decimal_mark)


def _values(plot: Plot) -> list[float]:
    goal = [] if plot.goal is None else [plot.goal]
    return [*(value for _place, value in plot.points), *goal]
