"""A bar chart in words the rest of the application understands: a frozen series in, ``opened(key)`` out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QPointF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fitnesscrm_desktop.ui.charts.chart_frame import ChartFrame
from fitnesscrm_desktop.ui.charts.series import BarSeries
from fitnesscrm_desktop.ui.core.dialogs import Dialogs
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.widgets.labels import Label

if TYPE_CHECKING:
    from fitnesscrm_desktop.ui.charts.bar_plot import BarPlot


class BarChart(ChartFrame):
    """``chart.show_series(BarSeries(...))``; a skeleton before, words where there is nothing to show.

    Hovering tells the value, a click or Enter opens the bar, the context menu saves it as PNG or CSV.

    Signals:
        opened(object): the key of the bar that was opened.
    """

    opened = Signal(object)

    def __init__(self, tasks: TaskRunner, dialogs: Dialogs, *, parent: QWidget | None = None) -> None:
        super().__init__(tasks, dialogs, parent=parent)
        self._series = BarSeries("", "", (), ())
        self._plot: BarPlot | None = None
        self._unit = Label("", "muted", elide=True)
        self._goal = Label("", "muted")
        self._axis = Label("", "muted")
        self._axis.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        line = QHBoxLayout()
        line.addWidget(self._unit, 1)
        line.addWidget(self._goal)
        self._layout.insertLayout(1, line)
        self._layout.addWidget(self._axis)

    def show_series(self, series: BarSeries) -> None:
        """Draw *series*; one without values says so in words."""
        self._series = series
        self._title.setText(series.title)
        self._unit.setText(series.unit)
        self._unit.setVisible(bool(series.unit))
        self._goal.setText(series.goal_text if series.goal is not None else "")
        self._axis.setText(series.axis)
        self._axis.setVisible(bool(series.axis) and bool(series.values))
        self._tip.hide()
        if not series.values:
            self._say()
            self._stack.setCurrentWidget(self._empty)
            return
        plot = self._ready_plot()
        plot.show_series(series)
        self._say()
        self._stack.setCurrentWidget(plot)

    def series(self) -> BarSeries:
        """What is shown."""
        return self._series

    def plot(self) -> BarPlot | None:
        """The plot area, once there has been something to draw."""
        return self._plot

    def has_values(self) -> bool:
        """Whether there is a bar."""
        return bool(self._series.values)

    def as_csv(self) -> str:
        """The figures as a table."""
        return self._series.as_csv()

    def value_text(self, bar: int) -> str:
        """The value of *bar* as the person reads it."""
        series = self._series
        if series.texts:
            return series.texts[bar]
        value = float(series.values[bar])
        number = QLocale().toString(value, "f", 0 if value.is_integer() else 2)
        return f"{number} {series.unit}".strip()

    def _ready_plot(self) -> BarPlot:
        if self._plot is None:
            from fitnesscrm_desktop.ui.charts.bar_plot import BarPlot

            self._plot = BarPlot()
            self._plot.hovered.connect(self._hover)
            self._plot.pressed.connect(lambda bar: self.opened.emit(self._series.key(bar)))
            self._stack.addWidget(self._plot)
            self.setFocusProxy(self._plot)
        return self._plot

    def _say(self) -> None:
        """All figures in words, for those who cannot see the bars."""
        series = self._series
        figures = "; ".join(f"{label}: {self.value_text(i)}" for i, label in enumerate(series.labels))
        for widget in (self, self._plot):
            if widget is not None:
                widget.setAccessibleName(series.title)
                widget.setAccessibleDescription(figures)

    def _hover(self, bar: int, place: QPointF) -> None:
        if bar < 0 or self._plot is None:
            self._tip.hide()
        else:
            self._show_tip(f"{self._series.labels[bar]}: {self.value_text(bar)}", self._plot, place)

    def _dress(self) -> None:
        if self._plot is not None:
            self._plot.dress()


def preload(tasks: TaskRunner, done: Callable[[], None], owner: QObject) -> None:
    """Load what draws charts, then call *done*: what makes no Qt classes on a worker, the rest here."""

    def arithmetic() -> None:
        import numpy  # noqa: F401, ICN001 - this is the point

    def drawing(_nothing: None) -> None:
        import pyqtgraph  # noqa: F401 - as above

        done()

    tasks.run(arithmetic, done=drawing, owner=owner)
