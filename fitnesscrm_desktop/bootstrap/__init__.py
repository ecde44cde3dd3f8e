"""The composition root: settings -> database -> services. No Qt here."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

import fitnesscrm_desktop.models.registry as _all_models  # noqa: F401 - mapped classes refer to each other
from fitnesscrm_desktop.bootstrap.services import Services
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.clock import Clock, SystemClock
from fitnesscrm_desktop.services.core.engine import Database, open_database, sqlite_url
from fitnesscrm_desktop.services.core.errors import StorageTrouble
from fitnesscrm_desktop.services.core.events import EventBus
from fitnesscrm_desktop.services.core.known_files import KnownFiles
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.maintenance.schema import SchemaState, SchemaStatus, ensure_current
from fitnesscrm_desktop.services.settings.defaults import add_default_studio
from fitnesscrm_desktop.services.settings.profile import find_profile

__all__ = ["Services", "build", "choose_database", "name_database", "start"]


def name_database(home: Home, url: str | None) -> str:
    """The database URL: *url*, or the file in the home folder; nothing is made."""
    return url or sqlite_url(home.database)


def choose_database(home: Home, url: str | None) -> str:
    """The database URL: *url*, or the file in the home folder (which is made)."""
    if url:
        return url
    try:
        home.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = f"The data folder {home.root} cannot be made: {error.strerror}. Choose another with --home."
        raise StorageTrouble(message, retry=False) from error
    return name_database(home, url)


def build(
    database: Database, home: Home, *, clock: Clock | None = None, bus: EventBus | None = None
) -> Services:
    """Build the services on an open database whose schema is current."""
    core = Core(database, clock or SystemClock(), bus or EventBus())
    return Services(core, home)


def start(home: Home, url: str | None = None, *, clock: Clock | None = None, anew: bool = False) -> Services:
    """Open, upgrade if needed, and build. Raises ``StorageTrouble`` with a sentence for people.

    A database file that was here before and is gone is an error, unless *anew* allows an empty one.
    """
    database = open_database(choose_database(home, url))
    try:
        found = _made_current(database, home, anew=anew)
        services = build(database, home, clock=clock)
        services.made_anew = found.state in {SchemaState.MISSING, SchemaState.EMPTY}
        _add_first_settings(services)
    except BaseException:
        database.dispose()
        raise
    return services


def _made_current(database: Database, home: Home, *, anew: bool) -> SchemaStatus:
    file = database.file
    known = KnownFiles(home.root)
    if file is not None:
        if not file.parent.is_dir():
            message = (
                f"The folder {file.parent} is not there. Check that its disk is connected, "
                "or choose another one."
            )
            raise StorageTrouble(message)
        if not anew:
            known.check(file.absolute())
    found = ensure_current(database, home)
    if file is not None:
        known.remember(file.absolute())
    return found


def _add_first_settings(services: Services) -> None:
    if _has_settings(services):
        return
    try:
        with services.core.write() as work:
            add_default_studio(work.session, work.now)
    except IntegrityError:
        if not _has_settings(services):  # else another desk was a moment faster with the same
            raise


def _has_settings(services: Services) -> bool:
    with services.core.read() as session:
        return find_profile(session) is not None
