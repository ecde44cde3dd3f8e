"""Days and hours of the demo studio, summer time included."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.demo.seasons import Almanac, is_closed, is_quiet

ZONE = "Europe/Dublin"
FIRST, LAST = date(2025, 1, 1), date(2026, 1, 1)


@given(st.lists(st.integers(0, 364 * 24 * 60), min_size=1, max_size=20))
def test_day_and_hour_are_those_of_the_clock_on_the_wall(minutes: list[int]) -> None:
    almanac = Almanac(FIRST, LAST, ZONE)
    start = datetime(2025, 1, 1, tzinfo=ZoneInfo(ZONE))
    for minute in minutes:
        at = int(start.timestamp()) + minute * 60
        local = datetime.fromtimestamp(at, ZoneInfo(ZONE))
        assert almanac.day_and_hour(at) == (local.date(), local.hour)
        assert almanac.day_at(at) == local.date()


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 7, 1), date(2025, 10, 26)])
def test_a_minute_of_the_day_is_that_of_the_clock(day: date) -> None:
    almanac = Almanac(FIRST, LAST, ZONE)
    local = datetime.fromtimestamp(almanac.at(day, 18 * 60 + 15), ZoneInfo(ZONE))
    assert (local.date(), local.hour, local.minute) == (day, 18, 15)


def test_holidays() -> None:
    assert is_closed(date(2025, 12, 25))
    assert is_closed(date(2025, 4, 20))
    assert is_quiet(date(2025, 4, 21))
    assert not is_closed(date(2025, 4, 21))


def test_nobody_comes_when_the_studio_is_closed() -> None:
    almanac = Almanac(FIRST, LAST, ZONE)
    assert almanac[date(2025, 12, 25)].pull == 0
    ordinary = [almanac[FIRST + timedelta(days=n)].pull for n in range(14, 21)]
    assert min(ordinary) > 0.5
