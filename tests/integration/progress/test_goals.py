"""Goals follow what is measured: nobody sets one to reached, and no slip of the pen does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import GoalDirection, GoalState, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo, NewGoal
from fitnesscrm_desktop.services.progress.projection import Outlook
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock
from tests.support.people import People
from tests.support.sent_statements import sent_statements

TODAY = START.date()
IN_SUMMER = TODAY + timedelta(days=120)
DOWN_TO_74 = NewGoal("weight", 74.0, IN_SUMMER)


@pytest.fixture
def weigh(services: Services, owner: Actor, anna: int, clock: FakeClock) -> Scales:
    return Scales(services, owner, anna, clock)


class Scales:
    """Puts Anna on the scales, each time some days later."""

    def __init__(self, services: Services, owner: Actor, client_id: int, clock: FakeClock) -> None:
        self._services, self._owner, self._client_id, self._clock = services, owner, client_id, clock

    def __call__(self, *kilograms: float, days: int = 7) -> list[int]:
        """Give the ids of the values."""
        stored = []
        for value in kilograms:
            self._clock.advance(days=days)
            rows = self._services.progress.measure(
                self._owner, self._client_id, {"weight": f"{value} kg"}, confirmed=True
            )
            stored.append(rows[0].id)
        return stored


def only_goal(services: Services, owner: Actor, client_id: int) -> GoalInfo:
    (goal,) = services.goals.list(owner, client_id)
    return goal


def test_a_goal_without_a_value_starts_at_the_first_weigh_in(
    services: Services, owner: Actor, anna: int, weigh: Scales
) -> None:
    made = services.goals.add(owner, anna, DOWN_TO_74)
    assert (made.state, made.start, made.direction, made.share) == (GoalState.ACTIVE, None, None, None)
    weigh(80.0)
    goal = only_goal(services, owner, anna)
    assert goal.state is GoalState.ACTIVE
    assert goal.direction is GoalDirection.DOWN
    assert goal.start is not None
    assert goal.start.value == 80.0
    assert goal.share == 0
    assert goal.gap == -6.0


def test_a_goal_starts_at_the_last_of_several_values_of_a_day(
    services: Services, owner: Actor, anna: int, weigh: Scales, clock: FakeClock
) -> None:
    weigh(82.0)
    clock.advance(minutes=5)
    weigh(80.0, days=0)
    made = services.goals.add(owner, anna, DOWN_TO_74)
    assert made.start is not None
    assert (made.start.value, made.share) == (80.0, 0)
    clock.advance(minutes=5)
    weigh(77.0, days=0)
    goal = only_goal(services, owner, anna)
    assert goal.start == made.start
    assert goal.share == pytest.approx(0.5)


def test_it_is_reached_on_the_day_it_is_reached(
    services: Services, owner: Actor, anna: int, weigh: Scales, clock: FakeClock
) -> None:
    weigh(80.0)
    services.goals.add(owner, anna, NewGoal("weight", 74.0, IN_SUMMER, milestones=(77.0, 75.0)))
    weigh(76.5)
    halfway = only_goal(services, owner, anna)
    assert halfway.share == pytest.approx(3.5 / 6)
    assert [each.reached_on for each in halfway.milestones] == [clock.now().date(), None]
    weigh(73.9, 75.0)
    reached = only_goal(services, owner, anna)
    assert reached.state is GoalState.REACHED
    assert reached.reached_on == clock.now().date() - timedelta(days=7)
    assert reached.reached_value == 73.9
    assert reached.projection is None


def test_a_value_that_is_taken_back_takes_back_what_it_reached(
    services: Services, owner: Actor, anna: int, weigh: Scales
) -> None:
    weigh(80.0)
    services.goals.add(owner, anna, DOWN_TO_74)
    (slip,) = weigh(37.9)
    assert only_goal(services, owner, anna).state is GoalState.REACHED
    services.progress.correct(owner, slip, "79.3 kg")
    assert only_goal(services, owner, anna).state is GoalState.ACTIVE
    services.progress.restore(owner, [slip])
    assert only_goal(services, owner, anna).state is GoalState.REACHED
    services.progress.remove(owner, [slip])
    assert only_goal(services, owner, anna).state is GoalState.ACTIVE


def test_what_was_measured_on_a_day_before_but_written_down_later_counts(
    services: Services, owner: Actor, anna: int, clock: FakeClock
) -> None:
    services.progress.measure(owner, anna, {"weight": "80"}, on=TODAY - timedelta(days=60))
    services.goals.add(owner, anna, DOWN_TO_74)
    clock.advance(minutes=5)
    services.progress.measure(owner, anna, {"weight": "73.8"}, on=TODAY - timedelta(days=2), confirmed=True)
    goal = only_goal(services, owner, anna)
    assert goal.state is GoalState.REACHED
    assert goal.reached_on == TODAY - timedelta(days=2)


def test_history_that_is_written_down_after_a_goal_without_a_value_reaches_nothing(
    services: Services, owner: Actor, anna: int, weigh: Scales, clock: FakeClock
) -> None:
    services.goals.add(owner, anna, DOWN_TO_74)
    clock.advance(minutes=5)
    services.progress.measure(owner, anna, {"weight": "70"}, on=TODAY - timedelta(days=900))
    weigh(90.0)
    goal = only_goal(services, owner, anna)
    assert (goal.state, goal.direction) == (GoalState.ACTIVE, GoalDirection.DOWN)
    assert goal.start is not None
    assert goal.start.value == 90.0


def test_what_is_better_reaches_nothing_long_before_the_goal_was_set(
    services: Services, owner: Actor, anna: int, clock: FakeClock
) -> None:
    services.goals.add(owner, anna, NewGoal("waist", 0.80))
    clock.advance(minutes=5)
    for days, waist in ((10, "95"), (60, "78")):
        services.progress.measure(
            owner, anna, {"waist": waist}, on=TODAY - timedelta(days=days), confirmed=True
        )
    goal = only_goal(services, owner, anna)
    assert goal.state is GoalState.ACTIVE
    assert goal.start is not None
    assert goal.start.value == 0.95


def test_a_goal_starts_at_the_weigh_in_of_yesterday_that_is_written_down_after_it(
    services: Services, owner: Actor, anna: int, weigh: Scales, clock: FakeClock
) -> None:
    services.goals.add(owner, anna, DOWN_TO_74)
    clock.advance(minutes=5)
    for days, weight in ((8, "73"), (1, "76")):
        services.progress.measure(
            owner, anna, {"weight": weight}, on=TODAY - timedelta(days=days), confirmed=True
        )
    assert only_goal(services, owner, anna).state is GoalState.ACTIVE
    weigh(73.9)
    goal = only_goal(services, owner, anna)
    assert (goal.state, goal.reached_on) == (GoalState.REACHED, clock.now().date())


def test_a_goal_may_be_of_what_follows_from_measurements(
    services: Services, owner: Actor, anna: int, weigh: Scales
) -> None:
    services.progress.measure(owner, anna, {"height": "2 m", "weight": "100 kg"})
    services.goals.add(owner, anna, NewGoal("bmi", 24.0))
    weigh(97.0)
    assert only_goal(services, owner, anna).state is GoalState.ACTIVE
    weigh(96.0)
    goal = only_goal(services, owner, anna)
    assert goal.state is GoalState.REACHED
    assert goal.reached_value == pytest.approx(24.0)


def test_a_day_that_passes_makes_it_missed_and_a_late_arrival_still_counts(
    services: Services, owner: Actor, anna: int, weigh: Scales, clock: FakeClock
) -> None:
    weigh(80.0)
    services.goals.add(owner, anna, NewGoal("weight", 74.0, clock.now().date() + timedelta(days=10)))
    clock.advance(days=10)
    assert only_goal(services, owner, anna).state is GoalState.ACTIVE
    clock.advance(days=1)
    assert only_goal(services, owner, anna).state is GoalState.MISSED
    weigh(74.0)
    assert only_goal(services, owner, anna).state is GoalState.REACHED


def test_dropped_goals_can_be_taken_up_again(
    services: Services, owner: Actor, anna: int, weigh: Scales
) -> None:
    weigh(80.0)
    made = services.goals.add(owner, anna, DOWN_TO_74)
    assert services.goals.drop(owner, made.id, "has moved away").state is GoalState.DROPPED
    weigh(73.0)
    assert only_goal(services, owner, anna).state is GoalState.DROPPED
    assert services.goals.take_up(owner, made.id).state is GoalState.REACHED
    with pytest.raises(RuleBroken, match="is reached"):
        services.goals.drop(owner, made.id)


def test_a_forecast_needs_enough_values_of_the_client(
    services: Services, owner: Actor, anna: int, weigh: Scales
) -> None:
    weigh(80.0)
    services.goals.add(owner, anna, DOWN_TO_74)
    weigh(79.5, 79.0)
    few = only_goal(services, owner, anna).projection
    assert few is not None
    assert few.outlook is Outlook.NOT_ENOUGH
    weigh(78.5, 78.0, 77.5, 77.0)
    enough = only_goal(services, owner, anna).projection
    assert enough is not None
    assert enough.outlook is Outlook.BETWEEN
    assert enough.a_week == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("new", "field", "told"),
    [
        (NewGoal("weight", 80.0), "target_value", "there already"),
        (NewGoal("weight", -5.0), "target_value", "cannot come to that"),
        (NewGoal("weight", float("nan")), "target_value", "cannot come to that"),
        (NewGoal("weight", 74.0, TODAY), "due_on", "has passed"),
        (NewGoal("weight", 74.0, TODAY.replace(year=2300)), "due_on", "too far"),
        (NewGoal("weight", 74.0, milestones=(82.0,)), "milestones", "between"),
        (NewGoal("weight", 74.0, milestones=(73.0,)), "milestones", "between"),
        (NewGoal("aura", 74.0), "metric", "no such metric"),
    ],
)
def test_goals_that_make_no_sense_are_refused(
    services: Services, owner: Actor, anna: int, new: NewGoal, field: str, told: str
) -> None:
    services.progress.measure(owner, anna, {"weight": "80"})
    with pytest.raises(RuleBroken, match=told) as caught:
        services.goals.add(owner, anna, new)
    assert field in caught.value.fields
    assert services.goals.list(owner, anna) == []


def test_the_same_goal_is_not_set_twice(services: Services, owner: Actor, anna: int) -> None:
    services.goals.add(owner, anna, DOWN_TO_74)
    with pytest.raises(RuleBroken, match="already"):
        services.goals.add(owner, anna, DOWN_TO_74)


def test_a_stale_edit_is_a_conflict(services: Services, owner: Actor, anna: int) -> None:
    made = services.goals.add(owner, anna, DOWN_TO_74)
    changed = services.goals.edit(owner, made.id, made.version, NewGoal("weight", 75.0, IN_SUMMER))
    assert changed.target == 75.0
    with pytest.raises(Conflict):
        services.goals.edit(owner, made.id, made.version, NewGoal("weight", 76.0, IN_SUMMER))


def test_the_front_desk_sees_no_goals(services: Services, owner: Actor, anna: int) -> None:
    made = services.goals.add(owner, anna, DOWN_TO_74)
    desk = an_actor(Role.FRONT_DESK)
    with pytest.raises(NotAllowed):
        services.goals.list(desk, anna)
    with pytest.raises(NotAllowed):
        services.goals.drop(desk, made.id)
    with pytest.raises(NotFound):
        services.goals.get(owner, made.id + 1)


def test_goals_are_understood_in_the_units_they_are_typed_in(
    services: Services, owner: Actor, anna: int
) -> None:
    new = services.goals.understand(owner, anna, "Weight", "165 lb", milestones=("75", "75.5kg"))
    assert new.metric == "weight"
    assert new.target == pytest.approx(74.84274105)
    assert new.milestones == (75.0, 75.5)
    with pytest.raises(RuleBroken) as caught:
        services.goals.understand(owner, anna, "weight", "74 cm", milestones=("much",))
    assert set(caught.value.fields) == {"target_value", "milestones"}
    with pytest.raises(RuleBroken) as caught:
        services.goals.understand(owner, anna, "aura", "7")
    assert set(caught.value.fields) == {"metric"}


def test_many_goals_cost_as_many_statements_as_one_of_each_kind(
    services: Services, owner: Actor, people: People, anna: int, weigh: Scales
) -> None:
    weigh(80.0, 79.0)
    bea = people.add("Bea Stern", date(1990, 5, 1))
    services.progress.measure(owner, bea, {"weight": "80 kg", "height": "180 cm"})
    services.progress.measure(owner, anna, {"height": "180 cm"})
    for client, targets in ((anna, (60, 65, 70, 75)), (bea, (70,))):
        for target in targets:
            services.goals.add(owner, client, NewGoal("weight", float(target), milestones=(target + 1.0,)))
            services.goals.add(owner, client, NewGoal("bmi", target / 4))
    counts = []
    for client in (anna, bea):
        with sent_statements(services) as sent:
            assert all(goal.now is not None for goal in services.goals.list(owner, client))
        counts.append(len(sent))
    assert counts[0] == counts[1]
