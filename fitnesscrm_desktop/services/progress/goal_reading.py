"""Puts goals together for those who look: each metric is read once, however many goals aim at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.progress import Goal, GoalMilestone
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import GoalState
from fitnesscrm_desktop.services.progress.goal_following import milestones_of, values_of
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo, MilestoneInfo
from fitnesscrm_desktop.services.progress.goal_rules import share_of, state_on
from fitnesscrm_desktop.services.progress.metrics import metrics_of
from fitnesscrm_desktop.services.progress.projection import project
from fitnesscrm_desktop.services.progress.results import MetricInfo, Value


def goals_of(
    session: Session, client_id: int, today: date, *, until: datetime | None = None
) -> list[GoalInfo]:
    """The goals of a client on *today*: those that run first, then the newest.

    Whoever looks back counts only what was set and dropped *until* then.
    """
    query = select(Goal).where(Goal.client_id == client_id).order_by(Goal.id.desc())
    if until is not None:
        query = query.where(Goal.created_at < until)
    found = _infos(session, client_id, session.scalars(query).all(), today, until)
    return sorted(found, key=lambda goal: goal.state is not GoalState.ACTIVE)


def goal_info(session: Session, goal: Goal, today: date) -> GoalInfo:
    """One goal on *today*."""
    (info,) = _infos(session, goal.client_id, [goal], today)
    return info


def _infos(
    session: Session, client_id: int, goals: Sequence[Goal], today: date, until: datetime | None = None
) -> list[GoalInfo]:
    if not goals:
        return []
    metrics = metrics_of(session)
    values = values_of(session, client_id, {goal.metric for goal in goals})
    milestones = milestones_of(session, [goal.id for goal in goals])
    named = select(Staff.id, Staff.name).where(Staff.id.in_({goal.staff_id for goal in goals}))
    staff: dict[int | None, str] = dict(iter(session.execute(named)))
    return [
        _info(
            goal,
            metrics[goal.metric],
            values[goal.metric],
            milestones.get(goal.id, []),
            staff.get(goal.staff_id, ""),
            today,
            until,
        )
        for goal in goals
    ]


def _info(
    goal: Goal,
    metric: MetricInfo,
    values: Sequence[Value],
    milestones: Sequence[GoalMilestone],
    staff: str,
    today: date,
    until: datetime | None,
) -> GoalInfo:
    dropped = goal.dropped_at is not None and (until is None or goal.dropped_at < until)
    state = state_on(today, goal.reached_on, goal.due_on, dropped=dropped)
    reached = state is GoalState.REACHED
    values = [value for value in values if value.day <= today]  # a report may look back
    start, now = _start(goal, values), values[-1] if values else None
    runs = state is GoalState.ACTIVE and start is not None
    steps = [MilestoneInfo(step.value, step.reached_on) for step in milestones]
    away = goal.start_value if goal.start_value is not None else goal.target_value
    return GoalInfo(
        id=goal.id,
        client_id=goal.client_id,
        metric=metric,
        title=goal.title,
        direction=goal.direction,
        start=start,
        target=goal.target_value,
        due_on=goal.due_on,
        state=state,
        now=now,
        share=None if start is None or now is None else share_of(start.value, now.value, goal.target_value),
        reached_on=goal.reached_on if reached else None,
        reached_value=goal.reached_value if reached else None,
        milestones=tuple(sorted(steps, key=lambda step: abs(step.value - away))),
        projection=project(values, goal.target_value, today) if runs else None,
        dropped_reason=goal.dropped_reason if dropped else "",
        staff=staff,
        version=goal.version,
    )


def _start(goal: Goal, values: Sequence[Value]) -> Value | None:
    """Where it starts: of several values of that day the one that was stored."""
    start, day = goal.start_value, goal.start_on
    if start is None or day is None:
        return None
    of_day = [value for value in values if value.day == day]
    return min(of_day, key=lambda value: abs(value.value - start), default=Value(start, goal.created_at, day))
