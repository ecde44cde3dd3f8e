"""The plot area of a bar chart. It imports pyqtgraph, which takes long: import it when a chart is shown."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from fitnesscrm_desktop.ui.charts.series import BarSeries, nice_ticks
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_SMALL

FILL = 0.62
"""How much of its place a bar takes."""
WIDEST = 56
"""Pixels; a single bar must not become a wall."""
FEWEST_PLACES = 4
CORNER = 4


class _Bars(pg.GraphicsObject):  # type: ignore[misc]
    """Grid and bars, painted in the colours of the theme."""

    def __init__(self) -> None:
        super().__init__()
        self.values: Sequence[float] = ()
        self.ticks: Sequence[float] = (0.0, 1.0)
        self.hot = -1

    def boundingRect(self) -> QRectF:
        """Everything between the lowest and the highest figure of the axis."""
        places = len(self.values) + 2 * FEWEST_PLACES
        return QRectF(-FEWEST_PLACES, self.ticks[0], places, self.ticks[-1] - self.ticks[0])

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw in pixels, so that corners stay round and lines thin whatever the scale of the axes."""
        to_pixels = painter.worldTransform()
        shown = to_pixels.mapRect(self.viewRect())
        colors = theme().colors
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for tick in self.ticks:
            y = round(to_pixels.map(QPointF(0, tick)).y())
            painter.setPen(QPen(QColor(colors.border_strong if tick == 0 else colors.grid), 1))
            painter.drawLine(QPointF(shown.left(), y), QPointF(shown.right(), y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        half = self._half(to_pixels)
        marked = colors.accent_text if theme().dark else colors.accent_hover
        for place, value in enumerate(self.values):
            painter.setBrush(QColor(marked if place == self.hot else colors.accent))
            foot, end = to_pixels.map(QPointF(place, 0)), to_pixels.map(QPointF(place, value))
            painter.drawPath(_bar(foot, end, half))
        painter.restore()

    def _half(self, to_pixels: QTransform) -> float:
        place = to_pixels.map(QPointF(1, 0)).x() - to_pixels.map(QPointF(0, 0)).x()
        return float(min(place * FILL, theme().px(WIDEST)) / 2)


def _bar(foot: QPointF, end: QPointF, half: float) -> QPainterPath:
    """A bar that stands on the axis with square feet and ends in round corners, upwards or downwards."""
    path = QPainterPath()
    height = foot.y() - end.y()
    if abs(height) < 1:
        return path
    radius = min(CORNER, half, abs(height))
    inwards = radius if height > 0 else -radius
    left, right = round(foot.x() - half), round(foot.x() + half)
    bottom, top = round(foot.y()), end.y()
    path.moveTo(left, bottom)
    path.lineTo(left, top + inwards)
    path.quadTo(left, top, left + radius, top)
    path.lineTo(right - radius, top)
    path.quadTo(right, top, right, top + inwards)
    path.lineTo(right, bottom)
    path.closeSubpath()
    return path


class BarPlot(pg.PlotWidget):  # type: ignore[misc]
    """Bars, axes and grid; knows which bar the mouse or the keyboard is on.

    Signals:
        hovered(int, QPointF): the bar under the mouse and where its end is, -1 for none.
        pressed(int): a bar was clicked, or Enter pressed on it.
    """

    hovered = Signal(int, QPointF)
    pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__(background=None)
        self._series = BarSeries("", "", (), ())
        self._ticks: list[float] = [0.0, 1.0]
        self._bars = _Bars()
        self._goal = pg.InfiniteLine(angle=0, movable=False)
        self.setFrameShape(self.frameShape().NoFrame)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet("background: transparent; border: none;")  # the card shines through
        item = self.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.setMouseEnabled(x=False, y=False)
        item.getViewBox().setDefaultPadding(0)
        item.addItem(self._bars)
        item.addItem(self._goal)
        self.dress()

    def show_series(self, series: BarSeries) -> None:
        """Draw *series*."""
        self._series = series
        values = [*series.values, *([] if series.goal is None else [series.goal])]
        whole = all(float(value).is_integer() for value in series.values)
        self._ticks = nice_ticks(min(values, default=0), max(values, default=0), whole=whole)
        self._bars.prepareGeometryChange()
        self._bars.values, self._bars.ticks, self._bars.hot = list(series.values), self._ticks, -1
        self._goal.setVisible(series.goal is not None)
        self._goal.setValue(series.goal or 0)
        places = max(len(series.values), FEWEST_PLACES)
        middle = (len(series.values) - 1) / 2
        self.setXRange(middle - places / 2, middle + places / 2, padding=0)
        self.setYRange(self._ticks[0], self._ticks[-1] * 1.001, padding=0)
        self._label_axes()
        self._bars.update()

    def dress(self) -> None:
        """Take the colours and sizes of the theme."""
        colors, px = theme().colors, theme().px
        item = self.getPlotItem()
        font = app_font(px(TYPE_SMALL), tabular=True)
        for name in ("left", "bottom"):
            axis = item.getAxis(name)
            axis.setTickFont(font)
            axis.setTextPen(colors.muted)
            axis.setPen(pg.mkPen(None))
            axis.setStyle(tickLength=0, tickAlpha=0, tickTextOffset=px(8))
        # Room for the upper half of the highest figure, and for the end of the last label.
        item.layout.setContentsMargins(0, px(10), px(8), 0)
        self._goal.setPen(QPen(QColor(colors.muted), 0, Qt.PenStyle.DashLine))
        self._label_axes()
        self._bars.update()
        self.viewport().update()

    def move_to(self, bar: int) -> None:
        """Put the mark on *bar*; -1 takes it away."""
        if bar == self._bars.hot:
            return
        self._bars.hot = bar
        self._bars.update()
        self.hovered.emit(bar, self.end_of(bar) if bar >= 0 else QPointF())

    def marked(self) -> int:
        """The bar that is marked, or -1."""
        return self._bars.hot

    def end_of(self, bar: int) -> QPointF:
        """Where in this widget the end of *bar* is."""
        box = self.getPlotItem().getViewBox()
        scene = box.mapViewToScene(QPointF(bar, max(self._series.values[bar], 0)))
        return QPointF(self.mapFromScene(scene))

    def bar_at(self, place: QPointF) -> int:
        """The bar whose column is under a point of this widget, or -1."""
        box = self.getPlotItem().getViewBox()
        scene = self.mapToScene(place.toPoint())
        if not box.sceneBoundingRect().contains(scene):
            return -1
        bar = round(box.mapSceneToView(scene).x())
        return bar if 0 <= bar < len(self._series.values) else -1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many labels as there is room for."""
        super().resizeEvent(event)
        if hasattr(self, "_bars"):
            self._label_axes()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the bar under the mouse."""
        self.move_to(self.bar_at(event.position()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark a bar when the keyboard comes here: the focus must be seen."""
        super().focusInEvent(event)
        by_keyboard = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if by_keyboard and self._series.values and self._bars.hot < 0:
            self.move_to(len(self._series.values) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard has gone."""
        super().focusOutEvent(event)
        self.move_to(-1)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is marked any more."""
        self.move_to(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the bar under the mouse."""
        bar = self.bar_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and bar >= 0:
            self.pressed.emit(bar)

    def wheelEvent(self, event: object) -> None:
        """Leave the wheel to the page."""
        event.ignore()  # type: ignore[attr-defined]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from bar to bar, Enter opens."""
        last = len(self._series.values) - 1
        key, hot = event.key(), self._bars.hot
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and last >= 0:
            step = -1 if key == Qt.Key.Key_Left else 1
            self.move_to(min(max(hot + step, 0), last) if hot >= 0 else (last if step < 0 else 0))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and hot >= 0:
            self.pressed.emit(hot)
        elif key == Qt.Key.Key_Escape and hot >= 0:
            self.move_to(-1)
        else:
            event.ignore()

    def _label_axes(self) -> None:
        locale = QLocale()
        decimals = 0 if all(float(tick).is_integer() for tick in self._ticks) else 2
        item = self.getPlotItem()
        item.getAxis("left").setTicks([[(t, locale.toString(float(t), "f", decimals)) for t in self._ticks]])
        labels = self._series.labels
        metrics = QFontMetrics(app_font(theme().px(TYPE_SMALL)))
        widest = max((metrics.horizontalAdvance(label) for label in labels), default=0) + theme().px(10)
        room = max(item.getViewBox().width(), 1.0) / max(len(labels), FEWEST_PLACES)
        every = max(1, -(-int(widest) // max(int(room), 1)))
        item.getAxis("bottom").setTicks([[(i, label) for i, label in enumerate(labels) if i % every == 0]])
