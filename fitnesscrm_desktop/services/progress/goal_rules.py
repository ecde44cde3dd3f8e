"""When a goal is reached, and how far along it is. Pure functions on measured values, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fitnesscrm_desktop.models.values import Better, GoalDirection, GoalState
from fitnesscrm_desktop.services.progress.results import Value

_SAME = 1e-9
_WANTED = {Better.UP: GoalDirection.UP, Better.DOWN: GoalDirection.DOWN}


@dataclass(frozen=True, slots=True)
class Step:
    """A measured value as one goal sees it."""

    value: Value
    known: bool
    """It was there when the goal was set."""
    counts: bool
    """It was measured, or at least written down, after the goal was set."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way from where a goal starts to its target, as far as it was measured."""

    direction: GoalDirection | None
    """None: nobody has measured yet."""
    start: Value | None
    reached: Value | None
    """The first value that got there."""
    milestones: tuple[Value | None, ...]
    """For each milestone the first value that got there."""


def direction_of(start: float, target: float) -> GoalDirection | None:
    """Which way the target lies; None: the start is at the target."""
    if abs(start - target) <= _SAME:
        return None
    return GoalDirection.DOWN if target < start else GoalDirection.UP


def is_there(value: float, target: float, direction: GoalDirection) -> bool:
    """Whether *value* is at the target or beyond it."""
    return value <= target + _SAME if direction is GoalDirection.DOWN else value >= target - _SAME


def way_of(
    steps: Sequence[Step],
    target: float,
    milestones: Sequence[float] = (),
    better: Better = Better.NEITHER,
) -> Way:
    """How a goal has gone on.

    It starts at the last value that was known when it was set, else at the first one after. Only what comes
    after the start can reach it: the first weigh-in of a goal of 74 kg is where it starts, not its end. But
    where one way is *better*, a first value beyond the target is there: nobody is to lose muscle.
    """
    known = [step for step in steps if step.known]
    first_one = known[-1] if known else next((step for step in steps if step.counts), None)
    if first_one is None:
        return Way(None, None, None, (None,) * len(milestones))
    start = first_one.value
    direction = direction_of(start.value, target)
    wanted = _WANTED.get(better)
    if not known and wanted is not None and direction is not wanted and is_there(start.value, target, wanted):
        return Way(wanted, start, start, (start,) * len(milestones))
    if direction is None:  # nobody sets a goal where the client is, so it can only have been met at once
        return Way(None, start, None if known else start, (None,) * len(milestones))
    later = [
        step.value for step in steps if step.counts and (step.value.at, step.value.id) > (start.at, start.id)
    ]

    def first(wanted: float) -> Value | None:
        return next((value for value in later if is_there(value.value, wanted, direction)), None)

    return Way(direction, start, first(target), tuple(first(each) for each in milestones))


def state_on(day: date, reached_on: date | None, due_on: date | None, *, dropped: bool) -> GoalState:
    """Where a goal stands on *day*. What was reached stays reached, even when it took longer."""
    if reached_on is not None and reached_on <= day:
        return GoalState.REACHED
    if dropped:
        return GoalState.DROPPED
    if due_on is not None and day > due_on:
        return GoalState.MISSED
    return GoalState.ACTIVE


def share_of(start: float, now: float, target: float) -> float | None:
    """How much of the way is done, 0 to 1; None where there is no way to go."""
    if abs(target - start) <= _SAME:
        return None
    return min(1.0, max(0.0, (now - start) / (target - start)))
