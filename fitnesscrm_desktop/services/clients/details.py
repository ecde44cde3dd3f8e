"""Checks and normalises what people type about a client, all fields at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH
from fitnesscrm_desktop.services.clients.contact import normal_email, normal_phone
from fitnesscrm_desktop.services.clients.names import clean_name
from fitnesscrm_desktop.services.clients.rules import check_born
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line, paragraphs

HEALTH_FIELDS = frozenset({"medical_alert", "goals"})
"""Never written to the audit log."""
_SHORT = {
    "street": SHORT_TEXT,
    "postal_code": 20,
    "city": SHORT_TEXT,
    "country": SHORT_TEXT,
    "emergency_name": NAME_LENGTH,
    "referral_source": SHORT_TEXT,
}
_LONG = {"medical_alert", "goals"}


def check_details(typed: Mapping[str, object], *, country: str, today: date) -> dict[str, Any]:
    """The fields in *typed* (names as in ``NewClient``) as they may be stored.

    *country* is the studio's ISO code, for phone numbers. Raises ``RuleBroken``, a sentence per field.
    """
    return check_fields({field: _check(field, value, country, today) for field, value in typed.items()})


def _check(field: str, value: object, country: str, today: date) -> Callable[[], object]:
    if field == "born":
        return lambda: check_born(_a_day(value), today)
    text = _a_text(value)
    checks: dict[str, Callable[[], object]] = {
        "first_name": lambda: clean_name(text, "first name"),
        "last_name": lambda: clean_name(text, "last name"),
        "email": lambda: normal_email(text),
        "phone": lambda: normal_phone(text, country),
        "emergency_phone": lambda: normal_phone(text, country) or "",
    }
    if field in checks:
        return checks[field]
    if field in _SHORT:
        return lambda: one_line(text, _SHORT[field])
    if field in _LONG:
        return lambda: paragraphs(text, TEXT_LENGTH)
    message = f"a client has no field {field!r}"
    raise KeyError(message)


def _a_text(value: object) -> str:
    return cast("str", value or "")


def _a_day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    raise RuleBroken("The date of birth is not a date.")
