"""When a job is due: every occurrence once, whatever the clock, the zone and the power switch do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.jobs.results import Daily, Every, Schedule
from fitnesscrm_desktop.services.jobs.rules import due, next_run

BERLIN = "Europe/Berlin"
ZONES = (
    BERLIN,
    "America/New_York",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
    "Asia/Kathmandu",
)
FIVE = Daily("05:00")

zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2023, 1, 1), datetime(2033, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the bounds are naive
dailies = st.builds(Daily, st.builds("{:02}:{:02}".format, st.integers(4, 23), st.integers(0, 59)))
schedules = st.one_of(dailies, st.builds(Every, st.integers(1, 24 * 60)))
spans = st.timedeltas(timedelta(seconds=1), timedelta(days=400))


def at(text: str, zone: str = BERLIN) -> datetime:
    """A moment on the clock of *zone*."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def lived(schedule: Schedule, zone: str, ticks: list[datetime]) -> list[datetime]:
    """The occurrences that run when the program looks at these moments."""
    done_until, ran = None, []
    for now in ticks:
        occurrence = due(schedule, done_until, now, zone)
        if occurrence is not None:
            ran.append(occurrence)
            done_until = occurrence
    return ran


def every_minute(first: datetime, last: datetime) -> list[datetime]:
    return [first + timedelta(minutes=n) for n in range(int((last - first) / timedelta(minutes=1)))]


@given(schedules, zones, moments)
def test_the_first_look_runs_the_latest_occurrence(schedule: Schedule, zone: str, now: datetime) -> None:
    occurrence = due(schedule, None, now, zone)
    assert occurrence is not None
    assert now - timedelta(hours=25) < occurrence <= now


@given(schedules, zones, moments, spans)
def test_days_off_cost_one_run_and_then_all_is_done(
    schedule: Schedule, zone: str, before: datetime, off: timedelta
) -> None:
    done_until = due(schedule, None, before, zone)
    now = before + off
    occurrence = due(schedule, done_until, now, zone)
    assert due(schedule, occurrence or done_until, now, zone) is None
    if off > timedelta(hours=49):
        assert occurrence is not None


@given(schedules, zones, moments)
def test_it_runs_exactly_when_it_was_said_to(schedule: Schedule, zone: str, now: datetime) -> None:
    done_until = due(schedule, None, now, zone)
    coming = next_run(schedule, done_until, now, zone)
    assert coming > now
    assert due(schedule, done_until, coming, zone) == coming
    assert due(schedule, done_until, coming - timedelta(seconds=1), zone) is None


@given(schedules, zones, moments)
def test_what_is_due_runs_next(schedule: Schedule, zone: str, now: datetime) -> None:
    assert next_run(schedule, None, now, zone) == due(schedule, None, now, zone)


@given(
    st.lists(st.timedeltas(timedelta(minutes=-59), timedelta(hours=30)), max_size=60), dailies, zones, moments
)
def test_a_day_never_has_two_turns(steps: list[timedelta], schedule: Daily, zone: str, now: datetime) -> None:
    """Forwards by anything, back by up to an hour: as PCs do."""
    ticks = [now]
    for step in steps:
        ticks.append(ticks[-1] + step)
    ran = lived(schedule, zone, ticks)
    days = [occurrence.astimezone(ZoneInfo(zone)).date() for occurrence in ran]
    assert days == sorted(set(days))


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_both_nights_when_the_clocks_change(night: str) -> None:
    ticks = every_minute(at(f"{night} 00:00") - timedelta(days=1), at(f"{night} 23:00"))
    ran = lived(FIVE, BERLIN, ticks)
    assert ran[-1] == at(f"{night} 05:00")
    assert len(ran) == 3  # the day before yesterday's, found at the first look, and two mornings


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_a_quarter_of_an_hour_stays_one_when_the_clocks_change(night: str) -> None:
    ran = lived(Every(15), BERLIN, every_minute(at(f"{night} 00:00"), at(f"{night} 06:00")))
    assert {later - earlier for earlier, later in pairwise(ran)} == {timedelta(minutes=15)}


def test_the_twenty_ninth_of_february() -> None:
    ran = lived(FIVE, BERLIN, every_minute(at("2028-02-28 06:00"), at("2028-03-01 06:00")))
    assert ran == [at("2028-02-28 05:00"), at("2028-02-29 05:00"), at("2028-03-01 05:00")]


def test_a_clock_set_back_an_hour_runs_nothing_of_the_day_again() -> None:
    before = every_minute(at("2026-03-04 04:30"), at("2026-03-04 05:30"))
    again = every_minute(at("2026-03-04 04:30"), at("2026-03-05 04:59"))
    assert lived(FIVE, BERLIN, [*before, *again]) == [at("2026-03-03 05:00"), at("2026-03-04 05:00")]


def test_a_clock_set_back_an_hour_does_not_silence_a_frequent_job() -> None:
    assert due(Every(15), at("2026-03-04 12:00"), at("2026-03-04 11:00"), BERLIN) == at("2026-03-04 11:00")
    assert due(Every(15), at("2026-03-04 12:00"), at("2026-03-04 11:50"), BERLIN) is None


def test_a_clock_that_was_a_year_ahead_does_not_silence_a_daily_job() -> None:
    assert due(FIVE, at("2027-03-04 05:00"), at("2026-03-04 09:00"), BERLIN) == at("2026-03-04 05:00")


def test_a_day_keeps_its_one_turn_when_the_studio_moves_to_another_zone() -> None:
    done_until = at("2026-03-04 05:00")
    westward = at("2026-03-04 05:30", "America/New_York")
    assert due(FIVE, done_until, westward, "America/New_York") is None
    assert due(FIVE, done_until, at("2026-03-05 05:00", "America/New_York"), "America/New_York") is not None


def test_after_a_move_westward_the_turn_comes_an_hour_later_each_day_until_it_is_at_its_time() -> None:
    ran = lived(FIVE, BERLIN, every_minute(at("2026-02-03 05:00"), at("2026-02-03 06:00")))
    ticks = every_minute(at("2026-02-03 06:00"), at("2026-02-12 06:00"))
    moved = [run.astimezone(ZoneInfo("America/New_York")) for run in lived_on(ran, "America/New_York", ticks)]
    assert [f"{run:%d %H:%M}" for run in moved] == [
        "04 00:00",
        "05 01:00",
        "06 02:00",
        "07 03:00",
        "08 04:00",
        "09 05:00",
        "10 05:00",
        "11 05:00",
    ]


def lived_on(ran: list[datetime], zone: str, ticks: list[datetime]) -> list[datetime]:
    """What runs when the studio lives on in *zone*."""
    done_until, more = ran[-1], []
    for now in ticks:
        occurrence = due(FIVE, done_until, now, zone)
        if occurrence is not None:
            more.append(occurrence)
            done_until = occurrence
    return more


@given(dailies, moments, st.lists(zones, min_size=1, max_size=12))
def test_no_move_to_another_zone_brings_two_turns_close_or_a_day_without_one(
    schedule: Daily, now: datetime, moves: list[str]
) -> None:
    done_until = due(schedule, None, now, moves[0])
    for zone in moves:
        coming = next_run(schedule, done_until, now, zone)
        assert done_until is not None
        assert timedelta(hours=12) <= coming - done_until <= timedelta(hours=25)
        assert due(schedule, done_until, coming, zone) == coming
        now = done_until = coming


@pytest.mark.parametrize("wrong", ["03:59", "00:30", "5:00", "24:00", "05:60", "noon", ""])
def test_no_daily_job_at_an_hour_that_the_clocks_skip_or_repeat(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a time from 04:00"):
        Daily(wrong)


@pytest.mark.parametrize("wrong", [0, -5, 1441])
def test_no_job_without_pause_or_less_than_daily(wrong: int) -> None:
    with pytest.raises(ValueError, match="cannot run every"):
        Every(wrong)
