"""To wait for what another thread does."""

import threading
from collections.abc import Callable

import pytest

PATIENCE = 20


def until(true: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Wait until something is *true*."""
    waiting = threading.Event()
    for _ in range(int(seconds * 200)):
        if true():
            return
        waiting.wait(0.005)
    pytest.fail("it never came to that")
