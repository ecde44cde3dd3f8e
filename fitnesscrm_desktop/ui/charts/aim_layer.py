"""A goal on a panel: its line and milestones, and where it leads if it goes on like this."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainterPath, QPen

from fitnesscrm_desktop.ui.charts.colors import faded
from fitnesscrm_desktop.ui.charts.drawn import Panel
from fitnesscrm_desktop.ui.charts.lines import Aim, Milestone, Projection
from fitnesscrm_desktop.ui.charts.surface import Surface
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_SMALL, Tone

DIAMOND = 5
AIR = 4


def draw_aim(surface: Surface, panel: Panel, aim: Aim, color: QColor) -> None:
    """Draw the goal and what belongs to it."""
    painter = surface.painter
    goal = QColor(theme().colors.tone(Tone.GREEN).text)
    if aim.projection is not None:
        _draw_projection(surface, panel, aim.projection, aim.value, color)
    left = surface.area.left() if aim.begins is None else max(surface.x(aim.begins), surface.area.left())
    right = surface.area.right() if aim.by is None else min(surface.x(aim.by), surface.area.right())
    y = surface.y(float(panel.height_of(aim.value)))
    painter.setPen(QPen(goal, 1.6, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(left, y), QPointF(right, y))
    for milestone in aim.milestones:
        _draw_milestone(surface, panel, milestone, goal)
    _draw_words(surface, aim.text, left, y, goal)


def _draw_words(surface: Surface, text: str, left: float, y: float, goal: QColor) -> None:
    painter = surface.painter
    painter.setFont(app_font(theme().px(TYPE_SMALL), strong=True))
    metrics = QFontMetrics(painter.font())
    width, height = metrics.horizontalAdvance(text) + 2 * AIR, metrics.height() + 2
    top = y - height - 2 if y - height - 2 > surface.area.top() else y + 2
    place = QRectF(max(min(left, surface.area.right() - width), surface.area.left()), top, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(QColor(theme().colors.surface), 0.85))
    painter.drawRoundedRect(place, 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(goal)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)


def _draw_milestone(surface: Surface, panel: Panel, milestone: Milestone, goal: QColor) -> None:
    painter = surface.painter
    x = surface.area.right() - DIAMOND * 2 if milestone.at is None else surface.x(milestone.at)
    y = surface.y(float(panel.height_of(milestone.value)))
    size = theme().px(DIAMOND)
    path = QPainterPath(QPointF(x, y - size))
    for corner in (QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)):
        path.lineTo(corner)
    path.closeSubpath()
    painter.setPen(QPen(goal, 1.4))
    painter.setBrush(goal if milestone.reached else QColor(theme().colors.surface))
    painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_projection(
    surface: Surface, panel: Panel, projection: Projection, target: float, color: QColor
) -> None:
    painter = surface.painter
    begin = QPointF(surface.x(projection.begins), surface.y(float(panel.height_of(projection.value))))
    y = surface.y(float(panel.height_of(target)))
    path = QPainterPath(begin)
    path.lineTo(QPointF(surface.x(projection.soonest), y))
    if projection.latest is not None:
        path.lineTo(QPointF(surface.x(projection.latest), y))
        path.closeSubpath()
        painter.setBrush(faded(color, 0.12))
    painter.setPen(QPen(faded(color, 0.6), 1, Qt.PenStyle.DotLine))
    painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)
