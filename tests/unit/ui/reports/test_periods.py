"""Periods by name are what a person means by them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fitnesscrm_desktop.ui.reports.periods import Preset, period, preset_of

DAYS = some.dates(date(1901, 1, 1), date(2100, 12, 31))
WEEKDAYS = some.integers(0, 6)
NAMED = [each for each in Preset if each is not Preset.CUSTOM]


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        (Preset.TODAY, date(2026, 3, 4), date(2026, 3, 4)),
        (Preset.WEEK, date(2026, 3, 2), date(2026, 3, 4)),
        (Preset.MONTH, date(2026, 3, 1), date(2026, 3, 4)),
        (Preset.LAST_MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (Preset.YEAR, date(2026, 1, 1), date(2026, 3, 4)),
        (Preset.LAST_YEAR, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_wednesday_in_march(preset: Preset, first: date, last: date) -> None:
    assert period(preset, date(2026, 3, 4)) == (first, last)


def test_a_week_may_begin_on_sunday() -> None:
    assert period(Preset.WEEK, date(2026, 3, 4), first_weekday=6)[0] == date(2026, 3, 1)


@given(today=DAYS, preset=some.sampled_from(NAMED), weekday=WEEKDAYS)
def test_no_period_is_upside_down_or_in_the_future(today: date, preset: Preset, weekday: int) -> None:
    first, last = period(preset, today, weekday)
    assert first <= last <= today


@given(today=DAYS, preset=some.sampled_from([Preset.LAST_MONTH, Preset.LAST_YEAR]))
def test_what_is_over_is_whole_and_touches_what_is_not(today: date, preset: Preset) -> None:
    first, last = period(preset, today)
    after = Preset.MONTH if preset is Preset.LAST_MONTH else Preset.YEAR
    assert first.day == 1
    assert last + timedelta(days=1) == period(after, today)[0]


@given(today=DAYS, weekday=WEEKDAYS)
def test_a_week_begins_on_its_day(today: date, weekday: int) -> None:
    first, _last = period(Preset.WEEK, today, weekday)
    assert first.weekday() == weekday
    assert (today - first).days < 7


@given(today=DAYS, preset=some.sampled_from(NAMED), weekday=WEEKDAYS)
def test_the_days_of_a_name_have_a_name(today: date, preset: Preset, weekday: int) -> None:
    days = period(preset, today, weekday)
    found = preset_of(*days, today, weekday)
    assert period(found, today, weekday) == days


def test_any_other_two_days_are_the_persons_own() -> None:
    assert preset_of(date(2026, 1, 3), date(2026, 1, 5), date(2026, 3, 4)) is Preset.CUSTOM
