"""The colours of lines: the same thing has the same one on every chart."""

from __future__ import annotations

from PySide6.QtGui import QColor

from fitnesscrm_desktop.ui.core.theme import theme

LIGHT = ("#0E7490", "#B45309", "#BE185D", "#15803D", "#7C3AED", "#B91C1C", "#475569", "#2563EB", "#A16207")
DARK = ("#22D3EE", "#FBBF24", "#F472B6", "#4ADE80", "#C4B5FD", "#FB7185", "#CBD5E1", "#60A5FA", "#FDE047")
"""Each of them can be told from its card at a glance (3:1, as WCAG asks of graphics)."""


def line_color(number: int) -> QColor:
    """The colour of a line; 0 is the studio's own."""
    colors = theme().colors
    listed = DARK if theme().dark else LIGHT
    first = colors.accent_text if theme().dark else colors.accent
    return QColor((first, *listed)[number % (len(listed) + 1)])


def faded(color: QColor, share: float) -> QColor:
    """The same colour, let through to its ground."""
    made = QColor(color)
    made.setAlphaF(share)
    return made
