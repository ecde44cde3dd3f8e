"""What the ids and amounts in conditions are called, and whether there are such things at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fitnesscrm_desktop.models.client import CustomField, Tag
from fitnesscrm_desktop.models.membership import Plan
from fitnesscrm_desktop.models.message import MessageTemplate
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.services.automation.conditions import Condition, Field, comparisons_in
from fitnesscrm_desktop.services.billing.amounts import money
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.settings.profile import studio_profile

_NAMED: dict[Field, tuple[InstrumentedAttribute[int], InstrumentedAttribute[str]]] = {
    Field.PLAN: (Plan.id, Plan.name),
    Field.TAG: (Tag.id, Tag.name),
    Field.TRAINER: (Staff.id, Staff.name),
    Field.CUSTOM: (CustomField.id, CustomField.name),
}


def names_in(session: Session, conditions: Iterable[Condition]) -> dict[str, str]:
    """``plan:3`` -> "Gold" for everything that is named by its id, and ``balance:5000`` -> "€50.00"."""
    wanted: dict[Field, set[int]] = {field: set() for field in _NAMED}
    amounts: set[str] = set()
    for condition in conditions:
        amounts |= _amounts(condition)
        for field, number in _ids(condition):
            wanted[field].add(number)
    found: dict[str, str] = {}
    for field, ids in wanted.items():
        if ids:
            identity, name = _NAMED[field]
            rows: Sequence[Any] = session.execute(select(identity, name).where(identity.in_(ids))).all()
            found.update({f"{field.value}:{number}": text for number, text in rows})
    if amounts:
        profile = studio_profile(session)
        found.update({f"{Field.BALANCE.value}:{each}": money(int(each), profile) for each in amounts})
    return found


def _amounts(condition: Condition) -> set[str]:
    tests = (each for each in comparisons_in(condition) if each.field is Field.BALANCE)
    return {each.value for each in tests if each.value.removeprefix("-").isdecimal()}


def _ids(condition: Condition) -> set[tuple[Field, int]]:
    ids: set[tuple[Field, int]] = set()
    for test in comparisons_in(condition):
        if test.field is Field.CUSTOM and test.custom is not None:
            ids.add((test.field, test.custom))
        elif test.field in _NAMED and test.value.isdigit():
            ids.add((test.field, int(test.value)))
    return ids


_CALLED = {Field.CUSTOM: "field of your own"}


def refuse_unknown(session: Session, condition: Condition, template_id: int | None) -> None:
    """Raise ``RuleBroken`` if a rule names something that is not there."""
    known = names_in(session, [condition])
    for field, number in sorted(_ids(condition)):
        if f"{field.value}:{number}" not in known:
            text = f"There is no {_CALLED.get(field, field.value)} with the id {number}."
            raise RuleBroken(f"{text} Nothing was stored.", fields={"conditions": text})
    if template_id is not None:
        template = session.get(MessageTemplate, template_id)
        if template is None or template.archived_at is not None:
            text = "These words are not there (any more). Choose others."
            raise RuleBroken(text, fields={"template_id": text})
