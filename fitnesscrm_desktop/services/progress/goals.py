"""What clients want to come to; what is measured decides when they are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import SHORT_TEXT
from fitnesscrm_desktop.models.progress import Goal, GoalMilestone
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.clients.finding import find_client, lock_client
from fitnesscrm_desktop.services.clients.storing import refuse_stale
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import check_fields, one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core, Work
from fitnesscrm_desktop.services.progress import units
from fitnesscrm_desktop.services.progress.bodies import body_of
from fitnesscrm_desktop.services.progress.events import ProgressChanged
from fitnesscrm_desktop.services.progress.goal_following import follow_goal, milestones_of, values_of
from fitnesscrm_desktop.services.progress.goal_reading import goal_info, goals_of
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo, NewGoal
from fitnesscrm_desktop.services.progress.goal_rules import direction_of, is_there
from fitnesscrm_desktop.services.progress.metrics import metrics_of
from fitnesscrm_desktop.services.progress.results import MetricInfo, Value
from fitnesscrm_desktop.services.progress.rules import LAST_DAY, metric_named, refuse_two_ways
from fitnesscrm_desktop.services.settings.profile import studio_profile

MOST_MILESTONES = 20


class GoalService:
    """Sets, changes and drops goals; nobody sets one to reached."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def list(self, actor: Actor, client_id: int) -> list[GoalInfo]:
        """The goals of a client: those that run first, then the newest."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            client = find_client(session, client_id)
            today = studio_profile(session).day_of(self._core.clock.now())
            return goals_of(session, client.id, today)

    def get(self, actor: Actor, goal_id: int) -> GoalInfo:
        """One goal. Raises ``NotFound``."""
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            today = studio_profile(session).day_of(self._core.clock.now())
            return goal_info(session, _find(session, goal_id, lock=False), today)

    def understand(
        self,
        actor: Actor,
        client_id: int,
        metric: str,
        target: str,
        *,
        due_on: date | None = None,
        title: str = "",
        milestones: Iterable[str] = (),
    ) -> NewGoal:
        """A goal from what was typed: *metric* by its key or name, values in any unit of it.

        A number without a unit is in the client's units. Raises ``RuleBroken`` with the wrong fields.
        """
        actor.require(Permission.VIEW_PROGRESS)
        with self._core.read() as session:
            client = find_client(session, client_id)
            system = body_of(session, client, studio_profile(session)).units
            wanted = check_fields({"metric": lambda: metric_named(metric, metrics_of(session))})["metric"]
            usual = units.shown_unit(wanted.quantity, system, wanted.unit)
            good = check_fields(
                {
                    "target_value": lambda: _read(target, wanted, usual),
                    "milestones": lambda: tuple(_read(each, wanted, usual) for each in milestones),
                }
            )
        return NewGoal(wanted.key, good["target_value"], due_on, title, good["milestones"])

    def add(self, actor: Actor, client_id: int, new: NewGoal) -> GoalInfo:
        """Set a goal. It starts at the last value; without one at the first that is measured.

        Raises ``RuleBroken`` with the fields that are wrong: the client is there already, the day has passed.
        """
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            client = lock_client(work.session, client_id)
            metric = _metric(work.session, new.metric)
            goal = Goal(
                client_id=client.id, metric=metric.key, staff_id=actor.staff_id, created_at=work.now
            )  # fmt: skip
            _refuse_twice(work.session, client.id, new)
            self._put(work, goal, new, metric)
            work.session.add(goal)
            work.session.flush()
            return self._stored(work, actor, goal, new.milestones, "goal.add")

    def edit(self, actor: Actor, goal_id: int, version: int, new: NewGoal) -> GoalInfo:
        """Change target, day, name or steps; the metric stays. Raises ``Conflict`` as others do."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            goal = _find(work.session, goal_id, lock=True)
            metric = _metric(work.session, goal.metric)
            stored = milestones_of(work.session, [goal.id]).get(goal.id, [])
            values = tuple(each.value for each in stored)
            mine = {
                "target": new.target, "due_on": new.due_on, "title": new.title, "milestones": new.milestones
            }  # fmt: skip
            theirs = {
                "target": goal.target_value, "due_on": goal.due_on, "title": goal.title, "milestones": values
            }  # fmt: skip
            refuse_stale(goal.version, version, mine, theirs, "this goal")
            self._put(work, goal, new, metric)
            return self._stored(work, actor, goal, new.milestones, "goal.edit")

    def drop(self, actor: Actor, goal_id: int, reason: str = "") -> GoalInfo:
        """Give a goal up; ``take_up`` brings it back. What was reached cannot be given up."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            goal = _find(work.session, goal_id, lock=True)
            if goal.reached_on is not None:
                raise RuleBroken("This goal is reached. It stays in the list of what was reached.")
            goal.dropped_at, goal.dropped_reason = work.now, one_line(reason, SHORT_TEXT)
            return self._stored(work, actor, goal, None, "goal.drop")

    def take_up(self, actor: Actor, goal_id: int) -> GoalInfo:
        """Bring back a goal that was given up; what was measured meanwhile counts."""
        actor.require(Permission.RECORD_PROGRESS)
        with self._core.write() as work:
            goal = _find(work.session, goal_id, lock=True)
            goal.dropped_at, goal.dropped_reason = None, ""
            return self._stored(work, actor, goal, None, "goal.take_up")

    def _put(self, work: Work, goal: Goal, new: NewGoal, metric: MetricInfo) -> None:
        today = studio_profile(work.session).day_of(work.now)
        values = values_of(work.session, goal.client_id, [metric.key])[metric.key]
        start = next((value for value in reversed(values) if value.at <= goal.created_at), None)
        good = check_fields(
            {
                "target_value": lambda: _target(new.target, metric, start),
                "due_on": lambda: _due(new.due_on, goal.due_on, today),
                "title": lambda: one_line(new.title, SHORT_TEXT),
                "milestones": lambda: _milestones(new, start),
            }
        )
        goal.target_value, goal.due_on, goal.title = good["target_value"], good["due_on"], good["title"]

    def _stored(
        self, work: Work, actor: Actor, goal: Goal, milestones: Sequence[float] | None, action: str
    ) -> GoalInfo:
        if milestones is not None:
            work.session.execute(delete(GoalMilestone).where(GoalMilestone.goal_id == goal.id))
            work.session.add_all(GoalMilestone(goal_id=goal.id, value=value) for value in milestones)
            work.session.flush()
        if goal.dropped_at is None:
            follow_goal(work.session, goal)
        work.session.flush()
        work.audit(actor, action, "client", goal.client_id, goal_id=goal.id)
        work.record(ProgressChanged(goal.client_id))
        return goal_info(work.session, goal, studio_profile(work.session).day_of(work.now))


def _find(session: Session, goal_id: int, *, lock: bool) -> Goal:
    goal = session.get(Goal, goal_id, with_for_update=lock or None)
    if goal is None:
        raise NotFound("There is no such goal (any more).")
    return goal


def _read(typed: str, metric: MetricInfo, usual: units.Unit) -> float:
    value = units.read(typed, metric.quantity, usual)
    refuse_two_ways(metric, typed, units.unit_typed(typed, metric.quantity, usual))
    return value


def _metric(session: Session, key: str) -> MetricInfo:
    metric = metrics_of(session).get(key)
    if metric is None:
        raise RuleBroken("There is no such metric.", fields={"metric": "There is no such metric."})
    return metric


def _target(target: float, metric: MetricInfo, start: Value | None) -> float:
    if not metric.least <= target <= metric.most:
        raise RuleBroken(f"{metric.name} cannot come to that.")
    if start is not None and direction_of(start.value, target) is None:
        raise RuleBroken("The client is there already. Choose another target.")
    return target


def _due(due_on: date | None, stored: date | None, today: date) -> date | None:
    if due_on is None or due_on == stored:
        return due_on
    if due_on <= today:
        raise RuleBroken("This day has passed. Choose a day to come.")
    if due_on > LAST_DAY:
        raise RuleBroken("This day is too far away.")
    return due_on


def _milestones(new: NewGoal, start: Value | None) -> tuple[float, ...]:
    if len(new.milestones) > MOST_MILESTONES or len(set(new.milestones)) < len(new.milestones):
        raise RuleBroken(f"A goal may have up to {MOST_MILESTONES} different steps.")
    if start is None:
        return new.milestones
    direction = direction_of(start.value, new.target)
    for milestone in new.milestones:
        between = direction is not None and not is_there(start.value, milestone, direction)
        if not between or (direction is not None and is_there(milestone, new.target, direction)):
            raise RuleBroken("A step has to lie between where the client is and the target.")
    return new.milestones


def _refuse_twice(session: Session, client_id: int, new: NewGoal) -> None:
    same = select(Goal.id).where(
        Goal.client_id == client_id,
        Goal.metric == new.metric,
        Goal.target_value == new.target,
        Goal.reached_on.is_(None),
        Goal.dropped_at.is_(None),
    )
    if session.scalar(same.limit(1)) is not None:
        raise RuleBroken("The client has this goal already.")
