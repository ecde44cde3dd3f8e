"""One transaction: the change, its audit entry, and the events that go out once it is committed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, insert, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.studio import Counter
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import Clock, real_now
from fitnesscrm_desktop.services.core.engine import Database
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.events import Event, EventBus
from fitnesscrm_desktop.services.core.prepared import Prepared
from fitnesscrm_desktop.services.core.storage_errors import plain
from fitnesscrm_desktop.services.core.typed_text import shortened

_AUDIT = Prepared(
    insert(cast("Table", AuditEntry.__table__)).inline(),
    columns=("at", "staff_id", "actor", "action", "entity", "entity_id", "detail"),
)
"""Prepared, because an audit entry comes with every write."""
_detail = json.JSONEncoder(default=str, ensure_ascii=False).encode


class Work:
    """What a service method may do inside its transaction."""

    __slots__ = ("_session", "connection", "events", "now", "really_now")

    def __init__(self, connection: Connection, now: datetime, really_now: datetime) -> None:
        self.connection, self.now, self.really_now = connection, now, really_now
        """Two moments if a command acts as if it were another: that one judges, the real one is noted."""
        self.events: list[Event] = []
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The session of this transaction; made on first need, because a check-in has none."""
        if self._session is None:
            self._session = Session(self.connection, expire_on_commit=False)
        return self._session

    def audit(
        self, actor: Actor, action: str, entity: str, entity_id: int | None = None, **detail: object
    ) -> None:
        """Write down who did what. *detail* must never hold health data, notes or secrets."""
        text = _detail(detail) if detail else ""
        entry = {
            "at": self.really_now,
            "staff_id": actor.staff_id,
            "actor": actor.name,
            "action": action,
            "entity": entity,
            "entity_id": entity_id,
            "detail": shortened(text, TEXT_LENGTH),
        }
        _AUDIT.rows(self.connection, entry)

    def record(self, event: Event) -> None:
        """Publish *event* after, and only after, this work is committed."""
        self.events.append(event)

    def finish(self) -> None:
        """Send what the session still holds back."""
        if self._session is not None:
            self._session.flush()

    def close(self) -> None:
        """Forget all records."""
        if self._session is not None:
            self._session.close()

    def next_number(self, counter: str, count: int = 1) -> int:
        """Take *count* numbers off a gapless counter; the first of them.

        The row is locked until the end of the transaction, so take numbers last.
        """
        raised = (
            update(Counter)
            .where(Counter.name == counter)
            .values(value=Counter.value + count)
            .returning(Counter.value)
        )
        last: int | None = self.session.execute(raised).scalar()
        if last is None:
            self.session.add(Counter(name=counter, value=count))
            self.session.flush()
            last = count
        return last - count + 1


class Core:
    """What every service is built on: the database, the clock and the bus."""

    def __init__(self, database: Database, clock: Clock, bus: EventBus) -> None:
        self.database, self.clock, self.bus = database, clock, bus

    @contextmanager
    def write(self, *, quiet: bool = False) -> Iterator[Work]:
        """``with core.write() as work``: commits on a clean exit, else leaves no trace.

        The windows of other PCs look again at what they show, unless the change is *quiet*: nobody shows it.
        Raises ``StorageTrouble`` or ``Conflict`` in place of the driver's errors.
        """
        self._require_file()
        heard = self.database.is_sqlite or not quiet  # a file has to be locked before the first look
        engine = self.database.write_engine if heard else self.database.engine
        with _plain_errors(self.database), engine.begin() as connection:
            work = Work(connection, self.clock.now(), real_now(self.clock))
            try:
                yield work
                work.finish()
            finally:
                work.close()
        self.bus.publish(work.events)

    def _require_file(self) -> None:
        """SQLite goes on writing into a deleted file, and all of it would be lost at the end."""
        file = self.database.file
        if file is not None and not os.path.exists(file):  # noqa: PTH110 - before every write, in half the time
            message = (
                f"The database file {file} was moved or deleted while the program runs. Nothing of this step "
                "was stored. Put the file back and try again; do not close the program before."
            )
            raise StorageTrouble(message)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """``with core.read() as session``: one consistent look, never a change."""
        with (
            _plain_errors(self.database),
            Session(self.database.engine, autoflush=False) as session,
            session.begin(),
        ):
            yield session


@contextmanager
def _plain_errors(database: Database) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        sentence = plain(error, database.file)
        if sentence is None:
            raise
        raise sentence from error
