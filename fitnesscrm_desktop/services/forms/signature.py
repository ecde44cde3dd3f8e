"""A signature as it was drawn: lists of points. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from fitnesscrm_desktop.services.core.errors import RuleBroken

Point = tuple[float, float]
Stroke = tuple[Point, ...]
MOST_STROKES, MOST_POINTS = 400, 20_000
FARTHEST = 10_000.0
LEAST_INK = 20.0
"""Length of all lines together; less is a dot."""


def checked_strokes(strokes: Sequence[Sequence[Point]]) -> tuple[Stroke, ...]:
    """*strokes* moved to their corner, to a tenth of a point. Raises ``RuleBroken`` for what nobody drew."""
    drawn = [tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes if stroke]
    points = [point for stroke in drawn for point in stroke]
    if len(drawn) > MOST_STROKES or len(points) > MOST_POINTS:
        raise RuleBroken("This signature has far too many lines. Sign again.")
    if not all(math.isfinite(each) and abs(each) <= FARTHEST for point in points for each in point):
        raise RuleBroken("This signature cannot be read. Sign again.")
    if sum(math.dist(a, b) for stroke in drawn for a, b in pairwise(stroke)) < LEAST_INK:
        raise RuleBroken("There is no signature yet.")
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return tuple(tuple((round(x - left, 1), round(y - top, 1)) for x, y in stroke) for stroke in drawn)
