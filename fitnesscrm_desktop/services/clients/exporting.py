"""Clients as a table for other programs; without health data and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.clients.contact import shown_phone
from fitnesscrm_desktop.services.clients.ranges import of_ids, portions
from fitnesscrm_desktop.services.clients.results import ClientRow
from fitnesscrm_desktop.services.clients.rows import client_rows

HEADER = (
    "Number",
    "First name",
    "Last name",
    "E-mail",
    "Phone",
    "Date of birth",
    "Street",
    "Postal code",
    "City",
    "Country",
    "Emergency contact",
    "Emergency phone",
    "Referral source",
    "Language",
    "Stage",
    "Plan",
    "Ends on",
    "Visits",
    "Last visit",
    "Balance",
    "Currency",
    "Tags",
)


def export_rows(
    session: Session, ids: Iterable[int], today: date, currency: str, *, money: bool
) -> Iterator[tuple[object, ...]]:
    """The header, then one row per client; read some hundred at a time."""
    yield HEADER
    for some in portions(ids):
        own = {row[0]: row[1:] for row in of_ids(session, _own_fields(), Client.id, some)}
        for row in client_rows(session, some, today, money=money):
            yield _cells(row, own[row.id], currency)


def _own_fields() -> Any:
    return select(
        Client.id,
        Client.born,
        Client.street,
        Client.postal_code,
        Client.city,
        Client.country,
        Client.emergency_name,
        Client.emergency_phone,
        Client.referral_source,
        Client.language,
    )


def _cells(row: ClientRow, own: tuple[Any, ...], currency: str) -> tuple[object, ...]:
    born, street, postal_code, city, country, emergency_name, emergency_phone, referral, language = own
    return (
        row.member_number,
        row.first_name,
        row.last_name,
        row.email,
        shown_phone(row.phone),
        born,
        street,
        postal_code,
        city,
        country,
        emergency_name,
        shown_phone(emergency_phone),
        referral,
        language,
        row.stage.value,
        row.plan_name,
        row.ends_on,
        row.visits,
        row.last_visit_on,
        None if row.balance is None else Decimal(row.balance).scaleb(-_decimals(currency)),
        currency,
        ", ".join(tag.name for tag in row.tags),
    )


@cache
def _decimals(currency: str) -> int:
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(currency))
