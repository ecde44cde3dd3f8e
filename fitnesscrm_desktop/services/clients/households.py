"""Who belongs together, and who pays for whom."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client, Household
from fitnesscrm_desktop.services.core.errors import RuleBroken

_FEWEST = 2


def check_payer(session: Session, client: Client, payer: Client | None) -> None:
    """Raise ``RuleBroken`` if *payer* is the client, or is (by whatever chain) paid for by the client."""
    seen: set[int] = set()
    while payer is not None and payer.id not in seen:
        if payer.id == client.id:
            raise RuleBroken("Nobody can pay for somebody who pays for them. Choose another payer.")
        seen.add(payer.id)
        payer = session.get(Client, payer.payer_id) if payer.payer_id is not None else None


def mates(session: Session, client_ids: Collection[int]) -> set[int]:
    """Everybody in the households of these clients: who leaves one may leave somebody alone in it."""
    theirs = select(Client.household_id).where(Client.id.in_(client_ids))
    return set(session.scalars(select(Client.id).where(Client.household_id.in_(theirs))))


def join(session: Session, client: Client, other: Client) -> None:
    """Put *client* into the household of *other*. Raises ``RuleBroken`` for oneself."""
    if client.id == other.id:
        raise RuleBroken("Choose somebody else: nobody shares a household with oneself.")
    if other.household_id is None:
        household = Household(name=other.last_name)
        session.add(household)
        session.flush()
        other.household_id = household.id
    if client.household_id != other.household_id:
        leave(session, client)
        client.household_id = other.household_id


def leave(session: Session, client: Client) -> None:
    """Take *client* out of the household; one person alone is none."""
    left, client.household_id = client.household_id, None
    session.flush()
    if left is not None:
        dissolve_if_alone(session, left)


def dissolve_if_alone(session: Session, household_id: int) -> None:
    """Forget a household that has fewer than two people."""
    left = session.scalars(select(Client).where(Client.household_id == household_id)).all()
    if len(left) >= _FEWEST:
        return
    for client in left:
        client.household_id = None
    session.flush()
    session.delete(session.get_one(Household, household_id))
    session.flush()


def unite(session: Session, keep: Client, other: Client) -> None:
    """One person was in two households: everybody of the second joins the first, *other* leaves."""
    theirs, other.household_id = other.household_id, None
    if keep.household_id is None:
        keep.household_id = theirs
    elif theirs is not None and theirs != keep.household_id:
        session.flush()
        for client in session.scalars(select(Client).where(Client.household_id == theirs)):
            client.household_id = keep.household_id
        session.flush()
        session.delete(session.get_one(Household, theirs))
    session.flush()
    if keep.household_id is not None:
        dissolve_if_alone(session, keep.household_id)
