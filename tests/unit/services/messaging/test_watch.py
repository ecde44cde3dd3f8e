"""What takes too long is cut off, and sooner when the program is to end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fitnesscrm_desktop.services.messaging.watch import Watch

SOON, NEVER = 0.02, 60.0
PATIENCE = 10.0


@contextmanager
def watching(cut: threading.Event, hurry: threading.Event, hurried: float = SOON) -> Iterator[Watch]:
    watch = Watch(cut.set, hurry=hurry, every=SOON, hurried=hurried)
    yield watch
    watch.end()


def test_what_takes_too_long_is_cut_off() -> None:
    cut = threading.Event()
    with watching(cut, threading.Event()) as watch:
        watch.begin(SOON)
        assert cut.wait(PATIENCE)


def test_more_time_in_all_counts_from_the_beginning() -> None:
    cut = threading.Event()
    with watching(cut, threading.Event()) as watch:
        watch.begin(NEVER)
        assert watch.go_on(2 * NEVER) == pytest.approx(2 * NEVER, abs=PATIENCE)
        watch.go_on(SOON)
        assert cut.wait(PATIENCE)


def test_the_end_of_the_program_leaves_little_time() -> None:
    cut, hurry = threading.Event(), threading.Event()
    with watching(cut, hurry) as watch:
        watch.begin(NEVER)
        hurry.set()
        assert cut.wait(PATIENCE), "the window would stay for minutes after it was closed"
