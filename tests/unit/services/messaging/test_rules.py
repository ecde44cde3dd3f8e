"""When messages may go out, and when they are tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.messaging.rules import (
    CLAIM_LASTS,
    after_quiet,
    claim_is_stale,
    deadline,
    next_try,
)

BERLIN = "Europe/Berlin"
NIGHT = (20 * 60, 8 * 60)
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def local(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN), fold=fold)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-03-04 19:59", None),
        ("2026-03-04 20:00", "2026-03-05 08:00"),
        ("2026-03-05 07:59", "2026-03-05 08:00"),
        ("2026-03-05 08:00", None),
        ("2026-03-28 23:00", "2026-03-29 08:00"),
        ("2026-10-24 23:00", "2026-10-25 08:00"),
    ],
)
def test_the_night_is_quiet_by_the_studios_clock(moment: str, until: str | None) -> None:
    expected = None if until is None else local(until).astimezone(UTC)
    assert after_quiet(local(moment).astimezone(UTC), *NIGHT, BERLIN) == expected


def test_a_night_in_which_the_clocks_change_is_an_hour_longer_or_shorter() -> None:
    for day, hours in (("2026-03-28", 11), ("2026-06-01", 12), ("2026-10-24", 13)):
        evening = local(f"{day} 20:00").astimezone(UTC)
        morning = after_quiet(evening, *NIGHT, BERLIN)
        assert morning is not None
        assert morning - evening == timedelta(hours=hours)


@pytest.mark.parametrize(("quiet_from", "quiet_to"), [(0, 0), (480, 480), (1440, 1440)])
def test_equal_times_mean_no_quiet_hours(quiet_from: int, quiet_to: int) -> None:
    assert after_quiet(NOW, quiet_from, quiet_to, BERLIN) is None


def test_quiet_at_noon_and_until_midnight() -> None:
    noon = local("2026-03-04 12:30").astimezone(UTC)
    assert after_quiet(noon, 720, 840, BERLIN) == local("2026-03-04 14:00")
    assert after_quiet(noon, 720, 1440, BERLIN) == local("2026-03-05 00:00")


def test_an_end_that_comes_twice_in_autumn_is_not_waited_for_twice() -> None:
    second = local("2026-10-25 02:10", fold=1).astimezone(UTC)
    assert after_quiet(second, 60, 150, BERLIN) == local("2026-10-25 02:30", fold=1).astimezone(UTC)


@given(
    minute=st.integers(0, 2 * 366 * 24 * 60),
    quiet_from=st.integers(0, 1440),
    quiet_to=st.integers(0, 1440),
    zone=st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_the_end_of_quiet_lies_ahead_and_is_not_quiet(
    minute: int, quiet_from: int, quiet_to: int, zone: str
) -> None:
    assume((quiet_from, quiet_to) != (0, 1440))  # the whole day is refused when it is stored
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    until = after_quiet(moment, quiet_from, quiet_to, zone)
    if until is None:
        return
    assert moment < until <= moment + timedelta(hours=25)
    again = after_quiet(until, quiet_from, quiet_to, zone)
    assert again is None or again - until <= timedelta(hours=1), "only a repeated hour may be quiet again"


def test_pauses_grow_and_end_with_the_deadline() -> None:
    ends = NOW + timedelta(hours=5)
    tried = [next_try(tries, NOW, ends) for tries in range(1, 10)]
    minutes = [None if each is None else (each - NOW) // timedelta(minutes=1) for each in tried]
    assert minutes == [1, 2, 5, 15, 30, 60, 240, None, None]


def test_the_deadline_is_its_own_or_five_days() -> None:
    assert deadline(NOW, None, NOW + timedelta(days=9)) == NOW
    assert deadline(None, NOW, NOW + timedelta(days=9)) == NOW + timedelta(days=5)
    assert deadline(None, None, NOW) == NOW + timedelta(days=5)


def test_a_claim_is_stale_after_its_time_or_from_the_future() -> None:
    assert claim_is_stale(None, NOW)
    assert claim_is_stale(NOW - CLAIM_LASTS, NOW)
    assert claim_is_stale(NOW + timedelta(hours=1), NOW)
    assert not claim_is_stale(NOW - timedelta(minutes=9), NOW)
    assert not claim_is_stale(NOW + timedelta(minutes=1), NOW), "clocks of two desks differ a little"
