"""Goals, remarks and phases as the chart draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fitnesscrm_desktop.models.values import GoalState, PhaseKind, UnitSystem
from fitnesscrm_desktop.services.progress import units
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo
from fitnesscrm_desktop.services.progress.history_results import PhaseInfo, RemarkInfo
from fitnesscrm_desktop.services.progress.projection import Outlook
from fitnesscrm_desktop.ui.charts.lines import Aim, Mark, Milestone, Phase, Projection
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.progress.goal_words import aim_text, phase_word, step_text
from fitnesscrm_desktop.ui.progress.words import unit_of

NOON = time(12)
TONES = {
    PhaseKind.BULK: Tone.GREEN,
    PhaseKind.CUT: Tone.BLUE,
    PhaseKind.MAINTAIN: Tone.NEUTRAL,
    PhaseKind.REHAB: Tone.AMBER,
    PhaseKind.OTHER: Tone.ACCENT,
}


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What there is besides values."""

    goals: tuple[GoalInfo, ...] = ()
    remarks: tuple[RemarkInfo, ...] = ()
    phases: tuple[PhaseInfo, ...] = ()

    def goal_of(self, metric: str) -> GoalInfo | None:
        """The goal that is drawn: the one that runs, else the last one that was reached."""
        about = [goal for goal in self.goals if goal.metric.key == metric]
        wanted = (GoalState.ACTIVE, GoalState.REACHED)
        return next((goal for state in wanted for goal in about if goal.state is state), None)


def marks_of(remarks: Sequence[RemarkInfo], metrics: Sequence[str], formats: Formats) -> tuple[Mark, ...]:
    """The remarks that belong to one of these metrics, or to all."""
    return tuple(
        Mark(_moment(each.day, formats), each.text, each.id)
        for each in remarks
        if not each.metric or each.metric in metrics
    )


def phases_of(phases: Sequence[PhaseInfo], formats: Formats) -> tuple[Phase, ...]:
    """The phases, each from the morning of its first day to the end of its last one."""
    return tuple(
        Phase(
            _moment(each.from_day, formats, time()),
            None if each.to_day is None else _moment(each.to_day + timedelta(days=1), formats, time()),
            each.name or phase_word(each.kind),
            TONES[each.kind],
        )
        for each in phases
    )


def aim_of(goal: GoalInfo, system: UnitSystem, formats: Formats) -> Aim:
    """A goal as it is drawn."""
    unit = unit_of(goal.metric, system)

    def shown(value: float) -> float:
        return units.from_stored(value, unit)

    return Aim(
        shown(goal.target),
        aim_text(goal, system, formats),
        begins=None if goal.start is None else goal.start.at.timestamp(),
        by=None if goal.due_on is None else _moment(goal.due_on, formats),
        milestones=tuple(
            Milestone(
                shown(step.value),
                step_text(step, goal.metric, system, formats),
                None if step.reached_on is None else _moment(step.reached_on, formats),
                step.reached_on is not None,
            )
            for step in goal.milestones
        ),
        projection=_projection(goal, unit, formats),
    )


def _projection(goal: GoalInfo, unit: units.Unit, formats: Formats) -> Projection | None:
    found, now = goal.projection, goal.now
    if found is None or now is None or found.earliest is None:
        return None
    if found.outlook not in {Outlook.BETWEEN, Outlook.OPEN}:
        return None
    return Projection(
        now.at.timestamp(),
        units.from_stored(now.value, unit),
        _moment(found.earliest, formats),
        None if found.latest is None else _moment(found.latest, formats),
    )


def _moment(day: date, formats: Formats, at: time = NOON) -> float:
    return datetime.combine(day, at, formats.zone).timestamp()
