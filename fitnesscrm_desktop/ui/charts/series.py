"""What a chart shows, as data: services fill it, charts draw it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fitnesscrm_desktop.services.core.csv_text import defused


@dataclass(frozen=True, slots=True)
class BarSeries:
    """One bar per label.

    ``title`` states the measure ("Revenue by month"), ``unit`` names the values ("EUR"), ``axis`` the labels
    ("Month"). ``keys`` are handed back when a bar is opened. ``texts`` are the values as a person reads them
    ("€ 48,920.00"), else the locale's plain number is shown. ``goal`` draws a line to
    reach, ``goal_text`` says it ("Goal: € 40,000").
    """

    title: str
    unit: str
    labels: Sequence[str]
    values: Sequence[float]
    keys: Sequence[Any] = ()
    axis: str = ""
    texts: Sequence[str] = field(default=())
    goal: float | None = None
    goal_text: str = ""

    def __post_init__(self) -> None:
        """A chart with shifted labels would lie: refuse it."""
        for name, items in (("labels", self.labels), ("keys", self.keys), ("texts", self.texts)):
            if (items or name == "labels") and len(items) != len(self.values):
                raise ValueError(f"{len(self.values)} values but {len(items)} {name}")
        if not all(math.isfinite(value) for value in self.values):
            raise ValueError("a value of a chart must be a finite number")

    def key(self, bar: int) -> Any:
        """What is handed back when *bar* is opened; its label where there are no keys."""
        return self.keys[bar] if self.keys else self.labels[bar]

    def as_csv(self) -> str:
        """The figures as a table for a spreadsheet."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        head = (self.axis, f"{self.title} ({self.unit})" if self.unit else self.title)
        writer.writerow(map(defused, head))
        rows = zip(map(defused, self.labels), self.values, strict=True)
        writer.writerows(rows)
        return out.getvalue()


def nice_ticks(low: float, high: float, *, wanted: int = 5, whole: bool = False) -> list[float]:
    """Round values that cover *low* to *high*: 0, 50, 100, 150."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = 1.0
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    if whole:
        step = max(1.0, math.ceil(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]
