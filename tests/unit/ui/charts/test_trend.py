"""What lies behind scattered measurements."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitnesscrm_desktop.ui.charts.trend import (
    DAY,
    MOST,
    Array,
    joined,
    moving_average,
    peaks,
    robust_trend,
    slope,
)


def daily(count: int) -> Array:
    return np.arange(count, dtype=np.float64) * DAY


def scattered(count: int, per_day: float = -0.02, noise: float = 0.4, seed: int = 1) -> tuple[Array, Array]:
    at = daily(count)
    return at, 80 + per_day * at / DAY + np.random.default_rng(seed).normal(0, noise, count)


def test_a_straight_line_is_its_own_trend() -> None:
    at = daily(60)
    trend = robust_trend(at, 80 - 0.05 * at / DAY)
    assert trend is not None
    assert trend.middle == pytest.approx(80 - 0.05 * trend.at / DAY, abs=1e-9)
    assert trend.high - trend.low == pytest.approx(0, abs=1e-9)


def test_a_slip_of_the_pen_does_not_move_the_trend() -> None:
    at, values = scattered(80)
    slipped = values.copy()
    slipped[[20, 21, 55]] = [818.0, 8.18, 0.8]
    clean, dirty = robust_trend(at, values), robust_trend(at, slipped)
    assert clean is not None
    assert dirty is not None
    assert np.abs(dirty.middle - clean.middle).max() < 0.25
    assert (dirty.high - dirty.low).max() < 2.5


def test_about_two_of_three_values_lie_in_the_band() -> None:
    at, values = scattered(240, noise=0.6, seed=4)
    trend = robust_trend(at, values)
    assert trend is not None
    low, high = (np.interp(at, trend.at, edge) for edge in (trend.low, trend.high))
    inside = ((values >= low) & (values <= high)).mean()
    assert 0.58 <= inside <= 0.78


def test_the_trend_turns_where_the_values_turn() -> None:
    at = daily(200)
    values = 80 - np.abs(at / DAY - 100) * 0.05
    trend = robust_trend(at, values)
    assert trend is not None
    assert np.abs(trend.middle - (80 - np.abs(trend.at / DAY - 100) * 0.05)).max() < 0.8
    assert abs(trend.at[trend.middle.argmax()] / DAY - 100) < 8


@pytest.mark.parametrize("count", [0, 1, 4])
def test_few_values_have_no_trend(count: int) -> None:
    assert robust_trend(daily(count), np.full(count, 80.0)) is None


def test_many_values_of_one_moment_have_no_trend() -> None:
    assert robust_trend(np.zeros(9), np.arange(9.0)) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4000), st.floats(0.1, 500, allow_nan=False)), min_size=5, max_size=600)
)
def test_no_trend_leaves_the_values(points: list[tuple[int, float]]) -> None:
    points.sort()
    at, values = (np.array(each, dtype=float) for each in zip(*points, strict=True))
    trend = robust_trend(at * DAY, values)
    if trend is not None:
        assert np.isfinite(trend.middle).all()
        assert np.isfinite(trend.low).all()
        assert (trend.low <= trend.high).all()
        assert trend.middle.min() >= values.min() - 1e-9
        assert trend.middle.max() <= values.max() + 1e-9


def test_neighbours_are_joined_by_their_median() -> None:
    at, values = joined(daily(7), np.array([1.0, 9.0, 2.0, 5.0, 5.0, 99.0, 7.0]), 3)
    assert at.tolist() == [DAY, 4 * DAY, 6 * DAY]
    assert values.tolist() == [2.0, 5.0, 7.0]
    assert len(joined(daily(100_003), np.zeros(100_003), MOST)[0]) <= MOST + 1


def test_the_moving_average_looks_back_so_many_days() -> None:
    at = np.array([0.0, 1.0, 2.0, 9.0, 9.5]) * DAY
    means = moving_average(at, np.array([1.0, 2.0, 6.0, 10.0, 20.0]), 3)
    assert means.tolist() == [1.0, 1.5, 3.0, 10.0, 15.0]


def test_the_moving_average_stays_exact_over_many_values() -> None:
    at = daily(200_000)
    means = moving_average(at, np.full(200_000, 82.5), 7)
    assert np.abs(means - 82.5).max() < 1e-9


def test_the_slope_is_the_median_over_all_pairs() -> None:
    at, values = daily(9), 80 - 0.3 * np.arange(9.0)
    values[4] = 500
    found = slope(at, values)
    assert found is not None
    assert found * DAY == pytest.approx(-0.3)
    assert slope(np.zeros(3), np.arange(3.0)) is None


def test_peaks_keep_the_lowest_and_the_highest_of_each_column() -> None:
    rng = np.random.default_rng(2)
    at, values = daily(100_001), rng.normal(0, 1, 100_001)
    values[70_000], values[30_000] = 50, -50
    x, y = peaks(at, values, 400)
    assert len(x) == len(y) <= 2 * 400 + 3
    assert (y.max(), y.min()) == (50, -50)
    assert (x[-1], y[-1]) == (at[-1], values[-1])
    assert (np.diff(x) >= 0).all()


def test_few_values_are_drawn_as_they_are() -> None:
    at, values = scattered(700)
    assert peaks(at, values, 400)[1] is values
