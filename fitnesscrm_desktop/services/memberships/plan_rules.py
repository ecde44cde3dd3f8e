"""What a plan may look like: pure functions that gather every complaint before refusing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.values import Period, PlanKind
from fitnesscrm_desktop.services.billing.rules import (
    is_whole,
    name_complaint,
    price_complaint,
    refuse_complaints,
    tax_complaint,
)
from fitnesscrm_desktop.services.core.typed_text import tidy_paragraphs, without_tricks

ALL_WEEKDAYS = 0b111_1111
MINUTES_OF_A_DAY = 1440
MOST_VISITS = 1000
MOST_DAYS = 3660
MOST_PER_WEEK = 50

_USELESS: dict[PlanKind, tuple[str, ...]] = {
    PlanKind.RECURRING: ("visits", "days"),
    PlanKind.PACK: ("period",),
    PlanKind.DAY: ("period", "visits", "visits_per_week"),
    PlanKind.TRIAL: ("period",),
}


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as somebody typed it. Amounts in minor units, tax in hundredths of a percent."""

    name: str
    kind: PlanKind
    period: Period | None = None
    visits: int | None = None
    days: int | None = None
    visits_per_week: int | None = None
    same_day_once: bool = True
    signup_fee: int = 0
    tax_rate: int = 0
    weekdays: int = ALL_WEEKDAYS
    """Bit 0 Monday ... bit 6 Sunday."""
    from_minute: int = 0
    to_minute: int = MINUTES_OF_A_DAY
    description: str = ""


def checked_plan(draft: PlanDraft) -> PlanDraft:
    """*draft* tidied: blanks trimmed, fields that its kind has no use for emptied.

    Raises ``RuleBroken`` with a complaint for every field that is wrong.
    """
    tidy = _without_the_useless(
        replace(
            draft,
            name=without_tricks(" ".join(draft.name.split())),
            description=tidy_paragraphs(draft.description),
        )
    )
    wrong = name_complaint(tidy.name)
    if len(tidy.description) > TEXT_LENGTH:
        wrong["description"] = f"At most {TEXT_LENGTH} characters"
    wrong |= _kind_complaints(tidy)
    wrong |= price_complaint("signup_fee", tidy.signup_fee)
    wrong |= tax_complaint(tidy.tax_rate)
    wrong |= _door_complaints(tidy)
    refuse_complaints("plan", wrong)
    return tidy


def useless_fields(draft: PlanDraft) -> tuple[str, ...]:
    """What was filled in although a plan of this kind has no use for it."""
    return tuple(name for name in _USELESS[draft.kind] if getattr(draft, name) is not None)


def _without_the_useless(draft: PlanDraft) -> PlanDraft:
    emptied: dict[str, Any] = dict.fromkeys(_USELESS[draft.kind])
    tidy = replace(draft, **emptied)
    return replace(tidy, days=tidy.days or 1) if tidy.kind is PlanKind.DAY else tidy


def _kind_complaints(draft: PlanDraft) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if draft.kind is PlanKind.RECURRING and draft.period is None:
        wrong["period"] = "Say how often it is paid: every month, 4 weeks, quarter or year"
    if draft.kind is PlanKind.PACK and draft.visits is None:
        wrong["visits"] = "Say how many visits the pack holds"
    if draft.kind in {PlanKind.PACK, PlanKind.TRIAL} and draft.days is None:
        wrong["days"] = "Say for how many days it is valid"
    wrong |= _range_complaint("visits", draft.visits, MOST_VISITS)
    wrong |= _range_complaint("days", draft.days, MOST_DAYS)
    wrong |= _range_complaint("visits_per_week", draft.visits_per_week, MOST_PER_WEEK)
    return wrong


def _range_complaint(field: str, value: int | None, most: int) -> dict[str, str]:
    return {} if value is None or (is_whole(value) and 1 <= value <= most) else {field: f"1 to {most}"}


def _door_complaints(draft: PlanDraft) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not is_whole(draft.weekdays) or not 0 < draft.weekdays <= ALL_WEEKDAYS:
        wrong["weekdays"] = "At least one day of the week"
    whole = is_whole(draft.from_minute) and is_whole(draft.to_minute)
    if not whole or not 0 <= draft.from_minute < draft.to_minute <= MINUTES_OF_A_DAY:
        wrong["to_minute"] = "The day must end after it begins"
    return wrong
