"""A chart of measurements over time: frozen lines in, ``opened(key)`` out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPoint, QPointF, QSize, Signal
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QWidget

from fitnesscrm_desktop.ui.charts.chart_frame import ChartFrame
from fitnesscrm_desktop.ui.charts.legend import Legend
from fitnesscrm_desktop.ui.charts.lines import Line, LineSet
from fitnesscrm_desktop.ui.charts.scales import DAY, day_of
from fitnesscrm_desktop.ui.core.dialogs import Dialogs
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import L
from fitnesscrm_desktop.ui.widgets.labels import Label

if TYPE_CHECKING:
    from fitnesscrm_desktop.ui.charts.line_plot import LinePlot, Told

LEAST_PANEL = 96
MOST_SAID = 12
"""So many lines are told to those who cannot see them."""


class LineChart(ChartFrame):
    """``chart.show_lines(LineSet(...))``; a skeleton before, words where there is nothing to show.

    Hovering tells values, + and - zoom, arrows move along, Home shows everything, Shift and arrows go from
    value to value, Enter opens one; the context menu saves it as PNG or CSV.

    Signals:
        opened(object): the key of the value that was opened.
    """

    opened = Signal(object)

    def __init__(
        self, tasks: TaskRunner, dialogs: Dialogs, formats: Formats, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(tasks, dialogs, parent=parent)
        self._formats = formats
        self._lines = LineSet("")
        self._plot: LinePlot | None = None
        self._note = Label("", "muted", elide=True)
        self.legend = Legend()
        self._layout.insertWidget(1, self._note)
        self._layout.insertWidget(2, self.legend)
        self.show_everything = QAction(icon("refresh"), self.tr("Show the whole time"), self)
        self.show_everything.triggered.connect(self._show_all)

    def show_lines(self, lines: LineSet) -> None:
        """Draw *lines*; what has no values says so in words."""
        self._lines = lines
        self._title.setText(lines.title)
        self._note.setText(lines.note)
        self._note.setVisible(bool(lines.note))
        self.legend.show_lines(lines)
        self._tip.hide()
        if not lines.points:
            self._say()
            self._stack.setCurrentWidget(self._empty)
            return
        plot = self._ready_plot()
        plot.show_lines(lines)
        self._say()
        self._stack.setCurrentWidget(plot)
        self.updateGeometry()

    def lines(self) -> LineSet:
        """What is shown."""
        return self._lines

    def plot(self) -> LinePlot | None:
        """The plot area, once there has been something to draw."""
        return self._plot

    def has_values(self) -> bool:
        """Whether there is a value."""
        return self._lines.points > 0

    def as_csv(self) -> str:
        """All values as a table, as days and times of the studio."""
        head = (self.tr("Day"), self.tr("Time"), self.tr("Measure"), self.tr("Value"), self.tr("Unit"))
        return self._lines.as_csv(self._formats.zone, head)

    def minimumSizeHint(self) -> QSize:
        """Every panel needs room to be read."""
        panels = max(len(self._lines.panels), 1)
        return QSize(theme().px(320), theme().px(110 + LEAST_PANEL * panels))

    def _menu_actions(self) -> list[QAction]:
        return [self.show_everything, *super()._menu_actions()]

    def _show_all(self) -> None:
        if self._plot is not None:
            self._plot.show_all()

    def _ready_plot(self) -> LinePlot:
        if self._plot is None:
            from fitnesscrm_desktop.ui.charts.line_plot import LinePlot

            self._plot = LinePlot(self._formats)
            self._plot.told.connect(self._tell)
            self._plot.pressed.connect(self._open)
            self._stack.addWidget(self._plot)
            self.setFocusProxy(self._plot)
        return self._plot

    def _open(self, told: Told) -> None:
        keys = told.drawn.line.keys
        if keys:
            self.opened.emit(keys[told.drawn.original(told.place)])

    def _tell(self, told: list[Told], place: QPointF) -> None:
        if not told or self._plot is None:
            self._tip.hide()
            return
        self._show_tip("\n".join(self._words(told)), self._plot, place)

    def _tip_corner(self, end: QPoint) -> QPoint:
        """Beside the cross-hair, where it hides the fewest values that are looked at."""
        right = end.x() + L
        left = right if right + self._tip.width() <= self.width() else end.x() - L - self._tip.width()
        top = min(max(end.y() - self._tip.height() // 2, 0), self.height() - self._tip.height())
        return QPoint(max(left, 0), top)

    def picture(self) -> QImage:
        """The chart as a picture, sharp at any resolution."""
        if self._plot is None:
            return super().picture()
        with self._plot.drawn_sharply():
            return super().picture()

    def _words(self, told: list[Told]) -> list[str]:
        """The day, every value of it, and what else is there to be said about that day."""
        at = told[0].at
        words = [self._formats.day(day_of(at, self._formats.zone))]
        for each in told:
            line = each.drawn.line
            text = f"{line.name}: {value_text(line, each.value)}"
            if line.shift:
                day = self._formats.day(day_of(each.at - line.shift, self._formats.zone))
                text = self.tr("{name_and_value} on {day}").format(name_and_value=text, day=day)
            words.append(text)
        words += [phase.name for phase in self._lines.phases if phase.holds(at)]
        words += [mark.text for mark in self._lines.marks if abs(mark.at - at) <= DAY / 2]
        return words

    def _say(self) -> None:
        """The newest figures in words, for those who cannot see the lines."""
        told = []
        for line in self._lines.lines[:MOST_SAID]:
            if len(line.values):
                day = self._formats.day(day_of(line.moments[-1], self._formats.zone))
                told.append(f"{line.name}: {value_text(line, line.values[-1])}, {day}")
        for widget in (self, self._plot):
            if widget is not None:
                widget.setAccessibleName(self._lines.title)
                widget.setAccessibleDescription("; ".join(told))

    def _dress(self) -> None:
        if self._plot is not None:
            self._plot.dress()


def value_text(line: Line, value: float) -> str:
    """A value as a person reads it."""
    number = QLocale().toString(float(value), "f", line.decimals)
    return f"{number} {line.unit}".strip()
