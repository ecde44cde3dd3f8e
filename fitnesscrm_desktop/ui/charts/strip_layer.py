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
MOST_ROWS = 3
LEAST = 26
"""Narrower than this no word is begun."""


def strip_height(lines: LineSet) -> int:
    """Pixels that the words on top need."""
    return theme().px(ROW) * (len(phase_rows(lines.phases)) + bool(lines.marks))


def draw_strip(surface: Surface, lines: LineSet, height: int) -> None:
    """Draw phases and marks behind everything else."""
    painter = surface.painter
    painter.setFont(app_font(theme().px(TYPE_SMALL)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rows = phase_rows(lines.phases)
    for phase in lines.phases:
        _draw_shade(surface, phase, height)
    for number, phases in enumerate(rows):
        for phase in phases:
            _draw_name(surface, phase, number * theme().px(ROW), covered_from(phase, phases))
    row = len(rows) * theme().px(ROW)
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


def phase_rows(phases: Sequence[Phase]) -> list[list[Phase]]:
    """Phases row by row, none over the name of another; of very many at once the last row has more."""
    rows: list[list[Phase]] = []
    for phase in sorted(phases, key=lambda phase: phase.first):
        free = next((row for row in rows if _is_over(row[-1], phase.first)), None)
        if free is not None:
            free.append(phase)
        elif len(rows) < MOST_ROWS:
            rows.append([phase])
        else:
            rows[-1].append(phase)
    return rows


def _is_over(phase: Phase, at: float) -> bool:
    """Whether it has ended; what begins the next morning does not overlap."""
    return phase.last is not None and phase.last <= at


def covered_from(phase: Phase, phases: Sequence[Phase]) -> float | None:
    """Where the next phase of the row begins: the name of this one has to end before."""
    later = [each.first for each in phases if each.first > phase.first]
    return min(later, default=None)


def _stretch(surface: Surface, phase: Phase) -> tuple[float, float] | None:
    """From where to where a phase is in sight; None: it is not."""
    area = surface.area
    left = max(surface.x(phase.first), area.left())
    right = area.right() if phase.last is None else min(surface.x(phase.last), area.right())
    return (left, right) if right > left else None


def _draw_shade(surface: Surface, phase: Phase, height: int) -> None:
    if (stretch := _stretch(surface, phase)) is None:
        return
    left, right = stretch
    below = QRectF(left, surface.area.top() + height, right - left, surface.area.height() - height)
    surface.painter.fillRect(below, faded(QColor(theme().colors.tone(phase.tone).soft), 0.45))


def _draw_name(surface: Surface, phase: Phase, top: int, covered: float | None) -> None:
    """The strip of a phase; a name that is longer than it goes on where the row is free."""
    if (stretch := _stretch(surface, phase)) is None:
        return
    left, right = stretch
    painter, shade = surface.painter, theme().colors.tone(phase.tone)
    label = QRectF(left, surface.area.top() + top, right - left, theme().px(ROW) - 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(shade.soft))
    painter.drawRoundedRect(label, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    label.setRight(surface.area.right() if covered is None else min(surface.x(covered), surface.area.right()))
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
