"""Looks at visits: who is in, how full it is, who came lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.models.membership import Membership, Plan
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.models.visit import Visit, VisitHour
from fitnesscrm_desktop.services.checkin.queries import door_profile
from fitnesscrm_desktop.services.checkin.results import Occupancy, VisitRow
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.core.paging import Cursor, Page, PageSource, keyset_page
from fitnesscrm_desktop.services.core.sane_days import sane_day
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.lifecycle.rules import ONE_DAY

_COLUMNS = (
    Visit.id,
    Visit.client_id,
    Client.member_number,
    Client.first_name,
    Client.last_name,
    Visit.at,
    Visit.day,
    Visit.verdict,
    func.coalesce(Plan.name, ""),
    Visit.override_reason,
    Visit.left_at,
    Visit.left_by_itself,
    Visit.cancelled_at,
)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .select_from(Visit)
        .outerjoin(Client, Client.id == Visit.client_id)  # outer: the feed is walked by time, not by client
        .outerjoin(Membership, Membership.id == Visit.membership_id)
        .outerjoin(Plan, Plan.id == Membership.plan_id)
    )


def _row(found: Any) -> VisitRow:
    return VisitRow(*found[: len(_COLUMNS)])


@dataclass(frozen=True, slots=True)
class VisitFeed:
    """Visits, the newest first, page by page; each page is one look at an index."""

    core: Core
    client_id: int | None = None
    since: datetime | None = None
    before: datetime | None = None
    with_undone: bool = False

    def fetch(self, after: Cursor | None, limit: int) -> Page[VisitRow]:
        """The page of at most *limit* visits that starts behind *after*."""
        query = _rows()
        if not self.with_undone:
            query = query.where(Visit.cancelled_at.is_(None))
        if self.client_id is not None:
            query = query.where(Visit.client_id == self.client_id)
        if self.since is not None:
            query = query.where(Visit.at >= self.since)
        if self.before is not None:
            query = query.where(Visit.at < self.before)
        with self.core.read() as session:
            return keyset_page(
                session,
                query,
                keys=(Visit.at, Visit.id),
                after=after,
                limit=limit,
                make=_row,
                descending=True,
            )


class VisitDirectory:
    """Reads; they need ``CHECK_IN`` or ``VIEW_CLIENTS``."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def inside(self, actor: Actor) -> tuple[VisitRow, ...]:
        """Who is in now, the newest first. Who came the studio's hours ago counts as gone."""
        actor.require(Permission.CHECK_IN)
        with self._core.read() as session:
            query = _rows().where(*_is_inside(self._since(session)))
            return tuple(
                _row(found) for found in session.execute(query.order_by(Visit.at.desc(), Visit.id.desc()))
            )

    def occupancy(self, actor: Actor) -> Occupancy:
        """How full the studio is, and how many visits today has seen."""
        actor.require(Permission.CHECK_IN)
        with self._core.read() as session:
            studio = door_profile(session.connection())
            today = studio.day_of(self._core.clock.now())
            inside = session.scalar(
                select(func.count()).select_from(Visit).where(*_is_inside(self._since(session)))
            )
            visits = session.scalar(select(func.sum(VisitHour.count)).where(VisitHour.day == today))
            return Occupancy(inside or 0, studio.capacity, visits or 0)

    def last_visits(self, actor: Actor) -> PageSource[VisitRow]:
        """All visits that were not taken back."""
        return self.feed(actor)

    def visits_of(self, actor: Actor, client_id: int) -> PageSource[VisitRow]:
        """One client's visits, also those that were taken back."""
        return self.feed(actor, client_id=client_id, with_undone=True)

    def feed(
        self,
        actor: Actor,
        *,
        client_id: int | None = None,
        first: date | None = None,
        last: date | None = None,
        with_undone: bool = False,
    ) -> PageSource[VisitRow]:
        """Visits from the studio's day *first* to *last*, both included.

        Raises ``RuleBroken`` for days outside 1900 to 2200.
        """
        actor.require(Permission.VIEW_CLIENTS)
        since = None if first is None else start_of_day(sane_day(first), self._zone())
        before = None if last is None else start_of_day(sane_day(last) + ONE_DAY, self._zone())
        return VisitFeed(self._core, client_id, since, before, with_undone)

    def _zone(self) -> str:
        with self._core.read() as session:
            return door_profile(session.connection()).zone

    def _since(self, session: Session) -> datetime:
        return self._core.clock.now() - timedelta(
            hours=door_profile(session.connection()).auto_checkout_hours
        )


def _is_inside(since: datetime) -> tuple[Any, ...]:
    return (Visit.left_at.is_(None), Visit.cancelled_at.is_(None), Visit.at > since)
