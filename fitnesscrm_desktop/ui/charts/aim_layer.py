"""A goal on a panel: its line and milestones, and where it leads if it goes on like this."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
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
    painter.setFont(app_font(theme().px(TYPE_SMALL), strong=True))
    metrics = QFontMetrics(painter.font())
    size = QSizeF(metrics.horizontalAdvance(aim.text) + 2 * AIR, metrics.height() + 2)
    _draw_words(
        surface, aim.text, place_of_words(surface.stripe(panel.bottom, panel.top), left, y, size), goal
    )


def place_of_words(panel: QRectF, left: float, y: float, size: QSizeF) -> QRectF:
    """Where a goal is named: before its line, where nobody has been yet.

    What lies after that, steps and what is to come, stays in sight. Without room there, above the line.
    """
    if left - size.width() - AIR >= panel.left():
        top = max(min(y - size.height() / 2, panel.bottom() - size.height()), panel.top())
        return QRectF(QPointF(left - size.width() - AIR, top), size)
    above = y - size.height() - 2
    x = max(min(left, panel.right() - size.width()), panel.left())
    return QRectF(QPointF(x, above if above > panel.top() else y + 2), size)


def _draw_words(surface: Surface, text: str, place: QRectF, goal: QColor) -> None:
    painter = surface.painter
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
