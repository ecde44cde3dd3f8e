"""What the clients of the demo studio want to come to, and what gets in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.progress import Annotation, Goal, GoalMilestone, Injury, Phase
from fitnesscrm_desktop.models.values import GoalDirection, InjuryKind, PhaseKind
from fitnesscrm_desktop.services.demo.insert import Rows
from fitnesscrm_desktop.services.demo.seasons import moment
from fitnesscrm_desktop.services.progress.goal_following import follow_goal

AFTER_HOURS = 1
_INJURIES = (
    ("Left knee hurts on stairs", "knee", ("squat", "jump")),
    ("Shoulder, impingement on the right", "shoulder", ("overhead_push",)),
    ("Lower back, disc", "lower_back", ("hinge", "heavy_load")),
    ("Ankle sprained while running", "ankle", ("run", "jump")),
)
_REMARKS = ("Back from holiday", "New shoes", "Started walking to work", "Had the flu", "Half marathon")


@dataclass(frozen=True, slots=True)
class Measured:
    """Somebody who was measured: the first and the last time, and where the weight was and goes."""

    client_id: int
    staff_id: int
    first_at: int
    first: date
    last: date
    weight: float
    aim: float


class AimStore:
    """Stores goals, phases, injuries and remarks of those who were measured."""

    def __init__(self, rows: Rows, today: date, seed: int) -> None:
        self._rows, self._today = rows, today
        self._draw = Random(f"aims {seed}")

    def store(self, who: Measured) -> None:
        """What one client has set out to do."""
        draw = self._draw
        if draw.random() < 0.6 and abs(who.aim - who.weight) > 1.5:
            self._goal(who)
        if draw.random() < 0.3:
            self._phase(who)
        if draw.random() < 0.15:
            self._injury(who)
        if draw.random() < 0.25:
            self._remark(who)

    def _goal(self, who: Measured) -> None:
        way = who.aim - who.weight
        target = round(who.weight + way * self._draw.choice((0.6, 0.8, 0.95, 1.3)))
        created = moment(who.first_at + AFTER_HOURS * 3600)
        goal_id = self._rows.next_id(Goal)
        self._rows.add(
            Goal,
            id=goal_id,
            client_id=who.client_id,
            metric="weight",
            lift="",
            title="",
            direction=GoalDirection.DOWN if way < 0 else GoalDirection.UP,
            target_value=float(target),
            due_on=who.first + timedelta(days=self._draw.choice((120, 180, 270, 365))),
            dropped_reason="",
            staff_id=who.staff_id,
            created_at=created,
            version=1,
        )
        self._rows.add(
            GoalMilestone,
            id=self._rows.next_id(GoalMilestone),
            goal_id=goal_id,
            value=float(round(who.weight + (target - who.weight) / 2)),
            label="Half of it",
        )

    def _phase(self, who: Measured) -> None:
        kind = PhaseKind.CUT if who.aim < who.weight else PhaseKind.BULK
        end = who.first + timedelta(days=self._draw.randrange(60, 140))
        self._rows.add(
            Phase,
            id=self._rows.next_id(Phase),
            client_id=who.client_id,
            kind=kind,
            name="",
            from_day=who.first,
            to_day=end if end <= self._today else None,
            staff_id=who.staff_id,
            created_at=moment(who.first_at),
            version=1,
        )

    def _injury(self, who: Measured) -> None:
        text, part, avoids = self._draw.choice(_INJURIES)
        day = self._a_day(who)
        end = day + timedelta(days=self._draw.randrange(20, 90))
        self._rows.add(
            Injury,
            id=self._rows.next_id(Injury),
            client_id=who.client_id,
            kind=InjuryKind.INJURY,
            text=text,
            body_part=part,
            avoids=list(avoids),
            note="",
            from_day=day,
            to_day=end if end <= self._today else None,
            staff_id=who.staff_id,
            created_at=moment(who.first_at),
            version=1,
        )

    def _remark(self, who: Measured) -> None:
        self._rows.add(
            Annotation,
            id=self._rows.next_id(Annotation),
            client_id=who.client_id,
            day=self._a_day(who),
            text=self._draw.choice(_REMARKS),
            metric="",
            staff_id=who.staff_id,
            created_at=moment(who.first_at),
            version=1,
        )

    def _a_day(self, who: Measured) -> date:
        return who.first + timedelta(days=self._draw.randrange((who.last - who.first).days + 1))


def follow_all_goals(session: Session) -> None:
    """Let every goal find out what was reached."""
    for goal in session.scalars(select(Goal).order_by(Goal.id)).all():
        follow_goal(session, goal)
    session.flush()
