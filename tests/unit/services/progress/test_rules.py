"""What is asked about before it is believed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from fitnesscrm_desktop.models.values import Better, Quantity, UnitSystem
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.progress import rules, units
from fitnesscrm_desktop.services.progress.catalogue import SHIPPED
from fitnesscrm_desktop.services.progress.results import MetricInfo, Value

TODAY = date(2026, 3, 4)
WEIGHT = SHIPPED["weight"]


def before(value: float, days: int) -> Value:
    day = TODAY - timedelta(days=days)
    return Value(value, datetime(day.year, day.month, day.day, 12, tzinfo=UTC), day, 1)


@pytest.mark.parametrize(
    ("value", "days", "question"),
    [
        (68, 7, "Weight: 12 kg less than last week?"),
        (90, 1, "Weight: 10 kg more than the day before?"),
        (70, 0, "Weight: 10 kg less than before on the same day?"),
        (50, 91, "Weight: 30 kg less than 3 months before?"),
        (95, -4, "Weight: 15 kg more than 4 days later?"),
        (78, 1, ""),
        (74, 30, ""),
        (60, 366, ""),
    ],
)
def test_a_jump_is_asked_about(value: float, days: int, question: str) -> None:
    assert rules.doubt(rules.Typed(WEIGHT, value, units.KILOGRAM), TODAY, before(80, days)) == question


@pytest.mark.parametrize(
    ("was", "value", "question"),
    [
        (10_200, 10.25, "Steps a day: 10189.75 steps less than the day before?"),
        (90, 900, "Steps a day: 810 steps more than the day before?"),
        (9000, 2500, ""),
        (1, 6, ""),
        (0, 8000, ""),
    ],
)
def test_a_metric_of_the_studios_own_is_asked_about_when_it_is_a_manifold(
    was: float, value: float, question: str
) -> None:
    steps = MetricInfo("steps", "Steps a day", Quantity.OWN, Better.UP, 0, 100_000, "own", unit="steps")
    typed = rules.Typed(steps, value, units.stored_unit(Quantity.OWN, "steps"))
    assert rules.doubt(typed, TODAY, before(was, 1)) == question


def test_a_length_of_the_studios_own_is_compared_as_it_is_written() -> None:
    wrist = MetricInfo("wrist", "Wrist", Quantity.LENGTH, Better.UP, 0, 3, "own")
    typed = rules.read_value(wrist, "165", UnitSystem.METRIC)
    assert rules.doubt(typed, TODAY, before(0.165, 1)) == "Wrist: 148.5 cm more than the day before?"


def test_the_question_is_asked_in_the_unit_that_was_typed() -> None:
    typed = rules.read_value(WEIGHT, "150 lb", UnitSystem.METRIC)
    assert rules.doubt(typed, TODAY, before(80, 7)) == "Weight: 26.4 lb less than last week?"


@pytest.mark.parametrize(
    ("typed", "stored"), [("80,5", 80.5), ("72,345", 72.345), ("72.500 kg", 72.5), ("10.500 st", 66.678)]
)
def test_three_decimals_are_read_where_thousands_cannot_be_meant(typed: str, stored: float) -> None:
    assert rules.read_value(WEIGHT, typed, UnitSystem.METRIC).value == pytest.approx(stored, abs=0.001)


@pytest.mark.parametrize(("typed", "ways"), [("1,200", "1200 or 1.2"), ("2.000 s", "2000 or 2")])
def test_a_number_that_may_be_thousands_as_well_is_refused(typed: str, ways: str) -> None:
    with pytest.raises(RuleBroken, match=f"can be read in two ways. Write {ways}."):
        rules.read_value(SHIPPED["plank"], typed, UnitSystem.METRIC)


def test_the_first_value_has_nothing_to_be_far_from() -> None:
    assert rules.doubt(rules.Typed(WEIGHT, 80, units.KILOGRAM), TODAY, None) == ""


@pytest.mark.parametrize("word", ["waist", "Waist", "WAIST", " waist "])
def test_a_metric_is_found_however_it_is_written(word: str) -> None:
    assert rules.metric_named(word, SHIPPED) is SHIPPED["waist"]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("hip", "hips"),
        ("body-fat", "body_fat"),
        ("Upper arm, left", "upper_arm_left"),
        ("bodyfat", "body_fat"),
    ],
)
def test_other_words_lead_to_a_metric(word: str, key: str) -> None:
    assert rules.metric_named(word, SHIPPED).key == key


@pytest.mark.parametrize("value", [0.0, -80.0, 1.9, 401.0])
def test_what_cannot_be_meant_is_refused(value: float) -> None:
    with pytest.raises(RuleBroken, match=r"Weight lies between 2 and 400 kg; .* cannot be meant"):
        rules.check_range(WEIGHT, value, units.KILOGRAM)


def test_days_nobody_can_have_measured_on() -> None:
    with pytest.raises(RuleBroken, match="future"):
        rules.check_day(TODAY + timedelta(days=1), TODAY, None)
    with pytest.raises(RuleBroken, match="before the client was born"):
        rules.check_day(date(1990, 1, 1), TODAY, date(1990, 1, 2))
    rules.check_day(date(1990, 1, 2), TODAY, date(1990, 1, 2))


def test_the_program_brings_twelve_girths_and_each_key_is_a_plain_word() -> None:
    assert sum(metric.group == "girths" for metric in SHIPPED.values()) == 12
    assert all(key.isascii() and key == key.lower() and " " not in key for key in SHIPPED)
