"""How long somebody waits after wrong passwords or PINs: not at all for slips, longer with every guess."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from fitnesscrm_desktop.services.core.errors import NotAllowed

_WAITS = (0, 0, 5, 15, 30, 60, 120)
"""Seconds after the first, second ... wrong try."""
LONGEST_WAIT = timedelta(minutes=5)
_REMEMBERED = 1000


class SignInRefused(NotAllowed):
    """The password or PIN was wrong, or it is too early for the next try."""

    def __init__(self, text: str, wait: timedelta = timedelta()) -> None:
        super().__init__(text)
        self.wait_seconds = math.ceil(wait.total_seconds())
        """Whole seconds until the next try is looked at; 0: at once."""


def wait_after(failed_tries: int) -> timedelta:
    """How long the next try has to wait after so many wrong ones in a row."""
    if failed_tries <= 0:
        return timedelta()
    if failed_tries <= len(_WAITS):
        return timedelta(seconds=_WAITS[failed_tries - 1])
    return LONGEST_WAIT


def remaining_wait(wait_until: datetime | None, now: datetime) -> timedelta:
    """How much of a wait is left.

    A wait longer than any we give comes from a clock that was wrong; it locks nobody out.
    """
    if wait_until is None or now >= wait_until or wait_until - now > LONGEST_WAIT:
        return timedelta()
    return wait_until - now


def refuse_early(wait: timedelta) -> None:
    """Raise ``SignInRefused`` while there is still something to wait for."""
    if wait:
        seconds = math.ceil(wait.total_seconds())
        unit = "second" if seconds == 1 else "seconds"
        raise SignInRefused(f"Too many wrong tries. Try again in {seconds} {unit}.", wait)


class Tries:
    """Counts wrong tries of names that have no row to count them in; forgets them with the program."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def count(self, name: str, now: datetime) -> timedelta:
        """Count one try before it is looked at; the wait that follows it if it is wrong.

        Raises ``SignInRefused`` when it comes too early (it is not counted then).
        """
        with self._lock:
            failed, wait_until = self._counted.pop(name, (0, now))
            wait = remaining_wait(wait_until, now)
            if wait:
                self._counted[name] = (failed, wait_until)
            else:
                self._counted[name] = (failed + 1, now + wait_after(failed + 1))
            while len(self._counted) > _REMEMBERED:
                self._counted.popitem(last=False)
        refuse_early(wait)
        return wait_after(failed + 1)

    def forget(self, name: str) -> None:
        """It was right: the next slip starts from none."""
        with self._lock:
            self._counted.pop(name, None)
