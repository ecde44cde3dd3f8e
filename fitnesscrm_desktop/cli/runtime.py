"""What all commands share: which database, who acts, how answers and failures are printed."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NoReturn

import typer

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor, command_line
from fitnesscrm_desktop.services.core.clock import ClockSetTo
from fitnesscrm_desktop.services.core.errors import Confirmable, StudioError

REFUSED = 1
BAD_USAGE = 2


@dataclass(slots=True)
class Settings:
    """The options that work with every command."""

    db: str | None = None
    home: str | None = None
    as_json: bool = False
    as_user: str | None = None


@dataclass(slots=True)
class Desk:
    """One command at work."""

    services: Services
    actor: Actor


@dataclass(slots=True)
class _Chosen:
    settings: Settings = field(default_factory=Settings)


_chosen = _Chosen()


def choose(settings: Settings) -> None:
    """Remember the options of this run."""
    _chosen.settings = settings


def chosen() -> Settings:
    """The options of this run."""
    return _chosen.settings


@contextmanager
def at_desk(at: datetime | None = None, *, begins: bool = False) -> Iterator[Desk]:
    """Open the studio, act, close; a ``StudioError`` becomes one sentence on stderr and exit 1.

    With *at* everything happens as if it were that moment now. Where there was no studio one is made; only a
    command that *begins* one does so without a word.
    """
    settings = chosen()
    clock = ClockSetTo(at) if at is not None else None
    made = ""
    try:
        services = start(Home.find(settings.home), settings.db, clock=clock)
        made = "" if begins else _made(services, settings)
        try:
            yield Desk(services, _actor(services))
        finally:
            services.close()
    except StudioError as error:
        refuse(error, also=made)
    if made:
        typer.echo(made, err=True)


def _made(services: Services, settings: Settings) -> str:
    """What to say when a new studio came into being in a place that was named, maybe with a slip.

    The usual place is where the first one belongs.
    """
    option = "--db" if settings.db else "--home" if settings.home else ""
    if not (services.made_anew and option):
        return ""
    place = services.core.database.label
    return f"There was no studio in {place}: a new, empty one was made. Check {option} if you meant another."


def _actor(services: Services) -> Actor:
    login = chosen().as_user
    if login is None:
        return command_line()
    asked = (
        getpass.getpass(f"Password of {login}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    )
    return services.staff.sign_in(login, asked)


def answer(document: object, text: Callable[[], str] | str = "") -> None:
    """Print *document* as JSON if asked to, else *text* for people."""
    if chosen().as_json:
        _print_json(document)
    else:
        shown = text if isinstance(text, str) else text()
        if shown:
            typer.echo(shown)


def refuse(error: StudioError, *, hint: str = "", also: str = "") -> NoReturn:
    """Say why on stderr (and as JSON if asked to), exit 1. What may be confirmed says how.

    *also* is for the person who reads it, in the same line.
    """
    if isinstance(error, Confirmable) and not hint:
        hint = "Repeat it with --confirmed to do it all the same."
    if chosen().as_json:
        document = {"error": type(error).__name__, "text": error.text, "fields": dict(error.fields)}
        _print_json(document)
    typer.echo(" ".join([*error.text.split(), *hint.split(), *also.split()]), err=True)
    raise typer.Exit(REFUSED) from error


def give_up(document: object, text: str) -> NoReturn:
    """Print *document* as JSON if asked to, say *text* in one line on stderr, exit 1."""
    if chosen().as_json:
        _print_json(document)
    typer.echo(" ".join(text.split()), err=True)
    raise typer.Exit(REFUSED)


def _print_json(document: object) -> None:
    """One document in UTF-8; half characters from a broken terminal become question marks."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_plain)
    typer.echo(text.encode("utf-8", "replace").decode())


def tell_bad_usage(text: str, *, as_json: bool) -> None:
    """Say what was typed wrong, and nothing else."""
    if as_json:
        _print_json({"error": "BadUsage", "text": text})
    typer.echo(text, err=True)


def bad_usage(text: str, *, as_json: bool = False) -> NoReturn:
    """Say what was typed wrong on stderr (and as JSON if asked to), exit 2."""
    tell_bad_usage(text, as_json=as_json or chosen().as_json)
    raise typer.Exit(BAD_USAGE)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
