"""What is usual for a client, and from when on an absence is not."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.automation.rhythm import Mark, Rhythm, rhythm_of

MONDAY = date(2026, 3, 2)


def every(days: int, times: int) -> list[date]:
    return [MONDAY + timedelta(days=days * each) for each in range(times)]


def test_three_visits_are_no_habit() -> None:
    assert rhythm_of(every(2, 3)) is None
    assert rhythm_of(every(2, 4)) is not None


def test_who_comes_twice_a_week_is_missed_after_ten_days() -> None:
    assert rhythm_of(every(4, 10)) == Rhythm(4, date(2026, 4, 7), date(2026, 4, 17))


def test_who_comes_daily_is_not_missed_after_a_weekend_away() -> None:
    rhythm = rhythm_of(every(1, 20))
    assert rhythm is not None
    assert rhythm.quiet_on - rhythm.last_visit_on == timedelta(days=7)


def test_one_long_holiday_does_not_change_the_habit() -> None:
    days = [*every(3, 6), *(day + timedelta(days=40) for day in every(3, 6))]
    rhythm = rhythm_of(days)
    assert rhythm is not None
    assert rhythm.gap_days == 3


def test_an_old_habit_is_forgotten() -> None:
    daily = every(1, 30)
    weekly = [daily[-1] + timedelta(days=7 * each) for each in range(1, 14)]
    rhythm = rhythm_of([*daily, *weekly])
    assert rhythm is not None
    assert rhythm.gap_days == 7


@given(st.lists(st.integers(0, 2000), max_size=40))
def test_the_rhythm_depends_on_days_and_not_on_their_order_or_number(offsets: list[int]) -> None:
    days = [MONDAY + timedelta(days=each) for each in offsets]
    rhythm = rhythm_of(days)
    assert rhythm == rhythm_of(sorted(set(days), reverse=True))
    if rhythm is not None:
        assert rhythm.last_visit_on == max(days)
        assert rhythm.quiet_on >= rhythm.last_visit_on + timedelta(days=7)
        assert rhythm.gap_days >= 1


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_mark_is_read_as_it_was_written(visit: int, cancellation: int) -> None:
    mark = Mark(visit, cancellation)
    assert Mark.read(mark.written()) == mark
    assert Mark.read("") == Mark()
