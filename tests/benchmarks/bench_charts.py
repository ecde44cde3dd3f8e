"""Charts of measurements beside a bare plot of the same values; ours has trends, bands and more axes."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from babel import Locale
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication, QWidget

from fitnesscrm_desktop.app import make_application
from fitnesscrm_desktop.ui.charts.line_chart import LineChart
from fitnesscrm_desktop.ui.charts.lines import Line, LineSet
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.theme import apply_theme
from tests.benchmarks.table import Table, median_time
from tests.support.inline_tasks import InlineTasks
from tests.support.scripted_dialogs import ScriptedDialogs

METRICS, DAYS, MANY = 10, 3_650, 1_000_000
FIRST = datetime(2016, 11, 3, 9, tzinfo=UTC).timestamp()
SIZE = (1000, 800)
ROUNDS = 9

Values = NDArray[np.float64]
Bare = Callable[[], QWidget]


@pytest.fixture(scope="module")
def application() -> QApplication:
    """Give the application, dressed."""
    made = make_application()
    apply_theme(made, "light")
    return made


def walk(count: int, seed: int) -> Values:
    """Values that wander as a weight does."""
    rng = np.random.default_rng(seed)
    return 80 + np.cumsum(rng.normal(0, 0.1, count)) + rng.normal(0, 0.4, count)


def painted(application: QApplication, make: Callable[[], QWidget]) -> None:
    """Make a widget and wait until it is painted."""
    widget = make()
    widget.resize(*SIZE)
    widget.show()
    application.processEvents()
    widget.grab()
    widget.close()
    widget.deleteLater()


def our_chart(lines: LineSet) -> QWidget:
    """Our chart of *lines*."""
    formats = Formats(Locale.parse("en_GB"), "EUR", ZoneInfo("Europe/Berlin"))
    chart = LineChart(InlineTasks(), ScriptedDialogs(), formats)
    chart.resize(*SIZE)
    chart.show_lines(lines)
    return chart


def bench_ten_metrics_of_ten_years(application: QApplication, table: Table) -> None:
    """The first paint of ten metrics, each measured daily for ten years."""
    at = FIRST + np.arange(DAYS, dtype=np.float64) * 86_400
    values = [walk(DAYS, seed) for seed in range(METRICS)]
    listed = [Line(f"M{i}", "kg", _list(at), _list(each), color=i) for i, each in enumerate(values)]
    lines = LineSet("Ten metrics", tuple(listed))

    def bare() -> QWidget:
        plot = pg.PlotWidget()
        for each in values:
            plot.plot(at, each)
        return plot  # type: ignore[no-any-return] # it has no types

    _compare(application, table, "chart: first paint of 10 metrics x 3,650 points", lines, bare, 2)


def bench_a_million_points(application: QApplication, table: Table) -> None:
    """A million values, brought down to what a screen can show."""
    at, values = FIRST + np.arange(MANY, dtype=np.float64) * 300, walk(MANY, 1)
    lines = LineSet("Many", (Line("Many", "bpm", at, values),))  # type: ignore[arg-type] # an array is a sequence

    def bare() -> QWidget:
        plot = pg.PlotWidget()
        item = plot.plot(at, values)
        item.setDownsampling(auto=True, method="peak")
        item.setClipToView(True)
        return plot  # type: ignore[no-any-return] # it has no types

    _compare(application, table, "chart: first paint of 1,000,000 points, downsampled", lines, bare, 1.5)


def _list(values: Values) -> list[float]:
    """As presenters hand them over."""
    found: list[float] = values.tolist()
    return found


def _compare(
    application: QApplication,
    table: Table,
    what: str,
    lines: LineSet,
    bare: Callable[[], QWidget],
    goal: float,
) -> None:
    for make in (bare, lambda: our_chart(lines)):
        painted(application, make)  # what is loaded on first need is loaded
    theirs = median_time(lambda: painted(application, bare), ROUNDS)
    ours = median_time(lambda: painted(application, lambda: our_chart(lines)), ROUNDS)
    table.ratio(what, ours=ours, bare=theirs, goal=goal)
