"""Notices what other programs change in the same database, so that a window can look again."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import SQLAlchemyError

from fitnesscrm_desktop.services.core.engine import Database
from fitnesscrm_desktop.services.core.events import Event, EventBus

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
WAIT_SECONDS = 5.0
"""Until a lost server is called again."""
HEARING_SECONDS = 0.5
END_SECONDS = 1.0
CHANNEL = "fitnesscrm_changed"


@dataclass(frozen=True, slots=True)
class OthersChanged(Event):
    """Another program has stored something."""


class Neighbours:
    """Listens on a thread of its own between ``start`` and ``stop``.

    A file is asked every two seconds whether it has changed; what somebody else stores within a few seconds
    of one of our own changes goes unnoticed. A server tells at once, and who it was.
    """

    def __init__(self, database: Database, bus: EventBus, *, every: float = LOOK_SECONDS) -> None:
        self._database, self._bus, self._every = database, bus, every
        self._me = uuid.uuid4().hex
        self._own_changes = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen."""
        event.listen(self._database.engine, "commit", self._about_to_commit)
        listen = self._watch_file if self._database.is_sqlite else self._listen_to_server
        self._thread = threading.Thread(target=self._run, args=(listen,), name="neighbours", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, before the database is closed."""
        if self._thread is not None:
            self._stop.set()
            self._thread.join(END_SECONDS)  # a server that does not answer must not keep the program open
            self._thread = None
            event.remove(self._database.engine, "commit", self._about_to_commit)

    def _about_to_commit(self, connection: Connection) -> None:
        writing = self._database.write_engine.get_execution_options().items()
        if not writing <= connection.get_execution_options().items():
            return
        self._own_changes += 1
        if not self._database.is_sqlite:
            connection.execute(text("SELECT pg_notify(:channel, :me)"), {"channel": CHANNEL, "me": self._me})

    def _run(self, listen: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                listen()
            except (SQLAlchemyError, OSError) as error:
                log.info("the neighbours cannot be heard: %s", type(error).__name__)
                self._stop.wait(WAIT_SECONDS)

    def _tell(self) -> None:
        self._bus.publish([OthersChanged()])

    def _watch_file(self) -> None:
        """``data_version`` changes when another connection has stored something, ours included."""
        with self._database.engine.connect() as connection:
            raw = connection.connection.driver_connection
            connection.rollback()
            if raw is None:
                return
            seen = _version(raw)
            ours = [self._own_changes] * 3  # counted before they are stored: one may show up a look later
            while not self._stop.wait(self._every):
                now = _version(raw)
                ours = [*ours[1:], self._own_changes]
                if now != seen and ours[0] == ours[-1]:
                    self._tell()
                seen = now

    def _listen_to_server(self) -> None:
        """Every program says its name with each change, in the transaction of the change."""
        import psycopg

        url = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                while not self._stop.is_set():
                    for notice in connection.notifies(timeout=HEARING_SECONDS):
                        if notice.payload != self._me:
                            self._tell()
                        if self._stop.is_set():
                            return
        except psycopg.Error as error:
            raise ConnectionError(type(error).__name__) from error


def _version(raw: Any) -> int:
    return int(raw.execute("PRAGMA data_version").fetchone()[0])
