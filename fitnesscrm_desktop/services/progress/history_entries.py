"""Writes down, changes, takes away and brings back what happened: injuries, remarks and phases of clients."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.progress import Annotation, Injury, Phase
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.services.clients.finding import lock_client
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.progress.events import ProgressChanged
from fitnesscrm_desktop.services.settings.profile import studio_profile

Row = TypeVar("Row", Annotation, Injury, Phase)
Info = TypeVar("Info")


class HistoryEntries(Generic[Row, Info]):
    """The entries of one *table*. *word* stands in the audit log, *called* in what a person reads.

    *info_of* makes what leaves the services of a row, the name of who wrote it (empty: nobody is known), and
    today. Who may do what is for the service to say.
    """

    def __init__(
        self,
        core: Core,
        table: type[Row],
        word: str,
        called: str,
        info_of: Callable[[Row, str, date], Info],
    ) -> None:
        self._core, self._word, self._called = core, word, called
        self._table: type[Row] = table
        self._info_of: Callable[[Row, str, date], Info] = info_of

    def add(self, actor: Actor, client_id: int, checked: Callable[[Session, date], dict[str, Any]]) -> Info:
        """Store what *checked* makes of session and today. Raises ``NotFound`` without the client."""
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            today = _today(work)
            values = checked(work.session, today)
            row = self._table(client_id=client.id, staff_id=actor.staff_id, created_at=work.now, **values)
            work.session.add(row)
            return self._stored(work, actor, row, "add", today)

    def edit(
        self,
        actor: Actor,
        entry_id: int,
        version: int,
        checked: Callable[[Session, date, Row], dict[str, Any]],
    ) -> Info:
        """Store what *checked* makes of session, today and the row that is there.

        Raises ``Conflict`` when somebody else was quicker than *version*, ``NotFound`` without the entry.
        """
        with self._core.write() as work:
            row = self._find(work.session, entry_id)
            today = _today(work)
            mine = checked(work.session, today, row)
            theirs = {name: getattr(row, name) for name in mine}
            refuse_stale(row.version, version, mine, theirs, f"this {self._called}")
            for name, value in mine.items():
                setattr(row, name, value)
            return self._stored(work, actor, row, "edit", today)

    def remove(self, actor: Actor, entry_id: int) -> Info:
        """Take one away. Raises ``NotFound``."""
        with self._core.write() as work:
            row = self._find(work.session, entry_id)
            row.removed_at = work.now
            return self._stored(work, actor, row, "remove", _today(work))

    def restore(self, actor: Actor, entry_id: int) -> Info:
        """Bring one back that was taken away. Raises ``NotFound``."""
        with self._core.write() as work:
            row = self._find(work.session, entry_id)
            row.removed_at = None
            return self._stored(work, actor, row, "restore", _today(work))

    def _find(self, session: Session, entry_id: int) -> Row:
        row: Row | None = session.get(self._table, entry_id, with_for_update=True)
        if row is None:
            raise NotFound(f"This {self._called} is not there any more.")
        return row

    def _stored(self, work: Work, actor: Actor, row: Row, deed: str, today: date) -> Info:
        """The audit log holds who and when, and nothing about the health of anybody."""
        work.session.flush()
        work.audit(actor, f"{self._word}.{deed}", "client", row.client_id)
        work.record(ProgressChanged(row.client_id))
        staff = work.session.scalar(select(Staff.name).where(Staff.id == row.staff_id))
        return self._info_of(row, staff or "", today)


def entries_of(table: type[Row], client_id: int) -> Select[Row, str]:
    """The entries of a client that were not taken away, each with the name of who wrote it, or None."""
    return (
        select(table, Staff.name)
        .outerjoin(Staff, Staff.id == table.staff_id)
        .where(table.client_id == client_id, table.removed_at.is_(None))
    )


def _today(work: Work) -> date:
    return studio_profile(work.session).day_of(work.now)
