"""Fields a studio has added for itself, and what may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.client import CustomField, CustomValue
from fitnesscrm_desktop.models.values import CustomFieldKind
from fitnesscrm_desktop.services.clients.results import FieldInfo
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line

YES, NO = "yes", "no"
_NAME_LENGTH = 60
_NUMBER_LENGTH = 30
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)


def form_key(field_id: int) -> str:
    """How errors and conflicts call the value of a field."""
    return f"custom_{field_id}"


def check_value(kind: CustomFieldKind, choices: tuple[str, ...], typed: str) -> str:
    """*typed* as it may be stored in a field of that kind; empty stays empty. Raises ``RuleBroken``."""
    text = one_line(typed, TEXT_LENGTH)
    if not text or kind is CustomFieldKind.TEXT:
        return text
    if kind is CustomFieldKind.NUMBER:
        return _number(text)
    if kind is CustomFieldKind.DATE:
        return _day(text)
    allowed = (YES, NO) if kind is CustomFieldKind.YES_NO else choices
    if text not in allowed:
        raise RuleBroken(f"Choose one of: {', '.join(allowed)}.")
    return text


def _number(text: str) -> str:
    wrong = RuleBroken(f"“{text[:_NUMBER_LENGTH]}” is not a number.")
    if len(text) > _NUMBER_LENGTH or "_" in text:
        raise wrong
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise wrong from None
    plain = f"{number:f}" if number.is_finite() and abs(number.adjusted()) < _NUMBER_LENGTH else ""
    if not plain:
        raise wrong
    return plain


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise RuleBroken(f"“{text}” is not a day like 2026-03-31.") from None
    if not _EARLIEST <= day <= _LATEST:
        raise RuleBroken("The day has to lie between 1900 and 2100.")
    return day.isoformat()


def field_info(row: CustomField) -> FieldInfo:
    """The field as others see it."""
    choices = tuple(line for line in row.choices.split("\n") if line)
    return FieldInfo(row.id, row.name, row.kind, choices, row.position, row.archived_at is not None)


def all_fields(session: Session, *, archived: bool = False) -> list[FieldInfo]:
    """The studio's own fields in their order; with *archived* also those no longer asked for."""
    query = select(CustomField).order_by(CustomField.position, CustomField.id)
    if not archived:
        query = query.where(CustomField.archived_at.is_(None))
    return [field_info(row) for row in session.scalars(query)]


def check_definition(
    session: Session, name: str, kind: CustomFieldKind, choices: tuple[str, ...], field_id: int | None = None
) -> tuple[str, tuple[str, ...]]:
    """Name and choices of a field as they may be stored. Raises ``RuleBroken``."""
    good = check_fields(
        {
            "name": lambda: _free_name(session, name, field_id),
            "choices": lambda: _checked_choices(kind, choices),
        }
    )
    return good["name"], good["choices"]


def _free_name(session: Session, name: str, field_id: int | None) -> str:
    cleaned = one_line(name, _NAME_LENGTH, needed="A field needs a name.")
    same = select(CustomField.id).where(func.lower(CustomField.name) == cleaned.lower())
    if any(found != field_id for found in session.scalars(same)):
        raise RuleBroken(f"There is already a field called “{cleaned}”.")
    return cleaned


def _checked_choices(kind: CustomFieldKind, choices: tuple[str, ...]) -> tuple[str, ...]:
    if kind is not CustomFieldKind.CHOICE:
        return ()
    cleaned = [one_line(choice, _NAME_LENGTH) for choice in choices]
    kept = tuple(dict.fromkeys(choice for choice in cleaned if choice))
    if not kept:
        raise RuleBroken("A field to choose from needs at least one choice.")
    if len("\n".join(kept)) > TEXT_LENGTH:
        raise RuleBroken("These are too many choices for one field.")
    return kept


def checked_values(session: Session, typed: Mapping[int, str]) -> dict[int, str]:
    """Values by field id as they may be stored. Raises ``RuleBroken`` by ``form_key``, or ``NotFound``."""
    fields = {info.id: info for info in all_fields(session, archived=True)}
    for field_id in typed:
        if field_id not in fields:
            raise NotFound("One of the studio's own fields is not there any more. Open the client again.")
    good = check_fields({form_key(each): partial(_checked, fields[each], typed[each]) for each in typed})
    return {field_id: good[form_key(field_id)] for field_id in typed}


def _checked(info: FieldInfo, typed: str) -> str:
    return check_value(info.kind, info.choices, typed)


def stored_values(session: Session, client_id: int) -> dict[int, str]:
    """What a client has in the studio's own fields, by field id."""
    rows = session.scalars(select(CustomValue).where(CustomValue.client_id == client_id))
    return {row.field_id: row.value for row in rows}


def store_values(session: Session, client_id: int, values: Mapping[int, str]) -> None:
    """Write checked values; an empty one is taken away."""
    for field_id, value in values.items():
        row = session.get(CustomValue, (client_id, field_id))
        if row is not None and value:
            row.value = value
        elif row is not None:
            session.delete(row)
        elif value:
            session.add(CustomValue(client_id=client_id, field_id=field_id, value=value))
    session.flush()
