"""Whose a claim is, as far as this PC can tell without any clock: a sender that runs is not gone.

A claim's name begins with the mark of the program that made it, and that of its PC. A program that is seen
running here keeps its claims however late a clock says it is; one that has ended here has none any more. Of
all others only the time tells.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from fitnesscrm_desktop.services.core.processes import is_gone, is_running, pc_mark, process_mark

_PC_AND_NUMBER = 2
_lock = threading.Lock()
_held: set[str] = set()
"""The claims that some thread of this program is working on."""


@contextmanager
def one_claim() -> Iterator[str]:
    """Give a name for a claim of this program. What is left of it after this is nobody's."""
    name = " ".join(filter(None, (process_mark(), pc_mark(), uuid.uuid4().hex[:16])))
    with _lock:
        _held.add(name)
    try:
        yield name
    finally:
        with _lock:
            _held.discard(name)


def is_held(claim: str) -> bool:
    """Whether somebody on this PC surely works on *claim*."""
    mark = claim.partition(" ")[0]
    if mark == process_mark():
        with _lock:
            return claim in _held
    return is_running(mark)


def is_left(claim: str) -> bool:
    """Whether who worked on *claim* was on this PC and has surely ended."""
    mark, *parts = claim.split(" ")
    return len(parts) == _PC_AND_NUMBER and parts[0] == pc_mark() and is_gone(mark)
