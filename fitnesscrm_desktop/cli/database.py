"""``fitnesscrm db`` and ``fitnesscrm doctor``: the schema, and whether all is well."""

from __future__ import annotations

import threading
from dataclasses import asdict
from typing import Annotated, NoReturn

import typer

from fitnesscrm_desktop.bootstrap import name_database, start
from fitnesscrm_desktop.cli.runtime import REFUSED, Desk, answer, at_desk, chosen, refuse
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.services.core.clock import SystemClock
from fitnesscrm_desktop.services.core.engine import Database, open_database
from fitnesscrm_desktop.services.core.errors import RuleBroken, StudioError
from fitnesscrm_desktop.services.core.events import EventBus
from fitnesscrm_desktop.services.core.known_files import KnownFiles
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.maintenance.doctor import Doctor
from fitnesscrm_desktop.services.maintenance.results import Finding, FindingState
from fitnesscrm_desktop.services.maintenance.schema import SchemaState, refuse_unknown, status

app = typer.Typer(help="The database and its schema.", no_args_is_help=True)

_SIGNS = {FindingState.OK: "ok     ", FindingState.WARNING: "warning", FindingState.BAD: "BAD    "}


@app.command("upgrade")
def upgrade() -> None:
    """Bring the database to the schema of this program (a file is copied first)."""
    settings = chosen()
    if settings.as_user is not None:
        _sign_in()
    try:
        services = start(Home.find(settings.home), settings.db, anew=True)
        found = status(services.core.database)
        services.close()
    except StudioError as error:
        refuse(error)
    answer(
        {"state": found.state, "revision": found.revision, "head": found.head},
        f"The database is at revision {found.revision}.",
    )


@app.command("status")
def show_status() -> None:
    """Say which schema the database has and which one the program wants; change nothing."""
    home = Home.find(chosen().home)
    try:
        database = _named(home)
        found = status(database)
        if found.state is SchemaState.MISSING and database.file is not None:
            KnownFiles(home.root).check(database.file.absolute())
        database.dispose()
        if chosen().as_user is not None and found.state is not SchemaState.CURRENT:
            raise RuleBroken("Nobody can sign in to this database as it is. Leave --as out.")
    except StudioError as error:
        refuse(error)
    if chosen().as_user is not None:
        _sign_in()
    shown = "not there yet" if found.state is SchemaState.MISSING else found.state.value
    answer(
        {"state": found.state, "revision": found.revision, "head": found.head, "database": database.label},
        f"{database.label}: {shown} (revision {found.revision or 'none'}, program wants {found.head}).",
    )
    try:
        refuse_unknown(found)
    except StudioError as error:
        _fail(error.text)


def _sign_in() -> None:
    """Whoever is named with --as gives the password, and may look after the database."""
    with at_desk() as desk:
        desk.actor.require(Permission.MAINTAIN_DATABASE)


def doctor(
    *,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Make all sums anew, take lost contents of files from the backup."),
    ] = False,
) -> None:
    """Look at database, disk, keyring, fonts, files and assistant; one line for each thing."""
    if repair or chosen().as_user:
        with at_desk() as desk:
            findings = _examine(desk, repair=repair)
    else:
        findings = _examine_as_it_is()
    healthy = all(each.state is not FindingState.BAD for each in findings)
    lines = "\n".join(f"{_SIGNS[each.state]}  {each.name}: {each.text}" for each in findings)
    answer({"healthy": healthy, "findings": [asdict(each) for each in findings]}, lines)
    if not healthy:
        _fail(next(each.text for each in findings if each.state is FindingState.BAD))


def _examine(desk: Desk, *, repair: bool) -> list[Finding]:
    if repair:
        desk.services.doctor.repair_roll_ups(desk.actor)
        desk.services.doctor.repair_files(desk.actor)
    return desk.services.doctor.examine(desk.actor)


def _examine_as_it_is() -> list[Finding]:
    """Without the start of the program, which would refuse or upgrade what is to be looked at."""
    from fitnesscrm_desktop.agents.runtime.first_look import FirstLook  # no other command needs it

    home = Home.find(chosen().home)
    try:
        database = _named(home)
        core = Core(database, SystemClock(), EventBus())
        look, goes_on = FirstLook(), threading.Event()
        findings = Doctor(core, home, lambda: look.take_anew(goes_on)).examine(command_line())
        database.dispose()
    except StudioError as error:
        refuse(error)
    return findings


def _named(home: Home) -> Database:
    return open_database(name_database(home, chosen().db))


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(REFUSED)
