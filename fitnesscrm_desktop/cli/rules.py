"""``fitnesscrm rules`` and ``fitnesscrm tasks``: what is done when something happens, and by whom."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer

from fitnesscrm_desktop.cli.runtime import Desk, answer, at_desk
from fitnesscrm_desktop.cli.typed import AN_ID, MAY_START_WITH_A_DASH, a_limit, a_moment, a_number
from fitnesscrm_desktop.cli.typed_rules import TypedRule
from fitnesscrm_desktop.models.values import Audience, MatchState, Role, RuleAction, Trigger
from fitnesscrm_desktop.services.automation import conditions
from fitnesscrm_desktop.services.automation.results import DryEntry, DryRun, RuleDraft, RuleRow, TaskRow
from fitnesscrm_desktop.services.automation.sentence import sentence
from fitnesscrm_desktop.services.automation.staff_tasks import TaskList
from fitnesscrm_desktop.services.messaging.skip_words import SENTENCES

app = typer.Typer(help="What is done when something happens.", no_args_is_help=True)
tasks_app = typer.Typer(help="What the staff is to do.", no_args_is_help=True)

RuleId = Annotated[int, typer.Argument(help="Id of the rule.", **AN_ID)]


@app.command("list")
def list_rules(
    *, archived: Annotated[bool, typer.Option("--archived", help="Rules that were put away too.")] = False
) -> None:
    """List the rules, each as a sentence."""
    with at_desk() as desk:
        found = desk.services.rules.list(desk.actor, archived=archived)
    answer([_document(row) for row in found], lambda: "\n".join(map(_line, found)) or "No rules yet.")


@app.command("show")
def show(rule: RuleId) -> None:
    """Show a rule, and what has come of it."""
    with at_desk() as desk:
        row = desk.services.rules.get(desk.actor, rule)
        figures = desk.services.rules.statistics(desk.actor, rule)
    document = {**_document(row), "statistics": asdict(figures)}
    counts = {**asdict(figures), "followed": None, "skipped": None}
    told = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items() if count)
    answer(document, f"{_line(row)}\n{told}")


Name = Annotated[str | None, typer.Option(help="What it is called.")]
When = Annotated[Trigger | None, typer.Option(help="What it waits for.")]
Days = Annotated[
    int | None, typer.Option(parser=a_number, metavar="N", help="How many days (visits, years).")
]
Do = Annotated[RuleAction | None, typer.Option(help="What it does.")]
Words = Annotated[str | None, typer.Option(help="The words: name, key or id of a template.")]
Task = Annotated[str | None, typer.Option(help="What the staff is to do.")]
Whom = Annotated[Audience | None, typer.Option(help="Whom it speaks to.")]
Which = Annotated[Role | None, typer.Option(help="Which of the staff.")]
OnlyIf = Annotated[
    list[str] | None,
    typer.Option(
        "--if",
        help="Such as 'age at_least 60', 'plan is 3' or, in minor units, 'balance at_least 5000'; "
        "may be given again.",
    ),
]
Conditions = Annotated[
    str | None,
    typer.Option(metavar="JSON", help='Any conditions, as `rules show --json` prints them; "" is always.'),
]
ByItself = Annotated[bool | None, typer.Option("--by-itself/--ask", help="Send without asking, or ask.")]
OverCap = Annotated[
    bool | None, typer.Option("--over-cap/--within-cap", help="Whether it keeps to the weekly cap.")
]


@app.command("add", context_settings=MAY_START_WITH_A_DASH)
def add(  # noqa: PLR0913 - one option for each thing a rule is
    *,
    name: Annotated[str, typer.Option(help="What it is called.")],
    when: Annotated[Trigger, typer.Option(help="What it waits for.")],
    days: Days = None,
    do: Do = None,
    template: Words = None,
    task: Task = None,
    to: Whom = None,
    role: Which = None,
    only_if: OnlyIf = None,
    conditions: Conditions = None,
    by_itself: ByItself = None,
    over_cap: OverCap = None,
    on: Annotated[bool, typer.Option("--on", help="Switch it on at once.")] = False,
) -> None:
    """Add a rule, switched off unless --on is given. It sends e-mail and asks first unless told otherwise."""
    with at_desk() as desk:
        typed = TypedRule(
            name, when, days, do, template, task, to, role, only_if, conditions, by_itself, over_cap
        )
        draft = typed.put_on(desk, RuleDraft(name, when))
        row = desk.services.rules.add(desk.actor, draft)
        if on:
            row = desk.services.rules.enable(desk.actor, row.id)
        _answer(desk, row, f"Added rule {row.id}: {sentence(row)}")


@app.command("edit", context_settings=MAY_START_WITH_A_DASH)
def edit(  # noqa: PLR0913 - one option for each thing a rule is
    rule: RuleId,
    *,
    name: Name = None,
    when: When = None,
    days: Days = None,
    do: Do = None,
    template: Words = None,
    task: Task = None,
    to: Whom = None,
    role: Which = None,
    only_if: OnlyIf = None,
    conditions: Conditions = None,
    by_itself: ByItself = None,
    over_cap: OverCap = None,
) -> None:
    """Change a rule; what is not named stays. What it has found stays found."""
    with at_desk() as desk:
        before = desk.services.rules.get(desk.actor, rule)
        typed = TypedRule(
            name, when, days, do, template, task, to, role, only_if, conditions, by_itself, over_cap
        )
        draft = typed.put_on(desk, before.draft)
        row = desk.services.rules.edit(desk.actor, rule, draft, before.version)
        _answer(desk, row, f"Rule {row.id}: {sentence(row)}{_held(row)}")


@app.command("archive")
def archive(rule: RuleId) -> None:
    """Switch a rule off and put it away; what it has done stays known."""
    with at_desk() as desk:
        row = desk.services.rules.archive(desk.actor, rule)
    answer({**_document(row), "held": list(row.held)}, f"Rule {row.id} is in the archive.{_held(row)}")


@app.command("restore")
def restore(rule: RuleId) -> None:
    """Bring a rule back from the archive, switched off."""
    with at_desk() as desk:
        row = desk.services.rules.restore(desk.actor, rule)
    answer(_document(row), f"Rule {row.id} is back, switched off: {sentence(row)}")


@app.command("enable")
def enable(rule: RuleId) -> None:
    """Switch a rule on: it acts on what happens from today on."""
    with at_desk() as desk:
        row = desk.services.rules.enable(desk.actor, rule)
        _answer(desk, row, f"Rule {row.id} is on: {sentence(row)}")


@app.command("disable")
def disable(rule: RuleId) -> None:
    """Switch a rule off; what it has approved by itself and is not sent yet waits for a yes."""
    with at_desk() as desk:
        row = desk.services.rules.disable(desk.actor, rule)
    answer({**_document(row), "held": list(row.held)}, f"Rule {row.id} is off.{_held(row)}")


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
    why = next((text for reason, text in SENTENCES.items() if reason == each.reason), each.reason)
    if each.state is MatchState.QUEUED and why:
        what = f"{what} (waits: {why})"
    ending = what if each.state is MatchState.QUEUED else f"left out. {why}"
    return f"{each.day}  rule {each.rule_id}  {each.client_name}: {' '.join(ending.split())}"


def _answer(desk: Desk, row: RuleRow, text: str) -> None:
    """The rule, and on standard error why its words would make no sense."""
    doubts = desk.services.rules.doubts(desk.actor, row.draft)
    answer({**_document(row), "held": list(row.held), "doubts": list(doubts)}, text)
    for doubt in doubts:
        typer.echo(doubt, err=True)


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
        "over_cap": draft.ignores_cap,
        "archived": row.archived,
        "counts": asdict(row.counts),
    }


def _line(row: RuleRow) -> str:
    state = "on " if row.enabled else "off"
    archived = "  (archived)" if row.archived else ""
    return f"{row.id:>4}  {state}  {row.draft.name}: {sentence(row)}{archived}"


@tasks_app.command("list")
def list_tasks(
    *,
    done: Annotated[bool, typer.Option("--done", help="Those that are done.")] = False,
    limit: Annotated[int, typer.Option(parser=a_limit, metavar="N", help="How many.")] = 100,
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


def _held(row: RuleRow) -> str:
    count = len(row.held)
    if not count:
        return ""
    return (
        " 1 message of it waits for a yes now."
        if count == 1
        else f" {count} messages of it wait for a yes now."
    )
