"""The queue for SQLite's locks: patient with desks that work, not with one that never lets go."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

MOST_PATIENCES = 5
"""How often the patience begins anew while others get on; then it is told all the same."""
TURN_MS = 25
"""SQLite looks ever more rarely while it waits. Turns this short keep a desk from missing its moment."""


def take_write_lock(
    raw: sqlite3.Connection, patience_ms: int, *, ticks: Callable[[], float] = time.monotonic
) -> None:
    """Begin a transaction that may write, as soon as nobody else does.

    Raises the driver's "database is locked" when one other program has held the lock for *patience_ms*.
    As long as others come and go, this is a queue that moves, and the wait goes on.
    """
    usual = int(raw.execute("PRAGMA busy_timeout").fetchone()[0])
    raw.execute(f"PRAGMA busy_timeout={min(TURN_MS, patience_ms)}")
    try:
        _wait_in_turns(raw, patience_ms / 1000, ticks)
    finally:
        raw.execute(f"PRAGMA busy_timeout={usual}")


def _wait_in_turns(raw: sqlite3.Connection, patience: float, ticks: Callable[[], float]) -> None:
    began = given_up_at = seen = None
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not is_locked(error):
                raise
            now = ticks()
            if began is None or given_up_at is None:
                began, given_up_at, seen = now, now + patience, _changes(raw)
            elif now >= given_up_at:
                changes = _changes(raw)
                if changes == seen or now - began >= MOST_PATIENCES * patience:
                    raise
                given_up_at, seen = now + patience, changes
        else:
            return


def keep_a_log(
    raw: sqlite3.Connection, patience_ms: int, *, ticks: Callable[[], float] = time.monotonic
) -> None:
    """Let *raw* write beside readers; the file remembers it, so mostly this only looks.

    Programs that open a new file in the same moment are in each other's way here, and SQLite refuses all
    but one at once instead of waiting. Raises the driver's "database is locked" after *patience_ms*.
    """
    given_up_at = ticks() + patience_ms / 1000
    while True:
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if not is_locked(error) or ticks() >= given_up_at:
                raise
            time.sleep(TURN_MS / 1000)
        else:
            return


def is_locked(error: sqlite3.OperationalError) -> bool:
    """Whether another program is using the file, rather than something being wrong with it."""
    return "is locked" in str(error)


def _changes(raw: sqlite3.Connection) -> int | None:
    """A number that is another one after others have stored something; None if one may not even look."""
    try:
        return int(raw.execute("PRAGMA data_version").fetchone()[0])
    except sqlite3.OperationalError as error:
        if not is_locked(error):
            raise
        return None
