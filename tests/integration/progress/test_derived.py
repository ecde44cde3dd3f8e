"""Derived values follow from what was known on their day, and are never stored."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ActivityLevel, Sex
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress import formulas
from fitnesscrm_desktop.services.progress.derived import DERIVED
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from tests.support.clock import START
from tests.support.people import People

TODAY = START.date()
DAY = timedelta(days=1)


def test_each_day_has_the_value_of_what_was_known_then(services: Services, owner: Actor, anna: int) -> None:
    services.progress.measure(owner, anna, {"weight": "80"}, on=TODAY - 9 * DAY)
    services.progress.measure(owner, anna, {"height": "160", "waist": "80"}, on=TODAY - 8 * DAY)
    services.progress.measure(owner, anna, {"weight": "76.8"}, on=TODAY - DAY)
    rows = services.progress.listed(owner, anna, "bmi")
    assert [(row.on, round(row.value, 6), row.unit, row.derived, row.id) for row in rows] == [
        (TODAY - DAY, 30.0, "kg/m²", True, 0),
        (TODAY - 8 * DAY, 31.25, "kg/m²", True, 0),
    ]
    bmi = services.progress.series(owner, anna, ["bmi"])["bmi"]
    assert list(bmi.values) == pytest.approx([31.25, 30.0])
    overview = services.progress.overview(owner, anna)
    assert overview.latest["bmi"].now.value == pytest.approx(30.0)
    assert overview.latest["bmi"].change == pytest.approx(-1.25)
    assert overview.latest["waist_height"].now.value == pytest.approx(0.5)
    assert overview.missing["waist_hip"] == ("hips",)
    assert overview.missing["bmr"] == ("sex",)


def test_energy_and_fat_need_sex_and_birth(services: Services, owner: Actor, anna: int) -> None:
    services.bodies.save(owner, anna, 0, sex=Sex.FEMALE, activity=ActivityLevel.MODERATE, units=None)
    services.progress.measure(
        owner,
        anna,
        {
            "weight": "68",
            "height": "165",
            "neck": "32",
            "waist": "75",
            "hips": "98",
            "fold_triceps": "12",
            "fold_suprailiac": "18",
            "fold_thigh": "17",
        },
    )
    latest = services.progress.overview(owner, anna).latest
    assert latest["bmr"].now.value == pytest.approx(1375.25)  # 35 years
    assert latest["tdee"].now.value == pytest.approx(1375.25 * 1.55)
    assert latest["body_fat_navy"].now.value == pytest.approx(formulas.navy_female(165, 75, 98, 32))
    assert latest["body_fat_jp3"].now.value == pytest.approx(
        formulas.siri(formulas.density_of_three(47, 35, Sex.FEMALE))
    )
    assert "body_fat_jp7" not in latest


def test_formulas_for_grown_ups_give_a_child_nothing(
    services: Services, owner: Actor, people: People
) -> None:
    tim = people.add("Tim Berg", date(2014, 1, 1))
    services.bodies.save(owner, tim, 0, sex=Sex.MALE, activity=ActivityLevel.LIGHT, units=None)
    services.progress.measure(owner, tim, {"weight": "40", "height": "150"})
    overview = services.progress.overview(owner, tim)
    assert "bmi" in overview.latest
    assert overview.missing["bmr"] == ("grown_up",)


def test_each_one_says_its_formula_and_source(services: Services, owner: Actor) -> None:
    derived = [metric for metric in services.metrics.list(owner) if metric.derived]
    assert {metric.key for metric in derived} == set(DERIVED)
    assert all(metric.formula and metric.source and metric.needs for metric in derived)


def test_a_goal_in_what_follows_by_formula_knows_of_the_sex(
    services: Services, owner: Actor, anna: int
) -> None:
    services.progress.measure(owner, anna, {"weight": "68", "height": "165"}, on=TODAY - DAY)
    goal = services.goals.add(owner, anna, NewGoal("bmr", 1300))
    assert goal.start is None
    services.bodies.save(owner, anna, 0, sex=Sex.FEMALE, activity=ActivityLevel.LIGHT, units=None)
    (known,) = services.goals.list(owner, anna)
    assert known.start is not None
    assert known.start.value == pytest.approx(1375.25)


def test_a_value_is_dated_only_when_something_it_follows_from_was_measured(
    services: Services, owner: Actor, people: People
) -> None:
    max_ = people.add("Max Berg", date(1990, 1, 1))
    services.bodies.save(owner, max_, 0, sex=Sex.MALE, activity=ActivityLevel.LIGHT, units=None)
    measure = services.progress.measure
    measure(owner, max_, {"height": "180", "neck": "38", "waist": "88"}, on=TODAY - 9 * DAY)
    measure(owner, max_, {"waist": "87"}, on=TODAY - 8 * DAY)  # stands in for the abdomen
    measure(owner, max_, {"abdomen": "90"}, on=TODAY - 7 * DAY)
    measure(owner, max_, {"waist": "80"}, on=TODAY - 6 * DAY)
    measure(owner, max_, {"hips": "99"}, on=TODAY - 5 * DAY)
    measure(owner, max_, {"neck": "37"}, on=TODAY - 4 * DAY)
    dated = [TODAY - days * DAY for days in (4, 7, 8, 9)]
    assert [row.on for row in services.progress.listed(owner, max_, "body_fat_navy")] == dated
    assert [row.on for row in services.progress.listed(owner, max_, "body_fat_navy", limit=2)] == dated[:2]
    series = services.progress.series(owner, max_, ["body_fat_navy"])["body_fat_navy"]
    assert len(series.values) == len(dated)
    now = services.progress.overview(owner, max_).latest["body_fat_navy"].now
    assert now.day == TODAY - 4 * DAY
    assert now.value == pytest.approx(formulas.navy_male(180, 90, 37))
