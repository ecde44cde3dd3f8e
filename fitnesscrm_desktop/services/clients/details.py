"""Checks and normalises what people type about a client, all fields at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, cast

from fitnesscrm_desktop.models.base import NAME_LENGTH, SHORT_TEXT, TEXT_LENGTH
from fitnesscrm_desktop.services.clients.contact import normal_email, normal_phone
from fitnesscrm_desktop.services.clients.names import clean_name
from fitnesscrm_desktop.services.clients.rules import check_born
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line, paragraphs
from fitnesscrm_desktop.services.settings.languages import checked_language

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


_CHECKS: dict[str, Callable[[str, str], object]] = {
    "first_name": lambda text, _country: clean_name(text, "first name"),
    "last_name": lambda text, _country: clean_name(text, "last name"),
    "email": lambda text, _country: normal_email(text),
    "phone": normal_phone,
    "emergency_phone": lambda text, country: normal_phone(text, country) or "",
    "medical_alert": lambda text, _country: paragraphs(text, TEXT_LENGTH),
    "goals": lambda text, _country: paragraphs(text, TEXT_LENGTH),
    "language": lambda text, _country: checked_language(text),
}


def check_details(typed: Mapping[str, object], *, country: str, today: date) -> dict[str, Any]:
    """The fields in *typed* (names as in ``NewClient``) as they may be stored.

    *country* is the studio's ISO code, for phone numbers. Raises ``RuleBroken``, a sentence per field.
    """
    return check_fields({field: _check(field, value, country, today) for field, value in typed.items()})


def _check(field: str, value: object, country: str, today: date) -> Callable[[], object]:
    if field == "born":
        return lambda: check_born(_a_day(value), today)
    text = _a_text(value)
    if field in _SHORT:
        return partial(one_line, text, _SHORT[field])
    return partial(_CHECKS[field], text, country)


def _a_text(value: object) -> str:
    return cast("str", value or "")


def _a_day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    raise RuleBroken("The date of birth is not a date.")
