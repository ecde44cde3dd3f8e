"""A bar chart in words the rest of the application understands: a frozen series in, ``opened(key)`` out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QLocale,
    QObject,
    QPoint,
    QPointF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from fitnesscrm_desktop.ui.charts.series import BarSeries
from fitnesscrm_desktop.ui.core.dialogs import Dialogs
from fitnesscrm_desktop.ui.core.icons import icon
from fitnesscrm_desktop.ui.core.tasks import TaskRunner
from fitnesscrm_desktop.ui.core.theme import theme, theme_changed
from fitnesscrm_desktop.ui.core.tokens import XS, M, S
from fitnesscrm_desktop.ui.widgets.labels import Label
from fitnesscrm_desktop.ui.widgets.states import EmptyState, Skeleton

if TYPE_CHECKING:
    from fitnesscrm_desktop.ui.charts.bar_plot import BarPlot

BOM = "\ufeff"
"""Without it some spreadsheets read UTF-8 as something else."""


class BarChart(QWidget):
    """``chart.show_series(BarSeries(...))``; a skeleton before, words where there is nothing to show.

    Hovering tells the value, a click or Enter opens the bar, the context menu saves it as PNG or CSV.

    Signals:
        opened(object): the key of the bar that was opened.
    """

    opened = Signal(object)

    def __init__(self, tasks: TaskRunner, dialogs: Dialogs, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._dialogs = tasks, dialogs
        self._series = BarSeries("", "", (), ())
        self._plot: BarPlot | None = None
        self._title = Label("", "heading", elide=True)
        self._unit = Label("", "muted", elide=True)
        self._goal = Label("", "muted")
        self._axis = Label("", "muted")
        self._axis.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._empty = EmptyState("bar-chart", self.tr("Nothing to show for this period"))
        self._skeleton = Skeleton(5)
        self._area = QWidget()
        self._stack = QStackedLayout(self._area)
        self._stack.addWidget(self._skeleton)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self._title)
        line = QHBoxLayout()
        line.addWidget(self._unit, 1)
        line.addWidget(self._goal)
        layout.addLayout(line)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._axis)
        self._tip = QFrame(self)
        self._tip.setProperty("kind", "toast")
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip_text = Label("", "small")
        tip_layout = QVBoxLayout(self._tip)
        tip_layout.setContentsMargins(M, S - 2, M, S - 2)
        tip_layout.addWidget(self._tip_text)
        self._tip.hide()
        self.save_png = QAction(icon("download"), self.tr("Save as picture (PNG)…"), self)
        self.save_png.triggered.connect(self._save_png)
        self.save_csv = QAction(icon("file"), self.tr("Save figures (CSV)…"), self)
        self.save_csv.triggered.connect(self._save_csv)
        theme_changed.connect(self._dress)

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

    def show_loading(self, title: str = "") -> None:
        """The figures are on their way."""
        self._title.setText(title)
        self._stack.setCurrentWidget(self._skeleton)

    def set_empty_text(self, title: str, text: str = "") -> None:
        """What to say where there is nothing to show."""
        self._empty.set_text(title, text)

    def series(self) -> BarSeries:
        """What is shown."""
        return self._series

    def plot(self) -> BarPlot | None:
        """The plot area, once there has been something to draw."""
        return self._plot

    def tip(self) -> str:
        """What the hover label says; empty while it is hidden."""
        return self._tip_text.text() if self._tip.isVisible() else ""

    def value_text(self, bar: int) -> str:
        """The value of *bar* as the person reads it."""
        series = self._series
        if series.texts:
            return series.texts[bar]
        value = float(series.values[bar])
        number = QLocale().toString(value, "f", 0 if value.is_integer() else 2)
        return f"{number} {series.unit}".strip()

    def picture(self) -> QImage:
        """The chart as a picture, on the ground of a card."""
        ratio = max(self.devicePixelRatio(), 2.0)
        image = QImage(self.size() * ratio, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(theme().colors.surface)
        painter = QPainter(image)
        self.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
        painter.end()
        return image

    def sizeHint(self) -> QSize:
        """Room for a year of months."""
        return QSize(theme().px(420), theme().px(260))

    def minimumSizeHint(self) -> QSize:
        """Below this nobody can read it."""
        return QSize(theme().px(240), theme().px(180))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to save."""
        if self._series.values:
            menu = QMenu(self)
            menu.addActions([self.save_png, self.save_csv])
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(event.globalPos())

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
        plot = self._plot
        if bar < 0 or plot is None:
            self._tip.hide()
            return
        self._tip_text.setText(f"{self._series.labels[bar]}: {self.value_text(bar)}")
        self._tip.adjustSize()
        end = plot.mapTo(self, place.toPoint())
        left = min(max(end.x() - self._tip.width() // 2, 0), self.width() - self._tip.width())
        self._tip.move(left, max(end.y() - self._tip.height() - S, 0))
        self._tip.show()
        self._tip.raise_()

    def _dress(self) -> None:
        if self._plot is not None:
            self._plot.dress()

    def _file(self, ending: str) -> Path:
        name = "".join(c if c.isalnum() else "-" for c in self._series.title).strip("-").casefold() or "chart"
        return Path.home() / f"{name[:80]}.{ending}"

    def _save_png(self) -> None:
        path = self._dialogs.choose_save_file(
            self.save_png.text().rstrip("…"), self._file("png"), self.tr("Pictures (*.png)")
        )
        if path is not None:
            self._tip.hide()
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            QImageWriter(buffer, QByteArray(b"PNG")).write(self.picture())
            self._write(path, bytes(buffer.data().data()))

    def _save_csv(self) -> None:
        path = self._dialogs.choose_save_file(
            self.save_csv.text().rstrip("…"), self._file("csv"), self.tr("Tables (*.csv)")
        )
        if path is not None:
            self._write(path, (BOM + self._series.as_csv()).encode())

    def _write(self, path: Path, content: bytes) -> None:
        self._tasks.write(
            lambda: path.write_bytes(content), done=lambda _count: None, failed=self._not_saved, owner=self
        )

    def _not_saved(self, error: Exception) -> None:
        self._dialogs.tell(
            self.tr("The chart was not saved"),
            self.tr("Choose another folder and save it again."),
            str(error),
        )


def preload(tasks: TaskRunner, done: Callable[[], None], owner: QObject) -> None:
    """Load what draws charts, then call *done*: what makes no Qt classes on a worker, the rest here."""

    def arithmetic() -> None:
        import numpy  # noqa: F401, ICN001 - this is the point

    def drawing(_nothing: None) -> None:
        import pyqtgraph  # noqa: F401 - as above

        done()

    tasks.run(arithmetic, done=drawing, owner=owner)
