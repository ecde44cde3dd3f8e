"""What was typed is stored in SI, or nothing of it; corrections and removals can be undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import ActivityLevel, Method, Role, Sex, UnitSystem
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Confirmable, Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.progress.events import ProgressChanged
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock
from tests.support.people import People

TODAY = START.date()
DAY = timedelta(days=1)


def values(services: Services, owner: Actor, client: int, metric: str) -> list[float]:
    return [row.value for row in services.progress.listed(owner, client, metric)]


def test_values_are_stored_in_si_and_audited_without_them(
    services: Services, owner: Actor, anna: int
) -> None:
    heard: list[Event] = []
    services.core.bus.subscribe(ProgressChanged, heard.append)
    stored = services.progress.measure(owner, anna, {"weight": "180 lb", "waist": "82.5cm", "bp": "120/80"})
    assert {row.metric: row.value for row in stored} == {
        "weight": pytest.approx(81.6466266),
        "waist": 0.825,
        "systolic": 120,
        "diastolic": 80,
    }
    assert {row.metric: row.method for row in stored}["waist"] is Method.TAPE
    assert all((row.at, row.day) == (START, TODAY) for row in stored)
    assert heard == [ProgressChanged(anna)]
    with services.core.read() as session:
        action = AuditEntry.action == "progress.measure"
        detail = session.scalars(select(AuditEntry.detail).where(action)).one()
    assert "waist" in detail
    assert "0.825" not in detail


@pytest.mark.parametrize(
    ("metric", "typed", "told"),
    [
        ("weight", "nan", "not a number"),
        ("weight", "1e308", "not a number"),
        ("weight", "-80", "cannot be meant"),
        ("weight", "9999999", "cannot be meant"),
        ("weight", "80 cm", "not a unit of this"),
        ("bmi", "22", "cannot be typed"),
        ("aura", "5", "no metric “aura”"),
        ("blood_pressure", "120", "120/80"),
    ],
)
def test_one_wrong_value_and_nothing_is_stored(
    services: Services, owner: Actor, anna: int, metric: str, typed: str, told: str
) -> None:
    with pytest.raises(RuleBroken, match=told) as refused:
        services.progress.measure(owner, anna, {"waist": "82", metric: typed})
    assert metric in refused.value.fields
    assert services.progress.listed(owner, anna) == []


def test_nothing_and_twice_the_same_are_refused(services: Services, owner: Actor, anna: int) -> None:
    with pytest.raises(RuleBroken, match="nothing to store"):
        services.progress.measure(owner, anna, {"weight": " "})
    with pytest.raises(RuleBroken, match="twice"):
        services.progress.measure(owner, anna, {"hip": "90", "hips": "91"})
    with pytest.raises(RuleBroken, match="twice"):
        services.progress.measure(owner, anna, {"bp": "120/80", "blood pressure": "130/85"})


def test_blood_pressure_may_be_typed_into_the_upper_one_alone(
    services: Services, owner: Actor, anna: int
) -> None:
    stored = services.progress.measure(owner, anna, {"systolic": "120 / 80"})
    assert {row.metric: row.value for row in stored} == {"systolic": 120, "diastolic": 80}
    with pytest.raises(RuleBroken, match="twice"):
        services.progress.measure(owner, anna, {"systolic": "120/80", "diastolic": "85"})
    with pytest.raises(RuleBroken, match="one value") as refused:
        services.progress.correct(owner, stored[0].id, "130/85")
    assert set(refused.value.fields) == {"systolic"}
    assert values(services, owner, anna, "systolic") == [120]


@pytest.mark.parametrize("typed", [{"bp": "80/120"}, {"diastolic": "90", "systolic": "90"}])
def test_blood_pressure_the_wrong_way_round_is_refused(
    services: Services, owner: Actor, anna: int, typed: dict[str, str]
) -> None:
    with pytest.raises(RuleBroken, match="lies above the lower one") as refused:
        services.progress.measure(owner, anna, typed, confirmed=True)
    assert set(refused.value.fields) == {"systolic"}
    assert services.progress.listed(owner, anna) == []


def test_the_future_and_the_time_before_the_birth_are_refused(
    services: Services, owner: Actor, anna: int
) -> None:
    for day, told in ((TODAY + DAY, "future"), (date(1990, 4, 30), "born")):
        with pytest.raises(RuleBroken, match=told) as refused:
            services.progress.measure(owner, anna, {"weight": "80"}, on=day)
        assert "on" in refused.value.fields


def test_an_unlikely_value_is_stored_when_it_is_confirmed(
    services: Services, owner: Actor, anna: int
) -> None:
    services.progress.measure(owner, anna, {"weight": "80"}, on=TODAY - 7 * DAY)
    with pytest.raises(Confirmable, match="Weight: 12 kg less than last week") as asked:
        services.progress.measure(owner, anna, {"weight": "68", "waist": "70"})
    assert set(asked.value.fields) == {"weight"}
    assert values(services, owner, anna, "weight") == [80]
    services.progress.measure(owner, anna, {"weight": "68", "waist": "70"}, confirmed=True)
    assert values(services, owner, anna, "weight") == [68, 80]


def test_a_value_of_an_earlier_day_is_compared_with_its_neighbours(
    services: Services, owner: Actor, anna: int
) -> None:
    services.progress.measure(owner, anna, {"weight": "80"})
    with pytest.raises(Confirmable, match="20 kg less than 1 day later"):
        services.progress.measure(owner, anna, {"weight": "60"}, on=TODAY - DAY)


def test_a_correction_takes_the_place_of_the_wrong_value_and_can_be_undone(
    services: Services, owner: Actor, anna: int
) -> None:
    (wrong,) = services.progress.measure(owner, anna, {"weight": "88"}, on=TODAY - DAY, note="in shoes")
    right = services.progress.correct(owner, wrong.id, "80", confirmed=True)
    assert (right.value, right.at, right.note, right.replaces_id) == (80, wrong.at, "in shoes", wrong.id)
    assert values(services, owner, anna, "weight") == [80]
    services.progress.restore(owner, [wrong.id])
    assert values(services, owner, anna, "weight") == [88]
    with pytest.raises(NotFound):
        services.progress.correct(owner, right.id, "81")


def test_half_a_blood_pressure_goes_with_the_other_half_of_that_moment(
    services: Services, owner: Actor, anna: int
) -> None:
    progress, day = services.progress, TODAY - DAY
    _upper, lower = progress.measure(owner, anna, {"bp": "120/80"}, on=day)
    with pytest.raises(RuleBroken, match="lies above the lower one") as refused:
        progress.correct(owner, lower.id, "130", confirmed=True)
    assert set(refused.value.fields) == {"diastolic"}
    with pytest.raises(RuleBroken, match="lies above the lower one") as refused:
        progress.measure(owner, anna, {"systolic": "70"}, on=day, confirmed=True)
    assert set(refused.value.fields) == {"systolic"}
    progress.correct(owner, lower.id, "85")
    progress.measure(owner, anna, {"bp": "95/60"}, on=day, confirmed=True)
    progress.measure(owner, anna, {"systolic": "70"}, on=day, confirmed=True)
    progress.measure(owner, anna, {"systolic": "70"}, on=day - DAY, confirmed=True)
    assert sorted(values(services, owner, anna, "diastolic")) == [60, 85]


def test_what_was_removed_comes_back(services: Services, owner: Actor, anna: int) -> None:
    stored = services.progress.measure(owner, anna, {"weight": "80", "waist": "82"})
    ids = [row.id for row in stored]
    services.progress.remove(owner, ids)
    assert services.progress.listed(owner, anna) == []
    with pytest.raises(NotFound):
        services.progress.remove(owner, ids)
    services.progress.restore(owner, ids)
    assert values(services, owner, anna, "weight") == [80]


def test_the_front_desk_sees_and_writes_nothing(services: Services, anna: int) -> None:
    desk = an_actor(Role.FRONT_DESK)
    with pytest.raises(NotAllowed):
        services.progress.measure(desk, anna, {"weight": "80"})
    with pytest.raises(NotAllowed):
        services.progress.overview(desk, anna)
    services.progress.measure(an_actor(Role.TRAINER), anna, {"weight": "80"})


def test_the_units_are_the_clients_else_the_studios(services: Services, owner: Actor, anna: int) -> None:
    services.bodies.save_studio_units(owner, 0, UnitSystem.IMPERIAL)
    (stored,) = services.progress.measure(owner, anna, {"weight": "100"})
    assert stored.value == pytest.approx(45.359237)
    services.bodies.save(
        owner, anna, 0, sex=Sex.FEMALE, activity=ActivityLevel.LIGHT, units=UnitSystem.METRIC
    )
    (stored,) = services.progress.measure(owner, anna, {"weight": "46"})
    assert stored.value == 46


def test_a_body_that_somebody_else_has_changed_is_a_conflict(
    services: Services, owner: Actor, anna: int
) -> None:
    def save(version: int, sex: Sex) -> int:
        return services.bodies.save(
            owner, anna, version, sex=sex, activity=ActivityLevel.LIGHT, units=None
        ).version

    first = save(0, Sex.FEMALE)
    save(first, Sex.MALE)
    with pytest.raises(Conflict):
        save(first, Sex.FEMALE)


def test_grid_shows_yesterday_and_the_last_time(
    services: Services, owner: Actor, anna: int, clock: FakeClock
) -> None:
    services.progress.measure(owner, anna, {"weight": "80", "vo2max": "40"}, on=TODAY - 9 * DAY)
    services.progress.measure(owner, anna, {"weight": "79"}, on=TODAY - DAY)
    services.progress.measure(owner, anna, {"weight": "78.5"})
    grid = services.progress.grid(owner, anna)
    rows = {row.metric.key: row for row in grid}
    weight = rows["weight"]
    assert weight.yesterday is not None
    assert weight.last is not None
    assert weight.today is not None
    assert (weight.yesterday.value, weight.last.value, weight.today.value) == (79, 79, 78.5)
    vo2max = rows["vo2max"]
    assert vo2max.last is not None
    assert (vo2max.yesterday, vo2max.last.value, vo2max.today) == (None, 40, None)
    assert [row.metric.key for row in grid][:3] == ["weight", "vo2max", "body_fat"]
    assert rows["plank"].last is None
    assert "bmi" not in rows


def test_the_last_time_is_found_behind_many_values_of_one_day(
    services: Services, owner: Actor, anna: int
) -> None:
    services.progress.measure(owner, anna, {"weight": "80"}, on=TODAY - DAY)
    for tenth in range(6):
        services.progress.measure(owner, anna, {"weight": f"79.{tenth}"})
    weight = services.progress.grid(owner, anna)[0]
    assert weight.yesterday is not None
    assert weight.today is not None
    assert (weight.yesterday.value, weight.today.value) == (80, 79.5)


def test_merged_clients_have_one_history_and_one_body(
    services: Services, owner: Actor, people: People
) -> None:
    keep, other = people.add("Anna Ivanova"), people.add("Anna Iwanowa")
    services.progress.measure(owner, keep, {"weight": "80"}, on=TODAY - 2 * DAY)
    services.progress.measure(owner, other, {"weight": "79"}, on=TODAY - DAY)
    services.bodies.save(owner, keep, 0, sex=Sex.FEMALE, activity=ActivityLevel.UNKNOWN, units=None)
    services.bodies.save(
        owner, other, 0, sex=Sex.MALE, activity=ActivityLevel.LIGHT, units=UnitSystem.IMPERIAL
    )
    services.clients.merge(owner, keep, other)
    assert values(services, owner, keep, "weight") == [79, 80]
    body = services.bodies.get(owner, other)
    assert (body.client_id, body.sex, body.activity, body.own_units) == (
        keep,
        Sex.FEMALE,
        ActivityLevel.LIGHT,
        UnitSystem.IMPERIAL,
    )
