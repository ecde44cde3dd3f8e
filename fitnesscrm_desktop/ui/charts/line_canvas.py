"""Everything of a line chart between its axes, painted in pixels and in the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from fitnesscrm_desktop.ui.charts.aim_layer import draw_aim
from fitnesscrm_desktop.ui.charts.colors import faded, line_color
from fitnesscrm_desktop.ui.charts.drawn import Drawn, Panel
from fitnesscrm_desktop.ui.charts.lines import LineSet
from fitnesscrm_desktop.ui.charts.strip_layer import draw_strip
from fitnesscrm_desktop.ui.charts.surface import Surface
from fitnesscrm_desktop.ui.charts.trend import Array, peaks
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_SMALL

DOT = 3.2
RAW = 0.35
"""How strong the values themselves are where there is a trend."""
THIN = 1
"""Qt draws long lines of this very width fifty times faster than a little wider ones."""
ROOM_FOR_DOT = 6
"""Pixels that a value needs to have a dot of its own."""
HEADER = 20
"""Pixels above each panel, for its name and unit."""


class LineCanvas(pg.GraphicsObject):  # type: ignore[misc]
    """Phases, grid, bands, lines, dots, goals and marks, back to front."""

    def __init__(self) -> None:
        super().__init__()
        self.panels: Sequence[Panel] = ()
        self.lines = LineSet("")
        self.moments: Sequence[float] = ()
        """Where the axis of days has its marks."""
        self.strip = 0
        """Pixels kept free on top for the names of phases and marks."""
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)

    def boundingRect(self) -> QRectF:
        """All that is in sight; painting happens in pixels."""
        return QRectF(self.viewRect())

    def viewRangeChanged(self) -> None:
        """Another part of the time is in sight."""
        self.prepareGeometryChange()
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw in pixels, so that dots stay round and lines thin whatever the scale of the axes."""
        shown = QRectF(self.viewRect())
        if not self.panels or shown.width() <= 0:
            return
        area = painter.worldTransform().mapRect(shown)
        surface = Surface(painter, area, shown.left(), shown.right())
        painter.save()
        painter.resetTransform()
        draw_strip(surface, self.lines, self.strip)
        self._draw_grid(surface)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for panel in self.panels:
            self._draw_panel(surface, panel)
        painter.restore()

    def _draw_grid(self, surface: Surface) -> None:
        painter, colors = surface.painter, theme().colors
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(colors.grid), 1))
        for panel in self.panels:
            foot, head = surface.y(panel.bottom), surface.y(panel.top)
            for moment in self.moments:
                x = round(surface.x(moment))
                painter.drawLine(QPointF(x, foot), QPointF(x, head))
            for tick in panel.ticks:
                y = round(surface.y(float(panel.height_of(tick))))
                painter.drawLine(QPointF(surface.area.left(), y), QPointF(surface.area.right(), y))
            painter.setPen(QPen(QColor(colors.border_strong), 1))
            painter.drawLine(QPointF(surface.area.left(), foot), QPointF(surface.area.right(), foot))
            painter.setPen(QPen(QColor(colors.grid), 1))

    def _draw_panel(self, surface: Surface, panel: Panel) -> None:
        painter = surface.painter
        self._draw_header(surface, panel)
        painter.save()
        painter.setClipRect(surface.stripe(panel.bottom, panel.top).adjusted(-DOT, -DOT, DOT, DOT))
        for each in panel.lines:
            if each.line.aim is not None:
                draw_aim(surface, panel, each.line.aim, line_color(each.line.color))
        for each in sorted(panel.lines, key=lambda each: not each.earlier):
            self._draw_line(surface, panel, each)
        painter.restore()

    def _draw_header(self, surface: Surface, panel: Panel) -> None:
        painter, colors = surface.painter, theme().colors
        left, line = surface.area.left(), panel.lines[0].line
        y = surface.y(panel.top) - theme().px(HEADER) * 0.35
        strong, plain = app_font(theme().px(TYPE_SMALL), strong=True), app_font(theme().px(TYPE_SMALL))
        if len(self.panels) > 1:
            painter.setFont(strong)
            painter.setPen(QColor(colors.text))
            painter.drawText(QPointF(left, y), panel.name)
            left += QFontMetrics(strong).horizontalAdvance(panel.name) + theme().px(6)
        painter.setFont(plain)
        painter.setPen(QColor(colors.muted))
        painter.drawText(QPointF(left, y), line.unit)

    def _draw_line(self, surface: Surface, panel: Panel, drawn: Drawn) -> None:
        painter, color = surface.painter, line_color(drawn.line.color)
        part = drawn.window(surface.first, surface.last)
        at, values = drawn.at[part], drawn.values[part]
        if not len(at):
            return
        width = surface.area.width()
        dotted = len(at) * ROOM_FOR_DOT <= width
        soft = faded(color, RAW if drawn.trend is not None else 0.95)
        style = Qt.PenStyle.DashLine if drawn.earlier else Qt.PenStyle.SolidLine
        if drawn.trend is not None and not drawn.earlier:
            self._draw_band(surface, panel, drawn, color)
        if not (dotted and drawn.trend is not None):
            painter.setPen(QPen(soft, 2 if dotted else THIN, style))
            painter.drawPath(self._path(surface, panel, *peaks(at, values, int(width) // 2)))
        if dotted:
            self._draw_dots(surface, panel, drawn, part, color)
        if drawn.average is not None:
            painter.setPen(QPen(QColor(theme().colors.muted), THIN, Qt.PenStyle.DashLine))
            painter.drawPath(self._path(surface, panel, *peaks(at, drawn.average[part], int(width) // 8)))
        if drawn.trend is not None:
            painter.setPen(QPen(faded(color, 0.6) if drawn.earlier else color, 2.4, style))
            painter.drawPath(self._path(surface, panel, drawn.trend.at, drawn.trend.middle))

    def _draw_band(self, surface: Surface, panel: Panel, drawn: Drawn, color: QColor) -> None:
        trend, painter = drawn.trend, surface.painter
        if trend is None:
            return
        at = np.concatenate((trend.at, trend.at[::-1]))
        edge = np.concatenate((trend.low, trend.high[::-1]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(color, 0.18 if theme().dark else 0.12))
        painter.drawPath(self._path(surface, panel, at, edge))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_dots(self, surface: Surface, panel: Panel, drawn: Drawn, part: slice, color: QColor) -> None:
        painter = surface.painter
        ground = QColor(theme().colors.surface)
        if drawn.earlier:
            painter.setPen(QPen(color, 1.4))
            painter.setBrush(ground)
        else:
            painter.setPen(QPen(ground, 1))
            painter.setBrush(faded(color, 0.7) if drawn.trend is not None else color)
        x, y = surface.points(drawn.at[part], panel.height_of(drawn.values[part]))
        lonely = len(drawn.at) == 1
        radius = theme().px(DOT * 1.6 if lonely else DOT)
        for place in zip(x.tolist(), y.tolist(), strict=True):
            painter.drawEllipse(QPointF(*place), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    @staticmethod
    def _path(surface: Surface, panel: Panel, at: Array, values: Array) -> QPainterPath:
        x, y = surface.points(at, panel.height_of(values))
        path: QPainterPath = pg.arrayToQPath(x, y)
        return path


class CrossHair(pg.GraphicsObject):  # type: ignore[misc]
    """A line at one moment, and a ring around each value that is told."""

    def __init__(self) -> None:
        super().__init__()
        self.at: float | None = None
        self.rings: list[tuple[float, float, QColor]] = []
        """Moment, height from 0 to 1, colour."""
        self.strip = 0
        """Pixels on top that belong to words."""

    def boundingRect(self) -> QRectF:
        """All that is in sight."""
        return QRectF(self.viewRect())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw over everything else."""
        if self.at is None:
            return
        shown = QRectF(self.viewRect())
        surface = Surface(painter, painter.worldTransform().mapRect(shown), shown.left(), shown.right())
        painter.save()
        painter.resetTransform()
        painter.setPen(QPen(QColor(theme().colors.border_strong), 1))
        x = round(surface.x(self.at))
        painter.drawLine(QPointF(x, surface.area.top() + self.strip), QPointF(x, surface.area.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme().px(DOT + 2)
        for at, height, color in self.rings:
            painter.setPen(QPen(color, 2))
            painter.setBrush(QColor(theme().colors.surface))
            painter.drawEllipse(QPointF(surface.x(at), surface.y(height)), radius, radius)
        painter.restore()
