"""Goals follow what is measured, in the transaction that changes a measurement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.progress import Goal, GoalMilestone, Measurement
from fitnesscrm_desktop.models.values import Better
from fitnesscrm_desktop.services.clients.finding import find_client
from fitnesscrm_desktop.services.progress import reading
from fitnesscrm_desktop.services.progress.derived import DERIVED
from fitnesscrm_desktop.services.progress.goal_rules import Step, Way, way_of
from fitnesscrm_desktop.services.progress.metrics import metrics_of
from fitnesscrm_desktop.services.progress.results import Value
from fitnesscrm_desktop.services.settings.profile import studio_profile

STILL_A_START = timedelta(days=31)
"""So long before a goal was set a value still says where the client was."""
_M = Measurement


def follow_goals(session: Session, client_id: int, metrics: frozenset[str]) -> None:
    """Bring the goals of a client in step with what is measured now of *metrics*.

    A value that is corrected or taken back takes back what it reached. Dropped goals stay as they are.
    """
    goals = session.scalars(
        select(Goal)
        .where(
            Goal.client_id == client_id,
            Goal.dropped_at.is_(None),
            Goal.metric.in_(metrics | DERIVED.keys()),
        )
        .order_by(Goal.id)
        .with_for_update()
    )
    for goal in goals.all():
        follow_goal(session, goal)


def follow_goal(session: Session, goal: Goal) -> Way:
    """Bring one goal in step; how it has gone so far."""
    milestones = milestones_of(session, [goal.id]).get(goal.id, [])
    steps = steps_of(session, goal)
    known = not steps or any(step.known for step in steps)
    better = Better.NEITHER if known else metrics_of(session)[goal.metric].better
    way = way_of(steps, goal.target_value, [each.value for each in milestones], better)
    goal.direction = way.direction
    goal.start_value = None if way.start is None else way.start.value
    goal.start_on = None if way.start is None else way.start.day
    goal.reached_on = None if way.reached is None else way.reached.day
    goal.reached_value = None if way.reached is None else way.reached.value
    for milestone, reached in zip(milestones, way.milestones, strict=True):
        milestone.reached_on = None if reached is None else reached.day
    return way


def milestones_of(session: Session, goal_ids: Collection[int]) -> dict[int, list[GoalMilestone]]:
    """The steps of goals that have any, by goal, as they were stored."""
    query = select(GoalMilestone).where(GoalMilestone.goal_id.in_(goal_ids)).order_by(GoalMilestone.id)
    found: dict[int, list[GoalMilestone]] = {}
    for milestone in session.scalars(query):
        found.setdefault(milestone.goal_id, []).append(milestone)
    return found


def steps_of(session: Session, goal: Goal) -> list[Step]:
    """What was measured for a goal, oldest first, from the last value that was known when it was set."""
    if goal.metric in DERIVED:
        values = values_of(session, goal.client_id, [goal.metric])[goal.metric]
        return [
            Step(value, known=value.at <= goal.created_at, counts=value.at > goal.created_at)
            for value in values
        ]
    rows = session.execute(
        select(_M.value, _M.at, _M.day, _M.id, _M.created_at, _M.import_id, _M.replaces_id)
        .where(_M.client_id == goal.client_id, _M.metric == goal.metric, _M.removed_at.is_(None))
        .order_by(_M.at, _M.id)
    )
    found = []
    for value, at, day, row_id, created_at, import_id, replaces_id in rows:
        old = at <= goal.created_at
        known = old and (created_at <= goal.created_at or replaces_id is not None)
        counts = not old or (not known and import_id is None)
        found.append(Step(Value(value, at, day, row_id), known=known, counts=counts))
    return found if any(step.known for step in found) else _without_history(found, goal.created_at)


def _without_history(steps: Sequence[Step], made: datetime) -> list[Step]:
    """The steps of a goal that was set when nothing was known, and what is written down of the time before.

    The last value of the weeks before is where it starts; what is older neither starts nor reaches anything.
    """
    before = [step for step in steps if step.counts and step.value.at <= made]
    start = [step for step in before[-1:] if step.value.at >= made - STILL_A_START]
    return [step if step.value.at > made or step in start else replace(step, counts=False) for step in steps]


def values_of(session: Session, client_id: int, metrics: Collection[str]) -> dict[str, list[Value]]:
    """All values of each metric, measured or derived, oldest first."""
    found: dict[str, list[Value]] = {metric: [] for metric in metrics}
    measured, derived = sorted(found.keys() - DERIVED.keys()), sorted(found.keys() & DERIVED.keys())
    if measured:
        query = select(_M.metric, _M.value, _M.at, _M.day, _M.id).where(
            _M.client_id == client_id, _M.metric.in_(measured), _M.removed_at.is_(None)
        )
        for metric, value, at, day, row_id in session.execute(query.order_by(_M.metric, _M.at, _M.id)):
            found[metric].append(Value(value, at, day, row_id))
    if derived:
        profile = studio_profile(session)
        client = find_client(session, client_id)
        for metric, series in reading.series(session, profile, client, derived, None, None).items():
            found[metric] = reading.values_in(series, profile)
    return found
