"""A goal is reached when it is reached: not at the first weigh-in, and not the wrong way round."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.models.values import Better, GoalDirection, GoalState
from fitnesscrm_desktop.services.progress.goal_rules import Step, direction_of, share_of, state_on, way_of
from fitnesscrm_desktop.services.progress.results import Value

MADE = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
DAY = MADE.date()
weights = st.floats(40, 160)


def value_on(days: int, value: float) -> Value:
    """So many days after the goal was set."""
    return Value(value, MADE + timedelta(days=days), DAY + timedelta(days=days))


def before(*values: float) -> list[Step]:
    """Known when the goal was set, the last one yesterday."""
    days = range(-len(values), 0)
    return [
        Step(value_on(day, value), known=True, counts=False) for day, value in zip(days, values, strict=True)
    ]


def after(*values: float) -> list[Step]:
    """One value a day, from tomorrow on."""
    return [Step(value_on(day, value), known=False, counts=True) for day, value in enumerate(values, 1)]


def test_the_first_weigh_in_is_the_start_and_not_the_end() -> None:
    way = way_of(after(80.0), 74.0)
    assert way.direction is GoalDirection.DOWN
    assert way.start == value_on(1, 80.0)
    assert way.reached is None


def test_it_starts_at_the_last_value_that_was_known() -> None:
    assert way_of([*before(82.0, 81.0), *after(79.0)], 74.0).start == value_on(-1, 81.0)


def test_the_day_it_is_reached_is_the_first_that_got_there() -> None:
    assert way_of(after(80.0, 75.0, 73.9, 74.5, 73.0), 74.0).reached == value_on(3, 73.9)


def test_a_gain_is_reached_from_below() -> None:
    way = way_of(after(60.0, 58.0, 65.0), 65.0)
    assert way.direction is GoalDirection.UP
    assert way.reached == value_on(3, 65.0)


@pytest.mark.parametrize(
    ("better", "first", "target", "direction"),
    [(Better.UP, 46.0, 45.0, GoalDirection.UP), (Better.DOWN, 18.0, 20.0, GoalDirection.DOWN)],
)
def test_a_first_value_that_is_better_than_the_goal_is_no_reason_to_get_worse(
    better: Better, first: float, target: float, direction: GoalDirection
) -> None:
    way = way_of(after(first, target), target, [target], better)
    assert (way.direction, way.reached) == (direction, value_on(1, first))
    assert way.milestones == (value_on(1, first),)


def test_a_first_value_on_the_way_reaches_nothing_whatever_is_better() -> None:
    assert way_of(after(30.0, 25.0), 20.0, (), Better.DOWN).reached is None
    assert way_of([*before(46.0), *after(46.0)], 45.0, (), Better.UP).direction is GoalDirection.DOWN, (
        "what was known when the goal was set says which way is meant"
    )


def test_what_was_light_enough_before_does_not_count() -> None:
    assert way_of([*before(70.0, 80.0), *after(79.0)], 74.0).reached is None


def test_what_was_measured_between_and_written_down_later_counts() -> None:
    late = Step(value_on(-1, 73.5), known=False, counts=True)
    known = Step(value_on(-20, 80.0), known=True, counts=False)
    assert way_of([known, late], 74.0).reached == late.value


def test_history_that_is_imported_later_reaches_nothing() -> None:
    known = Step(value_on(-20, 80.0), known=True, counts=False)
    history = Step(value_on(-10, 73.0), known=False, counts=False)
    assert way_of([known, history, *after(79.0)], 74.0).reached is None


def test_whoever_is_measured_at_the_target_first_is_there() -> None:
    way = way_of(after(74.0, 75.0), 74.0)
    assert way.reached == value_on(1, 74.0)


def test_a_start_that_is_corrected_turns_the_way_round() -> None:
    assert way_of([*before(80.0), *after(75.0)], 78.0).direction is GoalDirection.DOWN
    corrected = way_of([*before(76.0), *after(75.0)], 78.0)
    assert corrected.direction is GoalDirection.UP
    assert corrected.reached is None


def test_milestones_are_reached_one_after_the_other() -> None:
    way = way_of(after(80.0, 77.9, 75.9), 74.0, (78.0, 76.0, 75.0))
    assert [None if each is None else each.value for each in way.milestones] == [77.9, 75.9, None]


@given(st.lists(weights, max_size=12), weights)
def test_nothing_is_reached_that_no_later_value_got_to(values: list[float], target: float) -> None:
    way = way_of(after(*values), target)
    later = values[1:]
    there = {
        GoalDirection.DOWN: any(value <= target + 1e-9 for value in later),
        GoalDirection.UP: any(value >= target - 1e-9 for value in later),
    }
    if way.direction is None:
        assert not values or values[0] == pytest.approx(target)
    else:
        assert (way.reached is not None) == there[way.direction]


@given(weights, weights)
def test_the_target_lies_where_the_direction_says(start: float, target: float) -> None:
    direction = direction_of(start, target)
    assert direction is (
        None if abs(start - target) <= 1e-9 else GoalDirection.UP if target > start else GoalDirection.DOWN
    )


@given(weights, weights, weights)
def test_a_share_lies_between_nothing_and_all(start: float, now: float, target: float) -> None:
    share = share_of(start, now, target)
    assert share is None or 0 <= share <= 1
    if share is not None:
        assert share_of(start, start, target) == 0
        assert share_of(start, target, target) == 1


@pytest.mark.parametrize(
    ("reached", "due", "dropped", "state"),
    [
        (None, None, False, GoalState.ACTIVE),
        (None, DAY, False, GoalState.ACTIVE),
        (None, DAY - timedelta(days=1), False, GoalState.MISSED),
        (DAY, DAY - timedelta(days=1), False, GoalState.REACHED),
        (DAY, None, True, GoalState.REACHED),
        (None, DAY - timedelta(days=1), True, GoalState.DROPPED),
        (DAY + timedelta(days=1), None, False, GoalState.ACTIVE),
    ],
)
def test_where_a_goal_stands(reached: date | None, due: date | None, dropped: bool, state: GoalState) -> None:
    assert state_on(DAY, reached, due, dropped=dropped) is state
