"""Looks up clients: search, lists, the page of one client, its timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientPhoto
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.consents import consent_history
from fitnesscrm_desktop.services.clients.custom_fields import all_fields
from fitnesscrm_desktop.services.clients.detail import client_detail
from fitnesscrm_desktop.services.clients.duplicates import likely_duplicates
from fitnesscrm_desktop.services.clients.exporting import export_rows
from fitnesscrm_desktop.services.clients.finding import find_by_code, find_client
from fitnesscrm_desktop.services.clients.listing import list_counts, listed_ids
from fitnesscrm_desktop.services.clients.results import (
    ClientDetail,
    ClientHit,
    ClientRow,
    ConsentInfo,
    FieldInfo,
    ListCounts,
    ListQuery,
    TagInfo,
    TrainerInfo,
    TrainerSpan,
)
from fitnesscrm_desktop.services.clients.rows import client_hits, client_rows
from fitnesscrm_desktop.services.clients.rules import births_with_birthday
from fitnesscrm_desktop.services.clients.saved_lists import Look
from fitnesscrm_desktop.services.clients.search_key import understand
from fitnesscrm_desktop.services.clients.searching import best_hits
from fitnesscrm_desktop.services.clients.tags import all_tags
from fitnesscrm_desktop.services.clients.timeline import timeline_page
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry
from fitnesscrm_desktop.services.clients.timeline_sources import Source
from fitnesscrm_desktop.services.clients.trainers import (
    clients_of_trainer,
    possible_trainers,
    trainer_history,
)
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.csv_text import write_csv
from fitnesscrm_desktop.services.core.noted_exports import nothing_leaves_unnoted
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.lifecycle.refresh import standing_of
from fitnesscrm_desktop.services.lifecycle.rules import Standing
from fitnesscrm_desktop.services.settings.profile import studio_profile


class ClientDirectory:
    """Everything there is to read about clients; each method needs at least VIEW_CLIENTS."""

    def __init__(self, core: Core, more_of_timeline: Callable[[], Sequence[Source]] = tuple) -> None:
        self._core, self._more_of_timeline = core, more_of_timeline

    def search(self, actor: Actor, text: str, limit: int = 20, *, archived: bool = False) -> list[ClientHit]:
        """Who fits what was typed, the likeliest first; with *archived* also those not in the lists."""
        actor.require(Permission.VIEW_CLIENTS)
        wanted = understand(text)
        if not wanted:
            return []
        with self._core.read() as session:
            ids = best_hits(session, wanted, limit, archived=archived)
            return client_hits(session, ids, self._look(session).today)

    def possible_trainers(self, actor: Actor) -> list[TrainerInfo]:
        """Who could look after a client: everybody who works here, trainers first."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return possible_trainers(session)

    def looked_after(self, actor: Actor, limit: int = 200) -> list[ClientRow]:
        """Whom *actor* looks after now, by name; archived clients are left out."""
        actor.require(Permission.VIEW_CLIENTS)
        if actor.staff_id is None:
            return []
        with self._core.read() as session:
            ids = clients_of_trainer(session, actor.staff_id)[:limit]
            return client_rows(
                session, ids, self._look(session).today, money=actor.may(Permission.VIEW_MONEY)
            )

    def trainers(self, actor: Actor, client_id: int) -> list[TrainerSpan]:
        """Who looked after a client from which day to which, the last one first."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return trainer_history(session, find_client(session, client_id).id)

    def by_code(self, actor: Actor, code: str) -> int | None:
        """The id of the client whose card, fob or member number this is; None: nobody's."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            client = find_by_code(session, code)
            return None if client is None else client.id

    def ids(self, actor: Actor, query: ListQuery) -> Sequence[int]:
        """The ids of a list in its order."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return listed_ids(self._look(session), query)

    def counts(self, actor: Actor) -> ListCounts:
        """How many clients there are, and how many on each saved list."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return list_counts(self._look(session))

    def birthdays(self, actor: Actor, limit: int = 50) -> list[ClientHit]:
        """Whose birthday is today, by name; archived clients are left out."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            today = self._look(session).today
            born = births_with_birthday(today, today)
            # Put in order here: a server would rather look through all names for so few.
            query = select(Client.sort_key, Client.id)
            found = session.execute(query.where(Client.born.in_(born), Client.archived_at.is_(None))).all()
            return client_hits(session, [row.id for row in sorted(found)[:limit]], today)

    def rows(self, actor: Actor, ids: Sequence[int]) -> list[ClientRow]:
        """The lines of these clients, in this order; who is gone is left out."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            today = self._look(session).today
            return client_rows(session, ids, today, money=actor.may(Permission.VIEW_MONEY))

    def detail(self, actor: Actor, client_id: int) -> ClientDetail:
        """Everything for the client page, as far as *actor* may see it. Raises ``NotFound``."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            look = self._look(session)
            return client_detail(session, actor, client_id, look.profile, look.today)

    def photo(self, actor: Actor, client_id: int) -> bytes | None:
        """The photo as a square JPEG, or None."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            client = find_client(session, client_id)
            return session.scalar(select(ClientPhoto.jpeg).where(ClientPhoto.client_id == client.id))

    def timeline(
        self, actor: Actor, client_id: int, after: Cursor | None = None, limit: int = 50
    ) -> Page[TimelineEntry]:
        """What happened to a client, the newest first; *after* is the cursor of the page before."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            client = find_client(session, client_id)
            look = self._look(session)
            return timeline_page(
                session,
                actor,
                client.id,
                look.profile,
                look.today,
                after=after,
                limit=limit,
                more=self._more_of_timeline(),
            )

    def consents(self, actor: Actor, client_id: int) -> list[ConsentInfo]:
        """Every yes and no of a client, the newest first."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return consent_history(session, find_client(session, client_id).id)

    def member_card(self, actor: Actor, client_id: int) -> bytes:
        """The card of a client as PDF, for printing. Raises ``NotFound``."""
        from fitnesscrm_desktop.services.clients.member_card import card_pdf

        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            client = find_client(session, client_id)
            return card_pdf(session, client, studio_profile(session))

    def stage_on(self, actor: Actor, client_id: int, day: date) -> Standing:
        """Where a client stood, or will stand as far as is known, on *day*."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return standing_of(session, find_client(session, client_id).id, day)

    def tags(self, actor: Actor) -> list[TagInfo]:
        """Every tag, by name."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return all_tags(session)

    def fields(self, actor: Actor, *, archived: bool = False) -> list[FieldInfo]:
        """The studio's own fields in their order; with *archived* also those no longer asked for."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            return all_fields(session, archived=archived)

    def possible_duplicates(
        self,
        actor: Actor,
        first_name: str,
        last_name: str,
        *,
        born: date | None = None,
        phone: str = "",
        email: str = "",
    ) -> list[ClientHit]:
        """Who may be the same person, the likeliest first; ``why`` says for what reason."""
        actor.require(Permission.VIEW_CLIENTS)
        with self._core.read() as session:
            look = self._look(session)
            likely = likely_duplicates(
                session,
                first_name=first_name,
                last_name=last_name,
                born=born,
                phone=phone,
                email=email,
                country=look.profile.country,
            )
            return client_hits(session, likely, look.today, likely)

    def export(self, actor: Actor, query: ListQuery, path: Path) -> int:
        """Write a list as CSV; how many clients. Raises ``StorageTrouble`` when it cannot be written."""
        actor.require(Permission.EXPORT_CLIENTS)
        with self._core.read() as session:
            look = self._look(session)
            ids = listed_ids(look, query)
            money = actor.may(Permission.VIEW_MONEY)
            rows = export_rows(session, ids, look.today, look.profile.currency, money=money)
            return write_csv(rows, path, lambda count: self._note_export(actor, count - 1)) - 1

    def _note_export(self, actor: Actor, clients: int) -> None:
        """The list leaves the studio: who took it along is written down first."""
        with nothing_leaves_unnoted(), self._core.write() as work:
            work.audit(actor, "clients.export", "client", None, clients=clients)

    def _look(self, session: Session) -> Look:
        profile = studio_profile(session)
        return Look(session, profile, profile.day_of(self._core.clock.now()))
