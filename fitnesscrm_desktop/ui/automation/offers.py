"""What an editor of rules offers to choose from, read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ClientStage, ConsentKind, CustomFieldKind
from fitnesscrm_desktop.services.automation.conditions import Field
from fitnesscrm_desktop.services.clients.results import FieldInfo
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.messaging.results import TemplateRow
from fitnesscrm_desktop.services.settings.languages import USUAL, language_name
from fitnesscrm_desktop.ui.automation.condition_words import consent_name, stage_name

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """Names of everything conditions and actions may be about."""

    plans: Choices = ()
    tags: Choices = ()
    trainers: Choices = ()
    fields: tuple[FieldInfo, ...] = ()
    templates: tuple[TemplateRow, ...] = ()

    def choices(self, field: Field) -> Choices:
        """The values of a field that has a few fixed ones."""
        fixed: dict[Field, Choices] = {
            Field.PLAN: self.plans,
            Field.TAG: self.tags,
            Field.TRAINER: self.trainers,
        }
        if field in fixed:
            return fixed[field]
        if field is Field.STAGE:
            return tuple((stage.value, stage_name(stage)) for stage in ClientStage)
        if field is Field.CONSENT:
            return tuple((kind.value, consent_name(kind)) for kind in ConsentKind)
        named = sorted((language_name(code), code) for code in USUAL)
        return tuple((code, name) for name, code in named)

    def own(self, field_id: int | None) -> FieldInfo | None:
        """One of the studio's own fields."""
        return next((each for each in self.fields if each.id == field_id), None)

    def names(self) -> dict[str, str]:
        """``plan:3`` -> "Gold", as the sentence of a rule asks for it."""
        named = {Field.PLAN: self.plans, Field.TAG: self.tags, Field.TRAINER: self.trainers}
        found = {f"{field.value}:{code}": name for field, many in named.items() for code, name in many}
        return found | {f"{Field.CUSTOM.value}:{each.id}": each.name for each in self.fields}


NUMBERS = frozenset({CustomFieldKind.NUMBER, CustomFieldKind.DATE})
"""Kinds of own fields that have more and less."""


def read_offers(services: Services, actor: Actor) -> Offers:
    """Read them; archived plans and fields are offered too, because members still have them."""
    return Offers(
        plans=_choices((plan.id, plan.name) for plan in services.plans.list(actor, archived=True)),
        tags=_choices((tag.id, tag.name) for tag in services.directory.tags(actor)),
        trainers=_choices((each.staff_id, each.name) for each in services.directory.possible_trainers(actor)),
        fields=tuple(services.directory.fields(actor, archived=True)),
        templates=_in_use(services.templates.list(actor)),
    )


def _choices(pairs: Iterable[tuple[int, str]]) -> Choices:
    return tuple((str(number), name) for number, name in pairs)


def _in_use(rows: Sequence[TemplateRow]) -> tuple[TemplateRow, ...]:
    return tuple(row for row in rows if not row.archived)
