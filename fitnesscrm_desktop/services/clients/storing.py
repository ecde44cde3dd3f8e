"""Steps that several services of clients share, inside their transaction."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, ClientCode
from fitnesscrm_desktop.services.clients.results import ClientCard
from fitnesscrm_desktop.services.clients.search_key import client_keys
from fitnesscrm_desktop.services.core.errors import Conflict


def card_of(client: Client) -> ClientCard:
    """What a service answers about a client it has changed."""
    return ClientCard(
        id=client.id,
        member_number=client.member_number,
        first_name=client.first_name,
        last_name=client.last_name,
        email=client.email,
        phone=client.phone,
        born=client.born,
        archived=client.archived_at is not None,
        version=client.version,
    )


def fold_anew(session: Session, client: Client) -> None:
    """Bring the folded columns in step with names, contact and codes.

    Past the version: a new card is no reason to refuse an edit of the address that somebody has begun.
    """
    session.flush()
    codes = session.scalars(select(ClientCode.code).where(ClientCode.client_id == client.id)).all()
    keys = client_keys(
        client.first_name,
        client.last_name,
        member_number=client.member_number,
        email=client.email,
        phone=client.phone,
        codes=codes,
    )
    session.execute(
        update(Client)
        .where(Client.id == client.id)
        .values(sort_key=keys.sort_key, given_key=keys.given_key, search_key=keys.search_key)
        .execution_options(synchronize_session=False)
    )


def refuse_stale(
    stored: int, seen: int, mine: Mapping[str, object], theirs: Mapping[str, object], what: str
) -> None:
    """Raise ``Conflict`` with the fields that differ, if the version *stored* is not the one that was *seen*.

    Nothing is raised when both want the same.
    """
    differing = [field for field in mine if mine[field] != theirs[field]]
    if stored != seen and differing:
        raise Conflict(
            f"Somebody else has changed {what} since you opened it. Your change was not stored yet.",
            mine={field: mine[field] for field in differing},
            theirs={field: theirs[field] for field in differing},
        )
