"""What lies across all panels: phases as shades, what happened as lines, with their words on top."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from fitnesscrm_desktop.ui.charts.colors import faded
from fitnesscrm_desktop.ui.charts.lines import LineSet, Mark, Phase
from fitnesscrm_desktop.ui.charts.surface import Surface
from fitnesscrm_desktop.ui.core.fonts import app_font
from fitnesscrm_desktop.ui.core.theme import theme
from fitnesscrm_desktop.ui.core.tokens import TYPE_SMALL

ROW = 22
"""Pixels of a row of words on top."""
AIR = 6
WIDEST = 150
LEAST = 26
"""Narrower than this no word is begun."""


def strip_height(lines: LineSet) -> int:
    """Pixels that the words on top need."""
    return theme().px(ROW) * (bool(lines.phases) + bool(lines.marks))


def draw_strip(surface: Surface, lines: LineSet, height: int) -> None:
    """Draw phases and marks behind everything else."""
    painter = surface.painter
    painter.setFont(app_font(theme().px(TYPE_SMALL)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    phases = sorted(lines.phases, key=lambda phase: phase.first)
    for phase in phases:
        _draw_phase(surface, phase, height, covered_from(phase, phases))
    row = theme().px(ROW) if lines.phases else 0
    shown = [mark for mark in sorted(lines.marks, key=lambda mark: mark.at) if surface.holds(mark.at)]
    places = _places(surface, [mark.text for mark in shown], [surface.x(mark.at) for mark in shown], row)
    for mark, place in zip(shown, places, strict=True):
        _draw_mark(surface, mark, place, height)


def _places(surface: Surface, texts: list[str], begins: list[float], row: int) -> list[QRectF | None]:
    """Where the words of marks stand; None where there is no room beside the last ones."""
    metrics, free = QFontMetrics(surface.painter.font()), surface.area.left()
    places: list[QRectF | None] = []
    for text, begin in zip(texts, begins, strict=True):
        width = min(metrics.horizontalAdvance(text) + 2 * AIR, theme().px(WIDEST))
        left = min(begin, surface.area.right() - width)
        if left < free:
            places.append(None)
            continue
        place = QRectF(left, surface.area.top() + row, width, theme().px(ROW) - 4)
        places.append(place)
        free = place.right() + AIR
    return places


def covered_from(phase: Phase, phases: Sequence[Phase]) -> float | None:
    """Where a later phase lies over the label of this one: its name has to end before."""
    later = [each.first for each in phases if each.first > phase.first]
    return min(later, default=None)


def _draw_phase(surface: Surface, phase: Phase, height: int, covered: float | None) -> None:
    left = max(surface.x(phase.first), surface.area.left())
    right = surface.area.right() if phase.last is None else min(surface.x(phase.last), surface.area.right())
    if right <= left:
        return
    painter, shade = surface.painter, theme().colors.tone(phase.tone)
    below = QRectF(left, surface.area.top() + height, right - left, surface.area.height() - height)
    painter.fillRect(below, faded(QColor(shade.soft), 0.45))
    label = QRectF(left, surface.area.top(), right - left, theme().px(ROW) - 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(shade.soft))
    painter.drawRoundedRect(label, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if covered is not None:
        label.setRight(min(right, surface.x(covered)))
    if label.width() >= theme().px(LEAST):
        painter.setPen(QColor(shade.text))
        _draw_text(painter, label.adjusted(AIR, 0, -AIR, 0), phase.name)


def _draw_mark(surface: Surface, mark: Mark, place: QRectF | None, height: int) -> None:
    painter, colors = surface.painter, theme().colors
    x = round(surface.x(mark.at))
    top = surface.area.top() + height if place is None else place.bottom()
    painter.setPen(QPen(QColor(colors.muted), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, top), QPointF(x, surface.area.bottom()))
    if place is None:
        return
    painter.setPen(QPen(QColor(colors.border_strong), 1))
    painter.setBrush(QColor(colors.surface))
    painter.drawRoundedRect(place, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(colors.text))
    _draw_text(painter, place.adjusted(AIR, 0, -AIR, 0), mark.text)


def _draw_text(painter: QPainter, place: QRectF, text: str) -> None:
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()) + 1)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
