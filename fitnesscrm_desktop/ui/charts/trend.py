"""What lies behind scattered measurements. Pure mathematics on arrays; times are seconds and ascend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]

DAY = 86_400.0
FEWEST = 5
"""From fewer values nobody sees a trend."""
MOST = 250
"""More values than this are put together, neighbours by their median, before a trend is looked for."""
PLENTY = 40_000
"""Of more values than this a sample shows the same trend."""
PLACES = 120
"""At so many moments the trend is computed."""
NEAREST = 5
SHARE = 0.15
SHORTEST, LONGEST = 14 * DAY, 120 * DAY
"""How far to each side a moment looks at least and at most; in between it is a share of the whole time."""
ROUNDS = 3
DOUBT = 6.0
"""What lies so many times further off than usual does not count at all (as in Cleveland's LOWESS)."""
MEAN_OF_NORMAL = 0.7979
"""The mean distance from the middle, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A smooth middle and the band in which about two of three values lie."""

    at: Array
    middle: Array
    low: Array
    high: Array


def robust_trend(at: Array, values: Array) -> Trend | None:
    """Lines fitted to what is near each moment; a slip of the pen does not move them. None: too few values.

    This is LOWESS (W. S. Cleveland, 1979) with a width in days instead of a number of points, begun from
    a moving median, so that not even the first round believes a wild value.
    """
    if len(at) < FEWEST or at[-1] <= at[0]:
        return None
    x, y = joined(at, values, MOST)
    places = np.linspace(x[0], x[-1], PLACES)
    apart = x[None, :] - places[:, None]
    near = _nearness(np.abs(apart), x[-1] - x[0])
    off = np.abs(y - _moving_median(y))
    middle = y
    for _ in range(ROUNDS):
        weights = near * _trust(off)
        middle = _local_lines(weights, apart, y)
        off = np.abs(y - np.interp(x, places, middle))
    weights = near * _trust(off)
    spread = weights @ off / weights.sum(axis=1) / MEAN_OF_NORMAL
    return Trend(places, middle, middle - spread, middle + spread)


def _nearness(apart: Array, whole: float) -> Array:
    """How much each value counts at each moment: one where it is, nothing from the width on."""
    width = min(max(whole * SHARE, SHORTEST), LONGEST)
    nearest = min(NEAREST, apart.shape[1]) - 1
    reach = np.maximum(width, np.partition(apart, nearest, axis=1)[:, nearest] * 1.001)
    weights: Array = (1 - np.minimum(apart / reach[:, None], 1) ** 3) ** 3
    return weights


def _trust(off: Array) -> Array:
    """How much a value is believed that lies so far off."""
    usual = float(np.median(off))
    if usual <= 0:  # more than half of them lie exactly there
        return np.where(off > 0, 1e-6, 1.0)
    trust: Array = np.maximum((1 - np.minimum(off / (DOUBT * usual), 1) ** 2) ** 2, 1e-6)
    return trust


def _local_lines(weights: Array, apart: Array, y: Array) -> Array:
    """The value of a weighted straight line at each place."""
    s0, s1 = weights.sum(axis=1), (weights * apart).sum(axis=1)
    s2 = (weights * apart * apart).sum(axis=1)
    t0, t1 = weights @ y, (weights * apart) @ y
    spread = s0 * s2 - s1 * s1
    flat = spread <= 1e-9 * s0 * s2
    found = np.where(flat, t0 / s0, (s2 * t0 - s1 * t1) / np.where(flat, 1.0, spread))
    kept: Array = np.clip(found, y.min(), y.max())  # in a gap a line would lead where nobody has been
    return kept


def _moving_median(y: Array) -> Array:
    half = NEAREST // 2
    middle: Array = np.median(sliding_window_view(np.pad(y, half, mode="reflect"), NEAREST), axis=1)
    return middle


def joined(at: Array, values: Array, most: int) -> tuple[Array, Array]:
    """At most about *most* points: neighbours are put together by their medians."""
    if len(at) > PLENTY:
        step = -(-len(at) // PLENTY)
        at, values = at[::step], values[::step]
    size = -(-len(at) // most)
    if size <= 1:
        return at, values
    whole = len(at) // size * size
    x, y = (np.median(each[:whole].reshape(-1, size), axis=1) for each in (at, values))
    if whole < len(at):
        x, y = np.append(x, np.median(at[whole:])), np.append(y, np.median(values[whole:]))
    return x, y


def moving_average(at: Array, values: Array, days: float) -> Array:
    """For each moment the mean of the values of the last *days* up to it."""
    begin = np.searchsorted(at, at - days * DAY, side="right")
    base = float(values.mean()) if len(values) else 0.0  # sums of small numbers are exact for longer
    sums = np.concatenate(([0.0], np.cumsum(values - base)))
    places = np.arange(1, len(at) + 1)
    mean: Array = (sums[places] - sums[begin]) / (places - begin) + base
    return mean


def slope(at: Array, values: Array) -> float | None:
    """The change per second by Theil and Sen, the median over all pairs. None without two moments."""
    x, y = joined(at, values, MOST)
    first, second = np.triu_indices(len(x), 1)
    run = x[second] - x[first]
    apart = run > 0
    return float(np.median((y[second] - y[first])[apart] / run[apart])) if apart.any() else None


def peaks(at: Array, values: Array, columns: int) -> tuple[Array, Array]:
    """What a line through all values looks like on so many columns: the lowest and highest of each."""
    size = len(at) // max(columns, 1)
    if size < 3:  # noqa: PLR2004 - two of two are all there is
        return at, values
    whole = len(at) // size * size
    grouped = values[:whole].reshape(-1, size)
    x = np.repeat(at[:whole].reshape(-1, size)[:, 0], 2)
    y = np.column_stack((grouped.min(axis=1), grouped.max(axis=1))).ravel()
    return np.append(x, at[-1]), np.append(y, values[-1])
