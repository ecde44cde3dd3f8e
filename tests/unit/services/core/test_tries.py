"""How long somebody waits after wrong tries."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.core.tries import (
    LONGEST_WAIT,
    SignInRefused,
    Tries,
    refuse_early,
    remaining_wait,
    wait_after,
)
from tests.support.clock import START

SECOND = timedelta(seconds=1)


def test_two_slips_are_free() -> None:
    assert [wait_after(tries).seconds for tries in range(10)] == [0, 0, 0, 5, 15, 30, 60, 120, 300, 300]


@given(st.integers(min_value=-5, max_value=10**9))
def test_a_wait_never_shrinks_and_never_passes_the_longest(tries: int) -> None:
    assert timedelta() <= wait_after(tries) <= wait_after(tries + 1) <= LONGEST_WAIT


def test_a_wait_runs_out() -> None:
    assert remaining_wait(START + 5 * SECOND, START) == 5 * SECOND
    assert remaining_wait(START, START) == timedelta()
    assert remaining_wait(None, START) == timedelta()


def test_a_clock_that_was_wrong_locks_nobody_out() -> None:
    assert remaining_wait(START + LONGEST_WAIT + SECOND, START) == timedelta()


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "in 1 second."), (59.1, "in 60 seconds.")])
def test_a_wait_is_told_in_whole_seconds(seconds: float, text: str) -> None:
    with pytest.raises(SignInRefused, match=text):
        refuse_early(timedelta(seconds=seconds))


def test_names_wait_apart_from_each_other() -> None:
    tries = Tries()
    for wait in (0, 0, 5):
        assert tries.count("ann", START).seconds == wait
    with pytest.raises(SignInRefused) as refused:
        tries.count("ann", START + 2 * SECOND)
    assert refused.value.wait_seconds == 3
    assert tries.count("bob", START) == timedelta()
    assert tries.count("ann", START + 5 * SECOND).seconds == 15


def test_a_right_answer_starts_anew() -> None:
    tries = Tries()
    for _ in range(3):
        tries.count("ann", START)
    tries.forget("ann")
    assert tries.count("ann", START) == timedelta()


def test_the_memory_of_strangers_is_bounded() -> None:
    tries = Tries()
    for number in range(3000):
        tries.count(f"stranger {number}", START)
    assert tries.count("stranger 2999", START) == wait_after(2)
    assert tries.count("stranger 0", START) == wait_after(1)
