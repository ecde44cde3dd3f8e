"""The plot area of a line chart. It imports pyqtgraph, which takes long: import it when a chart is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QLocale, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent

from fitnesscrm_desktop.ui.charts.colors import line_color
from fitnesscrm_desktop.ui.charts.drawn import Drawn, Panel, panels_of, whole_time
from fitnesscrm_desktop.ui.charts.line_canvas import HEADER, CrossHair, LineCanvas
from fitnesscrm_desktop.ui.charts.lines import LineSet
from fitnesscrm_desktop.ui.charts.scales import DAY, day_labels, day_of, day_ticks, spread, tick_decimals
from fitnesscrm_desktop.ui.charts.strip_layer import strip_height
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_SMALL

ZOOM, STEP = 0.7, 0.15
SHORTEST = 4 * DAY
"""Nobody measures so often that a closer look would show more."""
NEAR_DAYS, NEAR_PIXELS = 1.5, 12
"""A line tells a value of another moment only if it is so near."""
TICK_ROOM = 34
"""Pixels between two marks of an axis of values."""
FOOT = 6


@dataclass(frozen=True, slots=True)
class Told:
    """One value under the cross-hair."""

    drawn: Drawn
    place: int

    @property
    def value(self) -> float:
        """As it was measured."""
        return float(self.drawn.values[self.place])

    @property
    def at(self) -> float:
        """Where it is drawn."""
        return float(self.drawn.at[self.place])


class LinePlot(pg.PlotWidget):  # type: ignore[misc]
    """Panels above each other with one axis of days; knows what the mouse or the keyboard is at.

    Signals:
        told(object, QPointF): the values (``list[Told]``) that are looked at, and where; none: it is over.
        pressed(object): a value (``Told``) was double-clicked, or Enter pressed at it.
        ranged(float, float): another part of the time is in sight.
    """

    told = Signal(object, QPointF)
    pressed = Signal(object)
    ranged = Signal(float, float)

    def __init__(self, formats: Formats) -> None:
        super().__init__(background=None)
        self._formats = formats
        self._lines = LineSet("")
        self._panels: list[Panel] = []
        self._whole = (0.0, 1.0)
        self._looked_at: list[Told] = []
        self._canvas, self._cross = LineCanvas(), CrossHair()
        self.setFrameShape(self.frameShape().NoFrame)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet("background: transparent; border: none;")  # the card shines through
        item = self.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        self._box = item.getViewBox()
        self._box.setDefaultPadding(0)
        self._box.setMouseEnabled(x=True, y=False)
        self._box.disableAutoRange()
        item.addItem(self._canvas, ignoreBounds=True)
        item.addItem(self._cross, ignoreBounds=True)
        self.setYRange(0, 1, padding=0)
        self._box.sigXRangeChanged.connect(self._ranged)
        self.dress()

    def show_lines(self, lines: LineSet) -> None:
        """Draw *lines*, from the first to the last moment."""
        self._lines, self._panels = lines, panels_of(lines)
        self._canvas.panels, self._canvas.lines = self._panels, lines
        self._look_at([])
        self._whole = spread(*whole_time(self._panels, lines))
        self._lay_out()
        first, last = self._whole
        self._box.setLimits(
            xMin=first, xMax=last, minXRange=min(SHORTEST, last - first), maxXRange=last - first
        )
        self.show_all()
        self._fit()

    def panels(self) -> Sequence[Panel]:
        """The panels that are shown, top to bottom."""
        return self._panels

    def shown_time(self) -> tuple[float, float]:
        """From which moment to which one sees."""
        (first, last), _ = self._box.viewRange()
        return float(first), float(last)

    def show_all(self) -> None:
        """See everything there is."""
        self.setXRange(*self._whole, padding=0)

    def zoom(self, factor: float) -> None:
        """See a part of the time, around what is looked at; a factor over one shows more."""
        first, last = self.shown_time()
        middle = self._looked_at[0].at if self._looked_at else (first + last) / 2
        share = (middle - first) / (last - first)
        wide = min(max((last - first) * factor, SHORTEST), self._whole[1] - self._whole[0])
        self._move_to(middle - share * wide, wide)

    def pan(self, share: float) -> None:
        """Move along by a share of what is in sight."""
        first, last = self.shown_time()
        self._move_to(first + (last - first) * share, last - first)

    def _move_to(self, first: float, wide: float) -> None:
        begin, end = self._whole
        first = min(max(first, begin), end - wide)
        self.setXRange(first, first + wide, padding=0)

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
        item.layout.setContentsMargins(0, px(4), px(10), 0)
        self._lay_out()
        self._fit()
        self.viewport().update()

    # --- laying out -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Share the height among the panels."""
        self._canvas.strip = self._cross.strip = strip_height(self._lines)
        height = max(float(self._box.height()), 1.0)
        header = theme().px(HEADER)
        free = max(height - self._canvas.strip - theme().px(FOOT), 1.0)
        each = free / max(len(self._panels), 1)
        for number, panel in enumerate(self._panels):
            top = height - self._canvas.strip - number * each
            panel.top = max(top - header, 0) / height
            panel.bottom = max(top - each, 0) / height + theme().px(FOOT) / height

    def _fit(self) -> None:
        """Scale all axes to what is in sight."""
        first, last = self.shown_time()
        height = float(self._box.height())
        marks: list[tuple[float, str]] = []
        for panel in self._panels:
            room = (panel.top - panel.bottom) * height
            panel.fit(first, last, max(int(room / theme().px(TICK_ROOM)), 1))
            decimals = tick_decimals(panel.ticks)
            marks += [
                (float(panel.height_of(tick)), QLocale().toString(tick, "f", decimals))
                for tick in panel.ticks
            ]
        item = self.getPlotItem()
        item.getAxis("left").setTicks([marks])
        metrics = QFontMetrics(app_font(theme().px(TYPE_SMALL)))
        room = metrics.horizontalAdvance("00 Mmm 0000") + theme().px(12)
        kind, moments = day_ticks(first, last, self._formats.zone, max(int(self._box.width() // room), 2))
        self._canvas.moments = moments
        days = [day_of(moment, self._formats.zone) for moment in moments]
        names = day_labels(kind, days, self._formats)
        item.getAxis("bottom").setTicks([list(zip(moments, names, strict=True))])
        self._canvas.update()
        self._ring()

    def _ranged(self) -> None:
        self._fit()
        self.ranged.emit(*self.shown_time())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room."""
        super().resizeEvent(event)
        if hasattr(self, "_cross"):
            self._lay_out()
            self._fit()

    # --- looking at values ------------------------------------------------------------------------------

    def looked_at(self) -> list[Told]:
        """What is under the cross-hair."""
        return self._looked_at

    def look_at_moment(self, at: float, panel: Panel | None = None) -> None:
        """Look at the value nearest to a moment, and at those of the other lines on that day."""
        lines = [line for every in self._panels for line in every.lines]
        leading = panel.lines if panel is not None else lines
        if not leading:
            return
        found = (Told(each, each.nearest(at)) for each in leading)
        chief = min(found, key=lambda each: abs(each.at - at))
        first, last = self.shown_time()
        near = max(NEAR_DAYS * DAY, (last - first) / max(self._box.width(), 1) * NEAR_PIXELS)
        others = (Told(each, each.nearest(chief.at)) for each in lines if each is not chief.drawn)
        self._look_at([chief, *(each for each in others if abs(each.at - chief.at) <= near)])

    def step(self, by: int) -> None:
        """Go from one value to the next, of the line that is looked at."""
        if not self._panels:
            return
        if not self._looked_at:
            line = self._panels[0].lines[0]
            chief = Told(line, len(line.at) - 1 if by < 0 else line.nearest(self.shown_time()[0]))
        else:
            drawn, place = self._looked_at[0].drawn, self._looked_at[0].place
            chief = Told(drawn, min(max(place + by, 0), len(drawn.at) - 1))
        self._bring_into_sight(chief.at)
        panel = next(each for each in self._panels if chief.drawn in each.lines)
        self.look_at_moment(chief.at, panel)

    def _bring_into_sight(self, at: float) -> None:
        first, last = self.shown_time()
        if not first <= at <= last:
            self._move_to(at - (last - first) / 2, last - first)

    def _look_at(self, told: list[Told]) -> None:
        self._looked_at = told
        self._ring()
        self.told.emit(told, self._place_of(told[0]) if told else QPointF())

    def _ring(self) -> None:
        self._cross.at = self._looked_at[0].at if self._looked_at else None
        self._cross.rings = [
            (each.at, self._height(each), line_color(each.drawn.line.color)) for each in self._looked_at
        ]
        self._cross.update()

    def _height(self, told: Told) -> float:
        panel = next(each for each in self._panels if told.drawn in each.lines)
        return float(panel.height_of(told.value))

    def _place_of(self, told: Told) -> QPointF:
        """Where in this widget a value is."""
        return QPointF(self.mapFromScene(self._box.mapViewToScene(QPointF(told.at, self._height(told)))))

    def place_of(self, line: int, value: int) -> QPointF:
        """Where in this widget a value of a line is; lines are counted from the top."""
        lines = [each for panel in self._panels for each in panel.lines]
        return self._place_of(Told(lines[line], value))

    def _panel_at(self, height: float) -> Panel | None:
        return next((each for each in self._panels if each.bottom <= height <= each.top), None)

    @contextmanager
    def drawn_sharply(self) -> Iterator[None]:
        """Paint what is inside anew: what is kept for the screen is too coarse for a picture."""
        mode = self._canvas.cacheMode()
        self._canvas.setCacheMode(mode.NoCache)
        yield
        self._canvas.setCacheMode(mode)

    # --- mouse and keyboard -----------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at what is under the mouse; a drag moves along."""
        super().mouseMoveEvent(event)
        scene = self.mapToScene(event.position().toPoint())
        if event.buttons() or not self._box.sceneBoundingRect().contains(scene):
            self._look_at([])
            return
        spot = self._box.mapSceneToView(scene)
        self.look_at_moment(spot.x(), self._panel_at(spot.y()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is looked at."""
        if event.button() == Qt.MouseButton.LeftButton and self._looked_at:
            self.pressed.emit(self._looked_at[0])

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is looked at any more."""
        self._look_at([])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Look at the newest value when the keyboard comes here: the focus must be seen."""
        super().focusInEvent(event)
        by_keyboard = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if by_keyboard and not self._looked_at:
            self.step(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard has gone."""
        super().focusOutEvent(event)
        self._look_at([])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page; with Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM if event.angleDelta().y() > 0 else 1 / ZOOM)
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, arrows move along, with Shift they go from value to value."""
        key = event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(ZOOM)
        elif key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self.zoom(1 / ZOOM)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            way = -1 if key == Qt.Key.Key_Left else 1
            if shift:
                self.step(way)
            else:
                self.pan(way * STEP)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._looked_at:
            self.pressed.emit(self._looked_at[0])
        elif key == Qt.Key.Key_Escape and self._looked_at:
            self._look_at([])
        else:
            event.ignore()
