"""``fitnesscrm goals``: what clients want to come to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from fitnesscrm_desktop.cli.runtime import answer, at_desk
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_day

if TYPE_CHECKING:  # loaded by the command that needs it
    from fitnesscrm_desktop.services.progress.goal_results import GoalInfo
    from fitnesscrm_desktop.services.progress.projection import Projection

app = typer.Typer(help="What clients want to come to.", no_args_is_help=True)


@app.command("add", context_settings=MAY_START_WITH_A_DASH)
def add(
    client_id: Annotated[int, typer.Argument(metavar="CLIENT", help="Id of the client.", **AN_ID)],
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="Such as weight or bmi.")],
    *,
    target: Annotated[str, typer.Option(help="Such as 74kg; without a unit in the client's units.")],
    by: Annotated[
        date | None, typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The last day for it.")
    ] = None,
    title: Annotated[str, typer.Option(help="What the client calls it.")] = "",
    milestone: Annotated[
        list[str] | None, typer.Option(help="A step on the way, such as 77kg; may be given several times.")
    ] = None,
) -> None:
    """Set a goal: it starts at the last value, and what is measured decides when it is reached."""
    with at_desk() as desk:
        new = desk.services.goals.understand(
            desk.actor, client_id, metric, target, due_on=by, title=title, milestones=milestone or ()
        )
        goal = desk.services.goals.add(desk.actor, client_id, new)
    answer(goal_document(goal), lambda: _line(goal))


@app.command("list", context_settings=MAY_START_WITH_A_DASH)
def list_goals(
    client_id: Annotated[int, typer.Argument(metavar="CLIENT", help="Id of the client.", **AN_ID)],
) -> None:
    """List the goals of a client: those that run first."""
    with at_desk() as desk:
        goals = desk.services.goals.list(desk.actor, client_id)
    answer([goal_document(each) for each in goals], lambda: "\n".join(map(_line, goals)) or "No goals.")


@app.command("drop", context_settings=MAY_START_WITH_A_DASH)
def drop(
    goal_id: Annotated[int, typer.Argument(metavar="GOAL", help="Id of the goal.", **AN_ID)],
    *,
    reason: Annotated[str, typer.Option(help="Why it was given up.")] = "",
) -> None:
    """Give a goal up."""
    with at_desk() as desk:
        goal = desk.services.goals.drop(desk.actor, goal_id, reason)
    answer(goal_document(goal), lambda: _line(goal))


@app.command("take-up", context_settings=MAY_START_WITH_A_DASH)
def take_up(goal_id: Annotated[int, typer.Argument(metavar="GOAL", help="Id of the goal.", **AN_ID)]) -> None:
    """Take a goal up again that was given up."""
    with at_desk() as desk:
        goal = desk.services.goals.take_up(desk.actor, goal_id)
    answer(goal_document(goal), lambda: _line(goal))


def goal_document(goal: GoalInfo) -> dict[str, object]:
    """A goal as JSON; values are as stored, in ``unit``."""
    from fitnesscrm_desktop.services.progress.units import stored_unit

    return {
        "id": goal.id,
        "client": goal.client_id,
        "metric": goal.metric.key,
        "title": goal.title,
        "state": goal.state,
        "direction": goal.direction,
        "unit": stored_unit(goal.metric.quantity, goal.metric.unit).code,
        "start": None if goal.start is None else goal.start.value,
        "start_on": None if goal.start is None else goal.start.day,
        "now": None if goal.now is None else goal.now.value,
        "target": goal.target,
        "by": goal.due_on,
        "share": goal.share,
        "reached_on": goal.reached_on,
        "milestones": [{"value": each.value, "reached_on": each.reached_on} for each in goal.milestones],
        "projection": None if goal.projection is None else _projection(goal.projection),
        "dropped_reason": goal.dropped_reason,
    }


def _projection(found: Projection) -> dict[str, object]:
    return {
        "outlook": found.outlook,
        "earliest": found.earliest,
        "likely": found.likely,
        "latest": found.latest,
        "a_week": found.a_week,
        "days": found.days,
    }


def _line(goal: GoalInfo) -> str:
    from fitnesscrm_desktop.services.progress.units import stored_unit

    unit = stored_unit(goal.metric.quantity, goal.metric.unit).code
    name, target = goal.title or goal.metric.name, _as_stored(goal.target, unit)
    parts = [f"{goal.id:>6}  {goal.state:7}  {name}: {target}"]
    if goal.due_on is not None:
        parts.append(f"by {goal.due_on}")
    if goal.now is not None:
        parts.append(f"now {_as_stored(goal.now.value, unit)}")
    if goal.reached_on is not None:
        parts.append(f"reached on {goal.reached_on}")
    return ", ".join(parts)


def _as_stored(value: float, unit: str) -> str:
    """A value as the list of what was measured tells it, too: a metre has centimetres."""
    return f"{round(value, 4):g} {unit}".rstrip()
