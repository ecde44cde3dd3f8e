"""Who may be the same person as somebody who is being typed in."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.clients.contact import normal_email, normal_phone
from fitnesscrm_desktop.services.clients.names import fold, given_key, sort_key
from fitnesscrm_desktop.services.clients.results import Likeness
from fitnesscrm_desktop.services.core.errors import RuleBroken

MOST = 5
_STRENGTH = {
    Likeness.NAME_AND_BIRTH: 4,
    Likeness.NAME: 3,
    Likeness.EMAIL: 2,
    Likeness.PHONE: 1,
}
"""Families share a phone and an e-mail; the same name and date of birth is no chance."""


def likely_duplicates(
    session: Session,
    *,
    first_name: str,
    last_name: str,
    born: date | None,
    phone: str,
    email: str,
    country: str,
) -> dict[int, tuple[Likeness, ...]]:
    """Ids of likely duplicates and why, the likeliest first; what cannot be understood yet is no reason."""
    found: dict[int, list[Likeness]] = defaultdict(list)
    if fold(first_name) and fold(last_name):
        for client_id, theirs in _named(session, first_name, last_name):
            if born is None or theirs is None:
                found[client_id].append(Likeness.NAME)
            elif born == theirs:
                found[client_id].append(Likeness.NAME_AND_BIRTH)
    if number := _phone(phone, country):
        for client_id, _ in _who(session, Client.phone == number):
            found[client_id].append(Likeness.PHONE)
    if address := _email(email):
        for client_id, _ in _who(session, Client.email == address):
            found[client_id].append(Likeness.EMAIL)
    likeliest = sorted(found, key=lambda each: (-sum(_STRENGTH[why] for why in found[each]), each))
    return {each: tuple(found[each]) for each in likeliest[:MOST]}


def _named(session: Session, first_name: str, last_name: str) -> list[tuple[int, date | None]]:
    """The same name, also with first and last name swapped."""
    right = _who(session, Client.sort_key == sort_key(first_name, last_name))
    swapped = _who(session, Client.sort_key == given_key(first_name, last_name))
    return list(dict.fromkeys([*right, *swapped]))


def _who(session: Session, condition: ColumnElement[bool]) -> list[tuple[int, date | None]]:
    query = select(Client.id, Client.born).where(condition, Client.merged_into_id.is_(None))
    rows = session.execute(query.order_by(Client.id).limit(4 * MOST))
    return [(row.id, row.born) for row in rows]


def _phone(typed: str, country: str) -> str | None:
    try:
        return normal_phone(typed, country)
    except RuleBroken:
        return None


def _email(typed: str) -> str | None:
    try:
        return normal_email(typed)
    except RuleBroken:
        return None
