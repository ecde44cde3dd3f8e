"""How well a colour can be read on another one, by the formula of WCAG 2."""

from __future__ import annotations

from PySide6.QtGui import QColor

READABLE = 4.5
"""The least contrast of text."""
STEP = 0.01
MIDDLE = 0.18
"""The luminance from which on a background takes dark text."""


LINEAR_UP_TO = 0.04045


def _channel(value: float) -> float:
    return value / 12.92 if value <= LINEAR_UP_TO else ((value + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``: 0 is black, 1 is white."""
    c = QColor(colour)
    return 0.2126 * _channel(c.redF()) + 0.7152 * _channel(c.greenF()) + 0.0722 * _channel(c.blueF())


def ratio(one: str, other: str) -> float:
    """Contrast between two colours, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, *backgrounds: str, least: float = READABLE) -> str:
    """*colour*, made just dark or just light enough to be read on all *backgrounds*; its hue stays."""
    towards_black = max(luminance(b) for b in backgrounds) > MIDDLE
    c = QColor(colour)
    hue, saturation, lightness = max(c.hslHueF(), 0.0), c.hslSaturationF(), c.lightnessF()
    end = 0.0 if towards_black else 1.0
    while min(ratio(colour, b) for b in backgrounds) < least and lightness != end:
        lightness = max(0.0, lightness - STEP) if towards_black else min(1.0, lightness + STEP)
        colour = QColor.fromHslF(hue, saturation, lightness).name()
    return colour


def mixed(colour: str, into: str, share: float) -> str:
    """*share* (0..1) of *colour* laid over *into*."""
    a, b = QColor(colour), QColor(into)
    return QColor(
        round(a.red() * share + b.red() * (1 - share)),
        round(a.green() * share + b.green() * (1 - share)),
        round(a.blue() * share + b.blue() * (1 - share)),
    ).name()
