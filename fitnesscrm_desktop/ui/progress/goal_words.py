"""How goals, phases and what stands in the way of a body are told."""

from __future__ import annotations

from fitnesscrm_desktop.models.values import GoalState, InjuryKind, PhaseKind, UnitSystem
from fitnesscrm_desktop.services.progress.goal_results import GoalInfo, MilestoneInfo
from fitnesscrm_desktop.services.progress.projection import Outlook
from fitnesscrm_desktop.services.progress.results import MetricInfo
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone
from fitnesscrm_desktop.ui.progress.words import metric_word, tr, value_text

STATE_TONES = {
    GoalState.ACTIVE: Tone.BLUE,
    GoalState.REACHED: Tone.GREEN,
    GoalState.MISSED: Tone.AMBER,
    GoalState.DROPPED: Tone.NEUTRAL,
}


def state_word(state: GoalState) -> str:
    """Where a goal stands."""
    return {
        GoalState.ACTIVE: tr("On the way"),
        GoalState.REACHED: tr("Reached"),
        GoalState.MISSED: tr("Missed"),
        GoalState.DROPPED: tr("Given up"),
    }[state]


def phase_word(kind: PhaseKind) -> str:
    """What a stretch of training is for."""
    return {
        PhaseKind.BULK: tr("Bulk"),
        PhaseKind.CUT: tr("Cut"),
        PhaseKind.MAINTAIN: tr("Maintain"),
        PhaseKind.REHAB: tr("Rehab"),
        PhaseKind.OTHER: tr("Other"),
    }[kind]


def injury_word(kind: InjuryKind) -> str:
    """What speaks against an exercise."""
    return {
        InjuryKind.INJURY: tr("Injury"),
        InjuryKind.CONTRAINDICATION: tr("Contraindication"),
    }[kind]


def aim_text(goal: GoalInfo, system: UnitSystem, formats: Formats) -> str:
    """``Goal: 74 kg by 1 Jun 2026``."""
    value = value_text(goal.target, goal.metric, system, formats)
    if goal.due_on is None:
        return tr("Goal: {value}").format(value=value)
    return tr("Goal: {value} by {day}").format(value=value, day=formats.day(goal.due_on))


def step_text(step: MilestoneInfo, metric: MetricInfo, system: UnitSystem, formats: Formats) -> str:
    """A step on the way."""
    return value_text(step.value, metric, system, formats)


def plan_text(goal: GoalInfo, system: UnitSystem, formats: Formats) -> str:
    """A goal in a list: what is wanted, and in whose words."""
    value = value_text(goal.target, goal.metric, system, formats)
    text = tr("{metric}: {value}").format(metric=metric_word(goal.metric), value=value)
    return " · ".join(part for part in (text, goal.title) if part)


def goal_sentence(goal: GoalInfo, system: UnitSystem, formats: Formats) -> str:
    """The goal, how far it is, and when it is reached if it goes on like this."""
    outlook = "" if goal.state is GoalState.REACHED else outlook_text(goal, formats)
    return " · ".join(part for part in (gap_text(goal, system, formats), outlook) if part)


def gap_text(goal: GoalInfo, system: UnitSystem, formats: Formats) -> str:
    """The goal, and what is left of the way."""
    parts = [aim_text(goal, system, formats)]
    if goal.state is GoalState.REACHED:
        parts.append(tr("reached on {day}").format(day=formats.day(goal.reached_on)))
    elif goal.gap is not None:
        left = value_text(abs(goal.gap), goal.metric, system, formats)
        parts.append(tr("{value} to go").format(value=left))
    return " · ".join(parts)


def outlook_text(goal: GoalInfo, formats: Formats) -> str:
    """When it will be reached, as an interval, or why nobody can say."""
    found = goal.projection
    if found is None:
        return ""
    if found.outlook is Outlook.NOT_ENOUGH:
        return tr("not enough data to say when")
    if found.outlook is Outlook.AWAY:
        return tr("it does not go there now")
    soonest = formats.day(found.earliest)
    if found.latest is None:
        return tr("not before {day}, as it goes now").format(day=soonest)
    if found.latest == found.earliest:
        return tr("about {day}, as it goes now").format(day=soonest)
    text = tr("between {first} and {last}, as it goes now")
    return text.format(first=soonest, last=formats.day(found.latest))
