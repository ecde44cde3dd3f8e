"""Sizes of paper, in points (72 to the inch), and the colours that are printed."""

from __future__ import annotations

import enum

MM = 72 / 25.4

INK = "#111827"
MUTED = "#6B7280"
LINE = "#D9DEE6"
SHADE = "#F5F6F9"


class Paper(enum.Enum):
    """What a document is printed on: width, height (0: as long as it gets), margin."""

    A4 = (210 * MM, 297 * MM, 16 * MM)
    A4_LANDSCAPE = (297 * MM, 210 * MM, 14 * MM)
    A5 = (148 * MM, 210 * MM, 12 * MM)
    ROLL_80 = (80 * MM, 0.0, 5 * MM)
    CARD = (85.6 * MM, 53.98 * MM, 5 * MM)

    @property
    def width(self) -> float:
        """Across."""
        return self.value[0]

    @property
    def height(self) -> float:
        """Down; 0 for a roll, which is cut where the text ends."""
        return self.value[1]

    @property
    def margin(self) -> float:
        """Left empty on every side."""
        return self.value[2]
