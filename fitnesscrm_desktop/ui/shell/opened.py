"""Opens the studio on a worker: everything heavy is loaded here, and nothing that makes Qt classes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fitnesscrm_desktop.ui.shell.single import database_file

if TYPE_CHECKING:  # the window is painted before these are loaded
    from datetime import datetime

    from fitnesscrm_desktop.bootstrap import Services
    from fitnesscrm_desktop.paths import Home
    from fitnesscrm_desktop.services.core.actor import Actor
    from fitnesscrm_desktop.services.maintenance.glimpse import Glimpse
    from fitnesscrm_desktop.services.settings.profile import StudioProfile

DEMO_CLIENTS, DEMO_YEARS, DEMO_SEED = 400, 2, 7

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """An open studio, and what the window needs to know of it at once."""

    services: Services
    profile: StudioProfile
    logo: bytes | None
    is_set_up: bool
    actor: Actor | None = None
    """Who is signed in already: the owner of a demo studio."""


def see_studio(home: Home, url: str | None) -> Glimpse | None:
    """What the sign-in shows, in a fraction of the time that opening takes; None if one has to wait for that.

    Only of a file on this PC: a server takes longer to answer than the database tools to load.
    """
    from fitnesscrm_desktop.services.core.clock import SystemClock
    from fitnesscrm_desktop.services.maintenance.glimpse import glimpse

    file = database_file(home.database, url)
    seen = None if file is None else glimpse(file)
    if seen is not None:
        load_formats(seen.profile, SystemClock().now())
    return seen


def open_studio(home: Home, url: str | None, _tell: Tell) -> Opened:
    """Open the studio of *home* or at *url*. Raises ``StorageTrouble`` with a sentence for people."""
    from fitnesscrm_desktop.bootstrap import start

    services = start(home, url)
    try:
        store_what_was_kept(services)
        return look_at(services)
    except BaseException:
        services.close()
        raise


def store_what_was_kept(services: Services) -> None:
    """Check-ins that the last window could not store any more; what cannot be stored now waits on."""
    from fitnesscrm_desktop.services.core.actor import the_program
    from fitnesscrm_desktop.services.core.errors import StorageTrouble

    if any(services.home.root.glob("kept-scans-*.jsonl")):  # what looks after them is loaded only then
        with suppress(StorageTrouble):
            services.kept_scans.store_all(the_program())


def open_demo(home: Home, tell: Tell) -> Opened:
    """Make a studio with believable people in *home*; its owner is signed in."""
    from fitnesscrm_desktop.bootstrap import start
    from fitnesscrm_desktop.services.core.actor import command_line
    from fitnesscrm_desktop.services.demo.staff import PASSWORD, STAFF

    services = start(home)
    try:
        services.demo.fill(
            command_line(), clients=DEMO_CLIENTS, years=DEMO_YEARS, seed=DEMO_SEED, progress=tell
        )
        return look_at(services, services.staff.sign_in(STAFF[0].login, PASSWORD))
    except BaseException:
        services.close()
        raise


def look_at(services: Services, actor: Actor | None = None) -> Opened:
    """What the window needs to know."""
    profile = services.settings.profile()
    load_formats(profile, services.core.clock.now())
    return Opened(
        services=services,
        profile=profile,
        logo=services.settings.logo(),
        is_set_up=services.settings.is_set_up(),
        actor=actor,
    )


def load_formats(profile: StudioProfile, now: datetime) -> None:
    """Read how the studio writes dates and times: those are files, and the window must not wait."""
    from fitnesscrm_desktop.ui.core.formats import Formats

    formats = Formats.of(profile)
    formats.moment(now)
    formats.long_day(profile.day_of(now))


def url_of(file: Path) -> str:
    """The database URL of a file somebody chose."""
    from fitnesscrm_desktop.services.core.engine import sqlite_url

    return sqlite_url(file)
