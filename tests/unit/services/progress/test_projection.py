"""A forecast is an interval from the client's own values, or the word that there are not enough of them."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.progress.projection import (
    FEWEST_DAYS,
    SHORTEST,
    Outlook,
    by_day,
    project,
    trend_of,
)
from fitnesscrm_desktop.services.progress.results import Value

TODAY = date(2026, 6, 30)


def on(days_ago: int, value: float) -> Value:
    day = TODAY - timedelta(days=days_ago)
    return Value(value, datetime(day.year, day.month, day.day, 8, tzinfo=UTC), day)


def line(start: float, a_week: float, *, days: int = 56, every: int = 4) -> list[Value]:
    """Values on a straight line until today."""
    return [on(days - day, start + a_week * day / 7) for day in range(0, days + 1, every)]


def test_a_straight_line_is_told_to_the_day() -> None:
    values = line(80.0, -0.5)
    now = values[-1].value
    found = project(values, now - 2.0, TODAY)
    assert found.outlook is Outlook.BETWEEN
    assert found.likely == TODAY + timedelta(days=28)
    assert found.earliest == found.latest == found.likely
    assert found.a_week == pytest.approx(-0.5)


def test_values_that_scatter_give_a_wider_interval() -> None:
    dice = Random(7)
    values = [on(84 - day, 80.0 - day * 0.07 + dice.uniform(-1.5, 1.5)) for day in range(0, 85, 3)]
    found = project(values, 70.0, TODAY)
    assert found.earliest is not None
    assert found.likely is not None
    assert found.earliest < found.likely
    assert found.latest is None or found.latest > found.likely


def test_one_wrong_weigh_in_moves_little() -> None:
    values = line(80.0, -0.5)
    values[7] = Value(18.0, values[7].at, values[7].day)
    found = project(values, values[-1].value - 2.0, TODAY)
    assert found.likely is not None
    assert abs((found.likely - TODAY).days - 28) <= 3


def test_too_few_days_or_too_short_a_time_are_not_enough() -> None:
    assert project([], 70.0, TODAY).outlook is Outlook.NOT_ENOUGH
    few = line(80.0, -0.5, days=40, every=10)
    assert len(few) < FEWEST_DAYS
    assert project(few, 70.0, TODAY).outlook is Outlook.NOT_ENOUGH
    short = line(80.0, -0.5, days=SHORTEST - 1, every=1)
    assert project(short, 70.0, TODAY).outlook is Outlook.NOT_ENOUGH


def test_old_values_say_nothing_about_next_month() -> None:
    old = [on(200 + day, 80.0) for day in range(0, 80, 4)]
    assert project(old, 70.0, TODAY).outlook is Outlook.NOT_ENOUGH


def test_the_wrong_way_is_no_date() -> None:
    away = project(line(80.0, 0.4), 74.0, TODAY)
    assert away.outlook is Outlook.AWAY
    assert (away.earliest, away.likely, away.latest) == (None, None, None)
    assert project(line(80.0, 0.0), 74.0, TODAY).outlook is Outlook.AWAY


def test_what_takes_years_is_no_date() -> None:
    assert project(line(80.0, -0.001), 40.0, TODAY).outlook is Outlook.AWAY


def test_values_of_one_day_are_one_point() -> None:
    assert by_day([on(1, 80.0), on(1, 82.0), on(0, 79.0)]) == [
        ((TODAY - timedelta(days=1)).toordinal(), 81.0),
        (TODAY.toordinal(), 79.0),
    ]


def test_the_interval_of_a_worked_example() -> None:
    """Every pair of three points: slopes 1, 2 and 3; the median is 2."""
    trend = trend_of([(0, 0.0), (1, 1.0), (2, 4.0)])
    assert trend.slope == 2.0
    assert (trend.least, trend.most) == (1.0, 3.0)


@given(st.lists(st.floats(40, 160), min_size=2, max_size=30), st.floats(40, 160))
def test_the_days_stand_in_their_order_and_never_in_the_past(values: list[float], target: float) -> None:
    found = project([on(3 * place, value) for place, value in enumerate(reversed(values))], target, TODAY)
    told = [day for day in (found.earliest, found.likely, found.latest) if day is not None]
    assert told == sorted(told)
    assert all(day >= TODAY for day in told)
    assert (found.outlook is Outlook.BETWEEN) == (found.latest is not None)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=25))
def test_the_slope_lies_between_its_bounds(values: list[float]) -> None:
    trend = trend_of(list(enumerate(values)))
    assert trend.least <= trend.slope <= trend.most
