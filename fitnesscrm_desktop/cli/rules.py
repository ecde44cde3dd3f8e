"""``fitnesscrm rules`` and ``fitnesscrm tasks``: what is done when something happens, and by whom."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer

from fitnesscrm_desktop.cli.runtime import Desk, answer, at_desk
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_moment, a_number
from fitnesscrm_desktop.models.values import Audience, MatchState, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation import conditions
from fitnesscrm_desktop.services.automation.occasions import HAVE_DAYS
from fitnesscrm_desktop.services.automation.results import DryEntry, DryRun, RuleDraft, RuleRow, TaskRow
from fitnesscrm_desktop.services.automation.sentence import sentence
from fitnesscrm_desktop.services.automation.staff_tasks import TaskList
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken

app = typer.Typer(help="What is done when something happens.", no_args_is_help=True)
tasks_app = typer.Typer(help="What the staff is to do.", no_args_is_help=True)

_WORDS_OF_A_TEST = 3


@app.command("list")
def list_rules(
    *, archived: Annotated[bool, typer.Option("--archived", help="Rules that were put away too.")] = False
) -> None:
    """List the rules, each as a sentence."""
    with at_desk() as desk:
        found = desk.services.rules.list(desk.actor, archived=archived)
    answer([_document(row) for row in found], lambda: "\n".join(map(_line, found)) or "No rules yet.")


@app.command("show")
def show(rule: Annotated[int, typer.Argument(help="Id of the rule.", **AN_ID)]) -> None:
    """Show a rule, and what has come of it."""
    with at_desk() as desk:
        row = desk.services.rules.get(desk.actor, rule)
        figures = desk.services.rules.statistics(desk.actor, rule)
    document = {**_document(row), "statistics": asdict(figures)}
    counts = {**asdict(figures), "followed": None, "skipped": None}
    told = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items() if count)
    answer(document, f"{_line(row)}\n{told}")


@app.command("add", context_settings=MAY_START_WITH_A_DASH)
def add(  # noqa: PLR0913 - one option for each thing a rule is
    *,
    name: Annotated[str, typer.Option(help="What it is called.")],
    when: Annotated[Trigger, typer.Option(help="What it waits for.")],
    days: Annotated[
        int, typer.Option(parser=a_number, metavar="N", help="How many days (visits, years).")
    ] = 0,
    do: Annotated[RuleAction, typer.Option(help="What it does.")] = RuleAction.EMAIL,
    template: Annotated[str, typer.Option(help="The words: name, key or id of a template.")] = "",
    task: Annotated[str, typer.Option(help="What the staff is to do.")] = "",
    to: Annotated[Audience, typer.Option(help="Whom it speaks to.")] = Audience.CLIENT,
    role: Annotated[Role | None, typer.Option(help="Which of the staff.")] = None,
    only_if: Annotated[
        list[str] | None,
        typer.Option("--if", help="Such as 'age at_least 60' or 'plan is 3'; may be given again."),
    ] = None,
    by_itself: Annotated[bool, typer.Option("--by-itself", help="Send without asking.")] = False,
    on: Annotated[bool, typer.Option("--on", help="Switch it on at once.")] = False,
) -> None:
    """Add a rule, switched off unless --on is given."""
    with at_desk() as desk:
        if days and when not in HAVE_DAYS:
            raise RuleBroken(f"{when.value} has no number of days. Nothing was stored.", fields={"days": ""})
        draft = RuleDraft(
            name=name,
            trigger=when,
            days=days,
            conditions=_conditions(only_if or []),
            audience=to,
            audience_role=role,
            action=do,
            template_id=_template(desk, template) if template else None,
            task_text=task,
            by_itself=by_itself,
        )
        row = desk.services.rules.add(desk.actor, draft)
        if on:
            row = desk.services.rules.enable(desk.actor, row.id)
    answer(_document(row), f"Added rule {row.id}: {sentence(row)}")


@app.command("enable")
def enable(rule: Annotated[int, typer.Argument(help="Id of the rule.", **AN_ID)]) -> None:
    """Switch a rule on: it acts on what happens from today on."""
    with at_desk() as desk:
        row = desk.services.rules.enable(desk.actor, rule)
    answer(_document(row), f"Rule {row.id} is on: {sentence(row)}")


@app.command("disable")
def disable(rule: Annotated[int, typer.Argument(help="Id of the rule.", **AN_ID)]) -> None:
    """Switch a rule off; what waits in the outbox stays there."""
    with at_desk() as desk:
        row = desk.services.rules.disable(desk.actor, rule)
    answer(_document(row), f"Rule {row.id} is off.")


@app.command("dry-run")
def dry_run(
    rule: Annotated[int | None, typer.Argument(help="Id of a rule; else all that are on.", **AN_ID)] = None,
    *,
    days: Annotated[int, typer.Option(parser=a_number, metavar="N", help="How many days back.")] = 30,
    ahead: Annotated[int, typer.Option(parser=a_number, metavar="N", help="How many days ahead.")] = 7,
    at: Annotated[
        datetime | None, typer.Option(parser=a_moment, metavar="ISO", help="As if it were this moment now.")
    ] = None,
) -> None:
    """Say what rules would have done and will do. Nothing is stored and nothing is sent."""
    with at_desk(at) as desk:
        found = desk.services.rules.dry_run(desk.actor, rule, back=days, ahead=ahead)
    entries = [asdict(each) for each in found.entries]
    document = {
        "first": found.first,
        "today": found.today,
        "last": found.last,
        "cut": found.cut,
        "entries": entries,
    }
    answer(document, lambda: _dry_text(found))


def _dry_text(found: DryRun) -> str:
    lines = [_dry_line(each) for each in found.entries]
    head = f"From {found.first} to {found.last}, judged by what is known today:"
    return "\n".join([head, *lines]) if lines else f"{head} nothing."


def _dry_line(each: DryEntry) -> str:
    what = f"{each.channel.value} to {each.to_name} {each.to_address}" if each.channel else each.subject
    ending = what if each.state is MatchState.QUEUED else f"{each.state.value}: {each.reason}"
    return f"{each.day}  rule {each.rule_id}  {each.client_name}: {' '.join(ending.split())}"


def _conditions(typed: list[str]) -> conditions.Condition:
    parts = []
    for text in typed:
        words = text.split(maxsplit=_WORDS_OF_A_TEST - 1)
        if len(words) != _WORDS_OF_A_TEST:
            raise RuleBroken(f"“{text}” is not a condition like “age at_least 60”. Nothing was stored.")
        field, _, custom = words[0].partition(":")
        try:
            number = int(custom) if custom else None
            test = conditions.Comparison(conditions.Field(field), conditions.Op(words[1]), words[2], number)
        except ValueError:
            known = ", ".join(each.value for each in conditions.Field)
            ops = ", ".join(each.value for each in conditions.Op)
            message = f"“{text}” is not a condition. A condition asks about {known}, and says {ops}."
            raise RuleBroken(f"{message} Nothing was stored.") from None
        parts.append(test)
    return conditions.Every(tuple(parts))


def _template(desk: Desk, typed: str) -> int:
    for row in desk.services.templates.list(desk.actor):
        if typed in {str(row.id), row.key} or typed.casefold() == row.name.casefold():
            return row.id
    raise NotFound(f"There is no template “{typed}”. “templates list” shows them. Nothing was stored.")


def _document(row: RuleRow) -> dict[str, Any]:
    draft = row.draft
    return {
        "id": row.id,
        "name": draft.name,
        "sentence": sentence(row),
        "enabled": row.enabled,
        "enabled_on": row.enabled_on,
        "trigger": draft.trigger,
        "days": draft.days,
        "conditions": conditions.written(draft.conditions),
        "audience": draft.audience,
        "audience_role": draft.audience_role,
        "action": draft.action,
        "template_id": draft.template_id,
        "template": row.template_name,
        "task": draft.task_text,
        "by_itself": draft.by_itself,
        "archived": row.archived,
        "counts": asdict(row.counts),
    }


def _line(row: RuleRow) -> str:
    state = "on " if row.enabled else "off"
    return f"{row.id:>4}  {state}  {row.draft.name}: {sentence(row)}"


@tasks_app.command("list")
def list_tasks(
    *,
    done: Annotated[bool, typer.Option("--done", help="Those that are done.")] = False,
    limit: Annotated[int, typer.Option(parser=a_number, metavar="N", help="How many.")] = 100,
) -> None:
    """List what the staff is to do, the most urgent first."""
    with at_desk() as desk:
        which = TaskList.DONE if done else TaskList.OPEN
        found = desk.services.staff_tasks.rows(desk.actor, which, limit=limit).rows
    answer([asdict(row) for row in found], lambda: "\n".join(map(_task_line, found)) or "Nothing to do.")


@tasks_app.command("done")
def task_done(task: Annotated[int, typer.Argument(help="Id of the task.", **AN_ID)]) -> None:
    """Write down that a task is done."""
    with at_desk() as desk:
        row = desk.services.staff_tasks.done(desk.actor, task)
    answer(asdict(row), f"Done: {row.text}")


def _task_line(row: TaskRow) -> str:
    whom = f" ({row.client_name})" if row.client_name else ""
    return f"{row.id:>4}  {row.due_on}  {row.text}{whom}"
