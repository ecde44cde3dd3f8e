"""Other programs at work on the same studio: real processes, quickly started, which can be killed.

A server process imports the program once and forks a copy of itself for every desk; where a system cannot
fork, each desk starts from nothing, which only takes longer. A desk opens the studio by itself, as the
program does, and tells what it has done over a pipe: what was told has been acknowledged to a person.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, event, text

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.engine import open_database
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock

PATIENCE = 60
"""Seconds after which a desk that says nothing hangs."""
_READY, _TOLD, _DONE, _FAILED = "ready", "told", "done", "failed"

Deed = Callable[..., Any]
"""A function of a module, called with a ``Seat`` and what else it was given."""


def _context() -> ForkServerContext | SpawnContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    dialects = ["psycopg", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql.psycopg"]
    context.set_forkserver_preload(["__main__", __name__, "alembic.command", *dialects])
    return context


CONTEXT = _context()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a studio is, and what time it is there."""

    root: Path
    url: str | None = None
    moment: datetime = START

    def open(self) -> Services:
        """Open it as the program does: upgrade if needed, add the first settings."""
        return start(Home(self.root), self.url, clock=FakeClock(self.moment))


@dataclass(slots=True)
class Points:
    """Dies by SIGKILL at one exact point: before the n-th begin, statement, commit or acknowledgement."""

    die_at: int | None
    passed: int = 0

    def watch(self) -> None:
        """Count what this process does with any database from now on."""
        for name in ("begin", "before_cursor_execute", "commit"):
            event.listen(Engine, name, lambda *_: self.reach())

    def reach(self) -> None:
        """One point further, or dead."""
        if self.passed == self.die_at:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        self.passed += 1


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody at a desk has."""

    number: int
    place: Place
    actor: Actor
    clock: FakeClock
    points: Points
    line: Connection

    def open(self) -> Services:
        """Open the studio as the program does."""
        return start(Home(self.place.root), self.place.url, clock=self.clock)

    def meet(self) -> None:
        """Say that everything is prepared, and go on when the test says so."""
        self.line.send((_READY, None))
        self.line.recv()
        self.points.watch()

    def tell(self, what: object) -> None:
        """Say that *what* is done; it must be stored by now."""
        self.points.reach()
        self.line.send((_TOLD, what))


class OtherDesk:
    """One process at work; leaving ``with`` ends it, whatever it does."""

    def __init__(
        self, place: Place, deed: Deed, *given: object, number: int = 0, die_at: int | None = None
    ) -> None:
        self._line, theirs = CONTEXT.Pipe()
        arguments = (theirs, number, place, die_at, deed, given)
        self._process = CONTEXT.Process(target=_work, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        self.ended = False
        self._done = False
        self.returned: Any = None
        """What its deed has returned, once it has ended."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._line.close()

    def await_ready(self) -> None:
        """Until it has reached ``meet``."""
        assert self._heard() == (_READY, None), "the desk ended before it began"

    def go(self) -> None:
        """Let it go on after ``meet``."""
        self._line.send(None)

    def kill(self) -> None:
        """Power off, and wait until it is gone."""
        self._process.kill()
        self._process.join(PATIENCE)

    def told(self) -> Iterator[Any]:
        """What it tells, until it has ended or died."""
        while not self.ended:
            kind, what = self._heard()
            if kind == _TOLD:
                yield what

    def answer(self) -> Any:
        """What its deed has returned. Fails if the desk died."""
        for _ in self.told():
            pass
        assert self._done, "the desk died"
        return self.returned

    def _heard(self) -> tuple[str | None, Any]:
        try:
            assert self._line.poll(PATIENCE), "the desk hangs"
            kind, what = self._line.recv()
        except (EOFError, OSError):  # it died, perhaps in the middle of a word
            self.ended = True
            return None, None
        self.ended = kind in {_DONE, _FAILED}
        if kind == _DONE:
            self._done, self.returned = True, what
        assert kind != _FAILED, what
        return kind, what


def all_at_once(place: Place, deed: Deed, *given: object, count: int = 8) -> list[Any]:
    """Let *count* desks prepare, begin in the same moment and work; what each deed has returned."""
    with contextlib.ExitStack() as stack:
        desks = [stack.enter_context(OtherDesk(place, deed, *given, number=n)) for n in range(count)]
        for desk in desks:
            desk.await_ready()
        for desk in desks:
            desk.go()
        return [desk.answer() for desk in desks]


def interrupted(desk: OtherDesk, *, after: int, delay: float) -> list[Any]:
    """Kill *desk* some moments after it has told *after* things; everything it told up to its death."""
    heard: list[Any] = []
    with desk:
        desk.await_ready()
        desk.go()
        while len(heard) < after and not desk.ended:
            heard.extend(itertools.islice(desk.told(), 1))
        threading.Event().wait(delay)
        desk.kill()
        heard.extend(desk.told())
    return heard


def await_quiet(place: Place) -> None:
    """Wait until the server has noticed that the others are gone; a file needs no waiting."""
    if place.url is None or place.url.startswith("sqlite"):
        return
    database = open_database(place.url)
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    try:
        for _ in range(500):
            with database.engine.connect() as connection:
                if connection.exec_driver_sql(others).scalar() == 0:
                    return
            threading.Event().wait(0.01)
    finally:
        database.dispose()
    message = "the server still works for somebody who is dead"
    raise AssertionError(message)


def make_empty(place: Place) -> None:
    """Leave nothing of the database but its place."""
    database = open_database(place.url or "")
    if database.file is not None:
        database.file.unlink(missing_ok=True)
        for beside in ("-wal", "-shm"):
            database.file.with_name(database.file.name + beside).unlink(missing_ok=True)
    else:
        with database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    database.dispose()


def _work(
    line: Connection, number: int, place: Place, die_at: int | None, deed: Deed, given: tuple[object, ...]
) -> None:
    actor = an_actor(Role.OWNER, f"Desk {number}")
    seat = Seat(number, place, actor, FakeClock(place.moment), Points(die_at), line)
    try:
        line.send((_DONE, deed(seat, *given)))
    except Exception:  # noqa: BLE001 - the test is told, and fails with it
        line.send((_FAILED, traceback.format_exc()))
