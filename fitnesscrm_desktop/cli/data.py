"""``fitnesscrm demo``: a made-up studio to look at, to test with and to learn on."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from fitnesscrm_desktop.cli.runtime import a_day, answer, at_desk, chosen

demo_app = typer.Typer(help="Make a demo studio in an empty database.", no_args_is_help=True)

_TYPED = {"ignore_unknown_options": True}
"""Lets what looks like -5 reach the checks."""


@demo_app.command("create", context_settings=_TYPED)
def create_demo(
    *,
    clients: Annotated[int, typer.Option(help="How many clients.")] = 600,
    years: Annotated[int, typer.Option(help="How many years of history.")] = 2,
    seed: Annotated[int, typer.Option(help="Another number makes another studio.")] = 1,
    today: Annotated[
        date | None, typer.Option(parser=a_day, help="The day it ends on, as YYYY-MM-DD; today without it.")
    ] = None,
) -> None:
    """Fill an empty database with made-up clients, visits and money; the same arguments, the same data."""
    with at_desk() as desk:
        made = desk.services.demo.fill(
            desk.actor, clients=clients, years=years, seed=seed, today=today, progress=_progress()
        )
    answer(
        asdict(made),
        f"Made {made.clients} clients, {made.memberships} memberships, {made.visits} visits and "
        f"{made.payments} payments. Sign in as “owner” with the password “demo”.",
    )


class _Bar:
    """Percent on stderr, for a person at a terminal."""

    def __init__(self) -> None:
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(1, total)
        if percent != self._shown:
            self._shown = percent
            sys.stderr.write(f"\r{percent:3d} %" + ("\n" if done >= total else ""))
            sys.stderr.flush()


def _progress() -> _Bar | None:
    return _Bar() if sys.stderr.isatty() and not chosen().as_json else None
