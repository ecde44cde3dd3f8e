"""Puts the commands together and reads the options that work with every one of them."""

from __future__ import annotations

import sys
from collections import deque
from typing import Annotated

import typer

from fitnesscrm_desktop import __version__
from fitnesscrm_desktop.cli import (
    agents,
    checkin,
    clients,
    data,
    database,
    files,
    forms,
    goals,
    jobs,
    memberships,
    model,
    money,
    outbox,
    photos,
    progress,
    report,
    rules,
    sending,
    studio,
    templates,
)
from fitnesscrm_desktop.cli.lines import ForScripts
from fitnesscrm_desktop.cli.runtime import Settings, answer, bad_usage, choose
from fitnesscrm_desktop.cli.typed import MAY_START_WITH_A_DASH

EXIT_CODES = (
    "Exit codes: 0 done. 1 refused or failed: what was asked for cannot be, or an id, number, amount or day "
    "means nothing. 2 bad usage: a command, an option or a word that the help does not list, something "
    "missing, or options that contradict each other."
)

app = typer.Typer(
    name="fitnesscrm",
    cls=ForScripts,
    help="Runs a gym or studio on a PC of its own. Without a command it opens the window.",
    epilog=EXIT_CODES,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(database.app, name="db")
app.command("doctor")(database.doctor)
app.add_typer(data.demo_app, name="demo")
app.add_typer(data.import_app, name="import")
app.add_typer(clients.app, name="clients")
app.add_typer(studio.app, name="studio")
app.add_typer(studio.staff_app, name="staff")
app.add_typer(memberships.plans_app, name="plans")
app.add_typer(memberships.app, name="memberships")
app.add_typer(money.app, name="payments")
app.command("checkin", context_settings=MAY_START_WITH_A_DASH)(checkin.checkin)
app.add_typer(checkin.visits_app, name="visits")
app.command("ledger", context_settings=MAY_START_WITH_A_DASH)(money.ledger)
app.command("receipt", context_settings=MAY_START_WITH_A_DASH)(money.receipt)
app.add_typer(report.app, name="report")
app.add_typer(progress.metrics_app, name="metrics")
app.add_typer(progress.app, name="progress")
app.add_typer(goals.app, name="goals")
app.add_typer(files.app, name="files")
app.add_typer(photos.app, name="photos")
app.add_typer(jobs.app, name="jobs")
app.add_typer(sending.smtp_app, name="smtp")
app.add_typer(sending.sms_app, name="sms")
app.add_typer(sending.app, name="messages")
app.add_typer(outbox.app, name="outbox")
app.add_typer(templates.app, name="templates")
app.add_typer(forms.app, name="forms")
app.add_typer(rules.app, name="rules")
app.add_typer(model.app, name="model")
app.add_typer(agents.app, name="agents")
app.add_typer(rules.tasks_app, name="tasks")

_EVERYWHERE = {"--db": True, "--home": True, "--as": True, "--json": False}
"""Options that may stand anywhere on the line, and whether they take a value."""
_WHAT = {"--db": "a database", "--home": "a folder", "--as": "a member of staff"}
_FOR_THE_WINDOW = (
    "--demo and --self-test open the window and go with no command. For commands on a demo studio make one: "
    "fitnesscrm --home FOLDER demo create --clients 300 --years 1 --seed 1, then name the same --home."
)


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    *,
    db: Annotated[
        str | None, typer.Option(envvar="FITNESSCRM_DB", help="Address of another database.")
    ] = None,
    home: Annotated[str | None, typer.Option(help="Another data folder.")] = None,
    as_user: Annotated[
        str | None, typer.Option("--as", help="Act as the member of staff with this login.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="Open the window on a throw-away demo studio.")
    ] = False,
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Visit every page and dialog, then exit.")
    ] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    for option, value in (("--db", db), ("--home", home), ("--as", as_user)):
        if value is not None and not value.strip():
            text = f"{option} is empty. Name {_WHAT[option]}, or leave the option out."
            bad_usage(text, as_json=as_json)
    choose(Settings(db=db, home=home, as_json=as_json, as_user=as_user))
    if version:
        answer({"version": __version__}, __version__)
        raise typer.Exit
    if context.invoked_subcommand is not None:
        if demo or self_test:
            bad_usage(_FOR_THE_WINDOW, as_json=as_json)
    elif as_json and not self_test:
        bad_usage("Name a command; --help lists them. The window prints nothing.", as_json=True)
    else:
        from fitnesscrm_desktop.app import run_window

        raise typer.Exit(run_window(db=db, home=home, demo=demo, self_test=self_test, as_json=as_json))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; *arguments* default to those of the process."""
    app(args=in_order(sys.argv[1:] if arguments is None else arguments))


def in_order(arguments: list[str]) -> list[str]:
    """*arguments* as the commands read them, however a person has ordered them."""
    return data.spread_maps(hoist(arguments))


def hoist(arguments: list[str]) -> list[str]:
    """Move the options that work everywhere to the front, where Typer reads them.

    One whose value was forgotten becomes an empty one, or it would take the command for its value.
    """
    front: list[str] = []
    rest: list[str] = []
    words = deque(arguments)
    while words:
        word = words.popleft()
        name, equals, _ = word.partition("=")
        if word == "--":
            rest += [word, *words]
            break
        if name not in _EVERYWHERE:
            rest.append(word)
        elif equals or not _EVERYWHERE[name]:
            front.append(word)
        else:
            forgotten = not words or words[0].startswith("-")
            front.append(f"{word}={'' if forgotten else words.popleft()}")
    return front + rest
