"""What a command of the window asks of the check-in page, wherever that page is."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Signal


class Intents(QObject):
    """The page connects to these; a page that is not shown ignores them.

    Signals:
        undo_wanted: take the last check-in back.
        sound_wanted: turn the sound on or off.
    """

    undo_wanted = Signal()
    sound_wanted = Signal()


@cache
def intents() -> Intents:
    """The only one."""
    return Intents()
