"""Where axes have their marks."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from fitnesscrm_desktop.ui.charts.scales import (
    day_labels,
    day_of,
    day_ticks,
    spread,
    tick_decimals,
    value_ticks,
)
from fitnesscrm_desktop.ui.core.formats import Formats

BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")


def moment(year: int, month: int, day: int, zone: ZoneInfo = BERLIN) -> float:
    return datetime(year, month, day, tzinfo=zone).timestamp()


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (71.3, 84.2, [72.5, 75.0, 77.5, 80.0, 82.5]),
        (0.31, 0.52, [0.35, 0.4, 0.45, 0.5]),
        (-3, 3, [-2.0, 0.0, 2.0]),
        (100, 900, [200.0, 400.0, 600.0, 800.0]),
    ],
)
def test_values_are_marked_by_round_figures_in_sight(low: float, high: float, ticks: list[float]) -> None:
    assert value_ticks(low, high, 4) == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("ticks", "decimals"), [([70.0, 80.0], 0), ([72.5, 75.0], 1), ([0.25, 0.5], 2), ([0.0001, 0.0002], 4)]
)
def test_figures_have_the_digits_they_need(ticks: list[float], decimals: int) -> None:
    assert tick_decimals(ticks) == decimals


def days(first: float, last: float, most: int, zone: ZoneInfo = BERLIN) -> tuple[str, list[date]]:
    kind, moments = day_ticks(first, last, zone, most)
    return kind, [day_of(each, zone) for each in moments]


def test_days_begin_at_midnight_in_the_studios_zone() -> None:
    for zone in (BERLIN, AUCKLAND):
        _, moments = day_ticks(moment(2026, 3, 27, zone=zone), moment(2026, 4, 8, zone=zone), zone, 20)
        clocks = {datetime.fromtimestamp(each, zone).time().isoformat() for each in moments}
        assert clocks == {"00:00:00"}
        assert len(moments) == 13


def test_no_more_marks_than_there_is_room_for() -> None:
    first = moment(2016, 11, 3)
    for span in (1, 5, 20, 90, 400, 1200, 3650, 20_000):
        for most in (2, 5, 9):
            kind, moments = day_ticks(first, first + span * 86_400, BERLIN, most)
            assert len(moments) <= most + 1, (kind, span, most)


def test_longer_times_are_marked_by_weeks_months_and_years() -> None:
    assert days(moment(2026, 3, 3), moment(2026, 4, 3), 6) == (
        "day",
        [date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 23), date(2026, 3, 30)],
    )
    assert days(moment(2026, 3, 3), moment(2027, 1, 3), 6) == (
        "month",
        [*[date(2026, month, 1) for month in (5, 7, 9, 11)], date(2027, 1, 1)],
    )
    kind, years = days(moment(2016, 3, 3), moment(2026, 1, 3), 6)
    assert (kind, [day.year for day in years]) == ("year", [2018, 2020, 2022, 2024, 2026])


def test_the_year_is_said_where_it_changes() -> None:
    formats = Formats(Locale.parse("en_GB"), "EUR", BERLIN)
    months = [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    assert day_labels("month", months, formats) == ["Nov 2026", "Dec", "Jan 2027", "Feb"]
    assert day_labels("day", [date(2026, 12, 28), date(2027, 1, 4)], formats) == ["28 Dec 2026", "4 Jan 2027"]
    assert day_labels("year", months[1:3], formats) == ["2026", "2027"]


def test_a_single_moment_gets_a_week_to_each_side() -> None:
    at = moment(2026, 3, 3)
    first, last = spread(at, at)
    assert (at - first, last - at) == (7 * 86_400, 7 * 86_400)
    first, last = spread(at, at + 100 * 86_400)
    assert first < at
    assert last > at + 100 * 86_400
