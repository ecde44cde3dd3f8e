"""Who owes what, the largest debt first, page by page."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientFigures
from fitnesscrm_desktop.services.billing.results import Owing, OwingTotal
from fitnesscrm_desktop.services.core.paging import Cursor, Page, keyset_page
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile


class OwingClients:
    """A page source over all clients with a debt, archived ones too: they still owe it."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def fetch(self, after: Cursor | None, limit: int) -> Page[Owing]:
        """The page of at most *limit* rows behind *after*."""
        with self._core.read() as session:
            profile = studio_profile(session)
            return owing_page(session, profile.day_of(self._core.clock.now()), after, limit)


def owing_page(session: Session, today: date, after: Cursor | None, limit: int) -> Page[Owing]:
    """Clients with a debt; the largest debt first."""
    query = (
        select(Client, ClientFigures)
        .join(ClientFigures, ClientFigures.client_id == Client.id)
        .where(ClientFigures.balance > 0)
    )
    return keyset_page(
        session,
        query,
        keys=[ClientFigures.balance, ClientFigures.client_id],
        after=after,
        limit=limit,
        make=lambda row: _owing(row[0], row[1], today),
        descending=True,
    )


def _owing(client: Client, figures: ClientFigures, today: date) -> Owing:
    due = figures.oldest_due_on
    return Owing(
        client_id=client.id,
        member_number=client.member_number,
        name=f"{client.first_name} {client.last_name}",
        phone=client.phone or "",
        plan_name=figures.plan_name,
        balance=figures.balance,
        oldest_due_on=due,
        days_overdue=(today - due).days if due else 0,
    )


def owing_total(session: Session, profile: StudioProfile) -> OwingTotal:
    """How many clients owe how much together."""
    clients, amount = session.execute(
        select(func.count(), func.sum(ClientFigures.balance)).where(ClientFigures.balance > 0)
    ).one()
    return OwingTotal(clients, int(amount or 0), profile.currency)
