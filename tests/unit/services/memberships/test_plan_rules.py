"""What a plan may look like."""

from dataclasses import replace

import pytest

from fitnesscrm_desktop.models.values import MAX_AMOUNT, Period, PlanKind
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.memberships.plan_rules import PlanDraft, checked_plan, useless_fields

MONTHLY = PlanDraft("Gold", PlanKind.RECURRING, Period.MONTH)
PACK = PlanDraft("Ten", PlanKind.PACK, visits=10, days=90)


def complaints(draft: PlanDraft) -> set[str]:
    with pytest.raises(RuleBroken) as error:
        checked_plan(draft)
    return set(error.value.fields)


def test_blanks_are_trimmed() -> None:
    assert checked_plan(replace(MONTHLY, name="  Gold \n plus ")).name == "Gold plus"


@pytest.mark.parametrize("name", ["", "   ", "\t\n", "x" * 201, "a\0b"])
def test_a_plan_needs_a_name(name: str) -> None:
    assert complaints(replace(MONTHLY, name=name)) == {"name"}


def test_every_kind_needs_its_fields() -> None:
    assert complaints(replace(MONTHLY, period=None)) == {"period"}
    assert complaints(replace(PACK, visits=None, days=None)) == {"visits", "days"}
    assert complaints(PlanDraft("Try", PlanKind.TRIAL)) == {"days"}


@pytest.mark.parametrize(
    ("kind", "useless"),
    [
        (PlanKind.RECURRING, ("visits", "days")),
        (PlanKind.PACK, ("period",)),
        (PlanKind.DAY, ("period", "visits", "visits_per_week")),
        (PlanKind.TRIAL, ("period",)),
    ],
)
def test_what_a_kind_has_no_use_for(kind: PlanKind, useless: tuple[str, ...]) -> None:
    full = PlanDraft("x", kind, period=Period.MONTH, visits=3, days=4, visits_per_week=2)
    assert useless_fields(full) == useless
    assert useless_fields(PlanDraft("x", kind)) == ()


def test_fields_that_a_kind_has_no_use_for_are_emptied() -> None:
    assert checked_plan(replace(MONTHLY, visits=3, days=4)) == MONTHLY
    assert checked_plan(replace(PACK, period=Period.YEAR)) == PACK
    day_pass = checked_plan(PlanDraft("Day", PlanKind.DAY, Period.MONTH, visits=2, visits_per_week=1))
    assert day_pass == PlanDraft("Day", PlanKind.DAY, days=1)
    trial = checked_plan(PlanDraft("Try", PlanKind.TRIAL, Period.MONTH, days=7, visits=3))
    assert (trial.period, trial.visits) == (None, 3)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"signup_fee": -1}, "signup_fee"),
        ({"signup_fee": MAX_AMOUNT + 1}, "signup_fee"),
        ({"signup_fee": 1.5}, "signup_fee"),
        ({"tax_rate": -1}, "tax_rate"),
        ({"tax_rate": 100_01}, "tax_rate"),
        ({"weekdays": 0}, "weekdays"),
        ({"weekdays": 128}, "weekdays"),
        ({"from_minute": 600, "to_minute": 600}, "to_minute"),
        ({"to_minute": 1441}, "to_minute"),
        ({"from_minute": -1}, "to_minute"),
        ({"visits_per_week": 0}, "visits_per_week"),
        ({"visits_per_week": 51}, "visits_per_week"),
        ({"description": "x" * 4001}, "description"),
    ],
)
def test_figures_nobody_can_mean(change: dict[str, object], field: str) -> None:
    assert complaints(replace(MONTHLY, **change)) == {field}  # type: ignore[arg-type]


def test_all_complaints_come_at_once() -> None:
    assert complaints(PlanDraft(" ", PlanKind.PACK, visits=0, tax_rate=-3)) == {
        "name",
        "visits",
        "days",
        "tax_rate",
    }
