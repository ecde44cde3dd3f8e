"""Who is on the lists that every studio needs, as of today; archived clients may be among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientFigures, ClientPhoto, ClientTag, StageSpan
from fitnesscrm_desktop.models.values import ClientStage
from fitnesscrm_desktop.services.clients.ranges import Identity, bare_ids, in_ranges, portions
from fitnesscrm_desktop.services.clients.results import NO_VISIT_DAYS, SavedList
from fitnesscrm_desktop.services.clients.rules import births_with_birthday
from fitnesscrm_desktop.services.core.clock import start_of_day
from fitnesscrm_desktop.services.lifecycle.ending import time_ends
from fitnesscrm_desktop.services.settings.profile import StudioProfile

_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the clients: with what, by which rules, on which day."""

    session: Session
    profile: StudioProfile
    today: date

    def ids(self, query: Select[int], identity: Identity) -> set[int]:
        """The ids of *query*."""
        return {row[0] for row in in_ranges(self.session, query, identity)}


def at_stage(look: Look, stage: ClientStage, since: date | None = None) -> set[int]:
    """Who is at *stage* today, and has been *since* that day."""
    query = select(StageSpan.client_id).where(
        # COALESCE keeps SQLite from walking, once per range of ids, through all who ever were there.
        func.coalesce(StageSpan.stage, None) == stage,
        StageSpan.from_day <= (since or look.today),
        or_(StageSpan.to_day.is_(None), StageSpan.to_day >= look.today),
    )
    return look.ids(query, StageSpan.client_id)


def with_tag(look: Look, tag_id: int) -> set[int]:
    """Who has a tag."""
    return look.ids(select(ClientTag.client_id).where(ClientTag.tag_id == tag_id), ClientTag.client_id)


def on_list(look: Look, saved: SavedList) -> set[int]:
    """Who is on a saved list."""
    return _WHO[saved](look)


def _figures(look: Look, condition: ColumnElement[bool]) -> set[int]:
    return look.ids(select(ClientFigures.client_id).where(condition), ClientFigures.client_id)


def _clients(look: Look, condition: ColumnElement[bool]) -> set[int]:
    return look.ids(select(Client.id).where(condition), Client.id)


def _members(look: Look) -> set[int]:
    """A member who has not paid is still a member."""
    return at_stage(look, ClientStage.ACTIVE) | at_stage(look, ClientStage.OVERDUE)


def _ends_soon(look: Look) -> set[int]:
    last = look.today + timedelta(days=look.profile.ends_soon_days)
    return set(bare_ids(look.session, time_ends(look.today, last)))


def _no_recent_visit(look: Look) -> set[int]:
    """Active ones who stay away; who joined a few days ago has had no time to come yet."""
    since = look.today - timedelta(days=NO_VISIT_DAYS)
    came_last = ClientFigures.last_visit_on
    stayed_away = _figures(look, came_last <= since) & at_stage(look, ClientStage.ACTIVE)
    never_came = _figures(look, came_last.is_(None)) & at_stage(look, ClientStage.ACTIVE, since)
    return stayed_away | never_came


def _birthdays(look: Look) -> set[int]:
    born = births_with_birthday(look.today, look.today + _WEEK)
    return {
        client_id
        for some in portions(born)
        for client_id in look.session.scalars(select(Client.id).where(Client.born.in_(some)))
    }


def _without_photo(look: Look) -> set[int]:
    pictured = look.ids(select(ClientPhoto.client_id), ClientPhoto.client_id)
    return _clients(look, Client.archived_at.is_(None)) - pictured


def _new_this_month(look: Look) -> set[int]:
    first = start_of_day(look.today.replace(day=1), look.profile.zone)
    return _clients(look, Client.created_at >= first)


_WHO: dict[SavedList, Callable[[Look], set[int]]] = {
    SavedList.ACTIVE: _members,
    SavedList.LEADS: lambda look: at_stage(look, ClientStage.LEAD),
    SavedList.ENDS_SOON: _ends_soon,
    SavedList.NO_RECENT_VISIT: _no_recent_visit,
    SavedList.OWES_MONEY: lambda look: _figures(look, ClientFigures.balance > 0),
    SavedList.BIRTHDAYS: _birthdays,
    SavedList.FROZEN: lambda look: at_stage(look, ClientStage.FROZEN),
    SavedList.WITHOUT_PHOTO: _without_photo,
    SavedList.NEW_THIS_MONTH: _new_this_month,
    SavedList.ARCHIVED: lambda look: _clients(look, Client.archived_at.is_not(None)),
}
