"""Whose turn it is with the model."""

import threading
from datetime import timedelta
from functools import partial

import pytest

from fitnesscrm_desktop.agents.runtime.errors import LimitReached, Stopped
from fitnesscrm_desktop.agents.runtime.protocol import Priority
from fitnesscrm_desktop.agents.runtime.turns import Turns
from tests.support.clock import FakeClock
from tests.support.waiting import until

PATIENCE = 10


def waits(turns: Turns, count: int) -> bool:
    return turns.waiting == count


def test_people_come_before_what_happens_by_itself_and_otherwise_who_came_first(clock: FakeClock) -> None:
    turns = Turns(clock)
    served: list[str] = []

    def want(name: str, priority: Priority) -> None:
        with turns.take(priority):
            served.append(name)

    comers = [("job", 10), ("second job", 10), ("anna", 0), ("ben", 0)]
    threads = []
    with turns.take(Priority.PERSON):
        for number, (name, priority) in enumerate(comers, start=1):
            thread = threading.Thread(target=want, args=(name, Priority(priority)))
            thread.start()
            threads.append(thread)
            until(partial(waits, turns, number))
    for thread in threads:
        thread.join(PATIENCE)
    assert served == ["anna", "ben", "job", "second job"]


def test_who_waits_can_be_sent_home_and_the_next_is_served(clock: FakeClock) -> None:
    turns = Turns(clock)
    stop = threading.Event()
    ends: list[str] = []

    def want(sign: threading.Event | None) -> None:
        try:
            with turns.take(Priority.PERSON, sign):
                ends.append("served")
        except Stopped:
            ends.append("stopped")

    first = threading.Thread(target=want, args=(stop,))
    second = threading.Thread(target=want, args=(None,))
    with turns.take(Priority.PERSON):
        first.start()
        until(lambda: turns.waiting == 1)
        second.start()
        until(lambda: turns.waiting == 2)
        stop.set()
        first.join(PATIENCE)
        assert ends == ["stopped"]
    second.join(PATIENCE)
    assert ends == ["stopped", "served"]


def test_an_error_gives_the_turn_back(clock: FakeClock) -> None:
    turns = Turns(clock)
    with pytest.raises(ZeroDivisionError), turns.take(Priority.PERSON):
        _ = 1 / 0
    with turns.take(Priority.PERSON):
        assert turns.waiting == 0


def test_the_limit_counts_the_last_hour_only(clock: FakeClock) -> None:
    turns = Turns(clock, per_hour=2)
    for _ in range(2):
        with turns.take(Priority.PERSON):
            clock.advance(timedelta(minutes=10))
    with pytest.raises(LimitReached, match=r"limit of 2 .* possible in 41 min"), turns.take(Priority.PERSON):
        pytest.fail("it is the third")
    with turns.take(Priority.PERSON, counted=False):
        clock.advance(timedelta(minutes=40))
    with turns.take(Priority.PERSON):
        assert turns.waiting == 0


def test_closing_sends_everybody_home(clock: FakeClock) -> None:
    turns = Turns(clock)
    ends: list[str] = []

    def want() -> None:
        try:
            with turns.take(Priority.PERSON):
                ends.append("served")
        except Stopped:
            ends.append("stopped")

    thread = threading.Thread(target=want)
    with turns.take(Priority.PERSON):
        thread.start()
        until(lambda: turns.waiting == 1)
        turns.close()
        thread.join(PATIENCE)
        assert ends == ["stopped"]
    with pytest.raises(Stopped), turns.take(Priority.PERSON):
        pytest.fail("it is closed")
