"""``fitnesscrm db``: the schema."""

from __future__ import annotations

import typer

from fitnesscrm_desktop.bootstrap import choose_database, start
from fitnesscrm_desktop.cli.runtime import answer, chosen, refuse
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.engine import open_database
from fitnesscrm_desktop.services.core.errors import StudioError
from fitnesscrm_desktop.services.maintenance.schema import status

app = typer.Typer(help="The database and its schema.", no_args_is_help=True)


@app.command("upgrade")
def upgrade() -> None:
    """Bring the database to the schema of this program (a file is copied first)."""
    settings = chosen()
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
    settings = chosen()
    home = Home.find(settings.home)
    try:
        database = open_database(choose_database(home, settings.db))
        found = status(database)
        database.dispose()
    except StudioError as error:
        refuse(error)
    answer(
        {"state": found.state, "revision": found.revision, "head": found.head, "database": database.label},
        f"{database.label}: {found.state} (revision {found.revision or 'none'}, program wants {found.head}).",
    )
