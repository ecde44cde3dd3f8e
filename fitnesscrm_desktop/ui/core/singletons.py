"""Keeps None, True and False alive on Python 3.11: PySide6 6.12 wears them out (docs/decisions/0010)."""

from __future__ import annotations

import ctypes
import sys

OUT_OF_REACH = sys.maxsize // 4


def keep_singletons() -> None:
    """Raise their reference counts out of reach of any day at the desk; later Pythons need no help."""
    if sys.version_info < (3, 12):
        for singleton in (None, True, False):
            if sys.getrefcount(singleton) < OUT_OF_REACH:
                ctypes.c_ssize_t.from_address(id(singleton)).value += OUT_OF_REACH
