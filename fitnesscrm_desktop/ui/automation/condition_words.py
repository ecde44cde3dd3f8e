"""Conditions in words: "the plan is Gold and the client is at least 60 years old"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import ClientStage, ConsentKind
from fitnesscrm_desktop.services.automation.conditions import Comparison, Condition, Every, Field, Op
from fitnesscrm_desktop.services.settings.languages import language_name
from fitnesscrm_desktop.ui.core.formats import Formats

Names = Mapping[str, str]
"""What ids are called: ``plan:3`` -> "Gold"."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Rules", text)


def condition_text(condition: Condition, names: Names, formats: Formats) -> str:
    """What has to be true; empty: nothing has to."""
    if isinstance(condition, Comparison):
        pattern = comparison_pattern(condition.field, condition.op)
        field = names.get(f"custom:{condition.custom}", _tr("a field"))
        return pattern.format(field=field, value=value_text(condition, names, formats))
    pattern = _tr("{first} and {second}") if isinstance(condition, Every) else _tr("{first} or {second}")
    said = ""
    for part in condition.parts:
        text = condition_text(part, names, formats)
        if not isinstance(part, Comparison) and len(part.parts) > 1:
            text = _tr("({condition})").format(condition=text)
        said = pattern.format(first=said, second=text) if said and text else said or text
    return said


def comparison_pattern(field: Field, op: Op) -> str:
    """One comparison as a clause, with ``{value}`` (and ``{field}``) to be filled in."""
    if op in {Op.AT_LEAST, Op.AT_MOST}:
        least = op is Op.AT_LEAST
        return {
            Field.AGE: _tr("the client is at least {value} years old")
            if least
            else _tr("the client is at most {value} years old"),
            Field.BALANCE: _tr("at least {value} is owed") if least else _tr("at most {value} is owed"),
        }.get(field, _tr("“{field}” is at least {value}") if least else _tr("“{field}” is at most {value}"))
    return _patterns_is()[field] if op is Op.IS else _patterns_is_not()[field]


def _patterns_is() -> dict[Field, str]:
    return {
        Field.STAGE: _tr("the status is {value}"),
        Field.PLAN: _tr("the plan is {value}"),
        Field.TAG: _tr("the client has the tag {value}"),
        Field.AGE: _tr("the client is {value} years old"),
        Field.TRAINER: _tr("the trainer is {value}"),
        Field.LANGUAGE: _tr("the language is {value}"),
        Field.CONSENT: _tr("the client agreed to {value}"),
        Field.BALANCE: _tr("exactly {value} is owed"),
        Field.CUSTOM: _tr("“{field}” is {value}"),
    }


def _patterns_is_not() -> dict[Field, str]:
    return {
        Field.STAGE: _tr("the status is not {value}"),
        Field.PLAN: _tr("the plan is not {value}"),
        Field.TAG: _tr("the client does not have the tag {value}"),
        Field.AGE: _tr("the client is not {value} years old"),
        Field.TRAINER: _tr("the trainer is not {value}"),
        Field.LANGUAGE: _tr("the language is not {value}"),
        Field.CONSENT: _tr("the client has not agreed to {value}"),
        Field.BALANCE: _tr("not exactly {value} is owed"),
        Field.CUSTOM: _tr("“{field}” is not {value}"),
    }


def value_text(test: Comparison, names: Names, formats: Formats) -> str:
    """What is compared with, as people read it."""
    value = test.value
    if test.field is Field.STAGE:
        return stage_name(ClientStage(value)) if value in set(ClientStage) else value
    if test.field is Field.CONSENT:
        return consent_name(ConsentKind(value)) if value in set(ConsentKind) else value
    if test.field is Field.LANGUAGE:
        return language_name(value)
    if test.field is Field.BALANCE and value.removeprefix("-").isdigit():
        return formats.money(int(value))
    if test.field is Field.CUSTOM:
        return _own_value(value, formats)
    return names.get(f"{test.field.value}:{value}", value) or "…"


def _own_value(value: str, formats: Formats) -> str:
    try:
        return formats.day(date.fromisoformat(value))
    except ValueError:
        return {"yes": _tr("Yes"), "no": _tr("No"), "": "…"}.get(value, value)


def field_name(field: Field) -> str:
    """What a condition asks about, in a list to choose from."""
    return {
        Field.STAGE: _tr("Status"),
        Field.PLAN: _tr("Plan"),
        Field.TAG: _tr("Tag"),
        Field.AGE: _tr("Age"),
        Field.TRAINER: _tr("Trainer"),
        Field.LANGUAGE: _tr("Language"),
        Field.CONSENT: _tr("Consent"),
        Field.BALANCE: _tr("Owed amount"),
        Field.CUSTOM: _tr("Field of your own"),
    }[field]


def op_name(field: Field, op: Op) -> str:
    """How it is compared, in a list to choose from."""
    if field is Field.TAG:
        return {Op.IS: _tr("is there"), Op.IS_NOT: _tr("is not there")}[op]
    if field is Field.CONSENT:
        return {Op.IS: _tr("was given"), Op.IS_NOT: _tr("was not given")}[op]
    return {
        Op.IS: _tr("is"),
        Op.IS_NOT: _tr("is not"),
        Op.AT_LEAST: _tr("is at least"),
        Op.AT_MOST: _tr("is at most"),
    }[op]


def stage_name(stage: ClientStage) -> str:
    """Where a client stands."""
    return {
        ClientStage.LEAD: _tr("Lead"),
        ClientStage.TRIAL: _tr("Trial"),
        ClientStage.ACTIVE: _tr("Active"),
        ClientStage.FROZEN: _tr("Frozen"),
        ClientStage.OVERDUE: _tr("Overdue"),
        ClientStage.CANCELLED: _tr("Cancelled"),
        ClientStage.EXPIRED: _tr("Expired"),
        ClientStage.FORMER: _tr("Former"),
    }[stage]


def consent_name(kind: ConsentKind) -> str:
    """What a client may agree to."""
    return {
        ConsentKind.EMAIL: _tr("e-mail"),
        ConsentKind.SMS: _tr("text messages"),
        ConsentKind.PHOTO: _tr("a photo"),
        ConsentKind.PHOTO_REPORT: _tr("photos in reports"),
        ConsentKind.MARKETING: _tr("offers and news"),
        ConsentKind.GUARDIAN: _tr("training as a minor"),
    }[kind]
