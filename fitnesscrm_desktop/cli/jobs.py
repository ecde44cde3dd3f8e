"""``fitnesscrm jobs``: what the studio does by itself, without a window."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from fitnesscrm_desktop.cli.runtime import Desk, answer, at_desk, give_up
from fitnesscrm_desktop.cli.typed import a_moment
from fitnesscrm_desktop.cli.vault import mail_waits_for_it, unlock_if_given
from fitnesscrm_desktop.models.values import JobResult, Permission
from fitnesscrm_desktop.services.jobs.results import Every, JobRow, JobRunRow, Schedule
from fitnesscrm_desktop.services.messaging.outbox_results import VaultState

app = typer.Typer(help="What the studio does by itself.", no_args_is_help=True)

_LOOK_SECONDS = 1.0
"""On some systems a waiting program does not hear Ctrl+C before its wait is over."""
_LOOKS = 10
"""So many go by until the outbox is looked at."""
CANNOT_SEND = {
    VaultState.LOCKED: "No message can leave: the master password is missing. Start this again and type it, "
    "or give it as the first line of standard input.",
    VaultState.MISSING: "No message can leave: there is no keyring and no vault with the password of the "
    "server. Run “fitnesscrm smtp set” as this user, then start this again.",
}
_SENDS = "outbox"
_RESULTS = {
    JobResult.RUNNING: "running",
    JobResult.DONE: "done",
    JobResult.FAILED: "FAILED",
    JobResult.BROKEN_OFF: "broken off",
}


@app.command("list")
def list_jobs() -> None:
    """Show all jobs: when each runs next, and how it went the last time."""
    with at_desk() as desk:
        found = desk.services.jobs.list(desk.actor)
        zone = ZoneInfo(desk.services.settings.profile().zone)
        now = desk.services.core.clock.now()
    answer([_document(row) for row in found], lambda: "\n".join(_line(row, zone, now) for row in found))


@app.command("run")
def run_job(
    name: Annotated[str, typer.Argument(help="As `jobs list` shows it.")],
    *,
    at: Annotated[
        datetime | None,
        typer.Option(parser=a_moment, metavar="ISO", help="As if it were this moment; what it does is real."),
    ] = None,
) -> None:
    """Run a job now, whether it is due or not; exit 1 when it failed.

    Without a keyring the outbox needs the master password: it is asked, or read from the first line of
    standard input.
    """
    with at_desk(at) as desk:
        if name == _SENDS:
            unlock_if_given(desk)
        ran = desk.services.jobs.run_now(desk.actor, name)
        zone = ZoneInfo(desk.services.settings.profile().zone)
    if ran.result is not JobResult.DONE:
        give_up(_run_document(ran), _said(ran, zone))
    answer(_run_document(ran), _said(ran, zone))


@app.command("daemon")
def run_daemon() -> None:
    """Run the jobs when they are due, until Ctrl+C; for a PC or server without a window.

    Without a keyring the master password is asked, or read from the first line of standard input.
    """
    with at_desk() as desk:
        desk.actor.require(Permission.MANAGE_JOBS)
        able = unlock_if_given(desk)
        from fitnesscrm_desktop.services.jobs.scheduler import JobScheduler

        scheduler = JobScheduler(desk.services.jobs, desk.services.core.clock)
        with _until_told() as told:
            scheduler.start()
            answer({"state": "running"}, "The jobs run when they are due. End with Ctrl+C.")
            if able in CANNOT_SEND:
                typer.echo(CANNOT_SEND[able], err=True)
            _wait(desk, told, quiet=able in CANNOT_SEND)
            scheduler.stop()


def _wait(desk: Desk, told: threading.Event, *, quiet: bool) -> None:
    """Until the end. That mail comes to need the master password is told once, unless *quiet*."""
    looks = 0
    while not told.wait(_LOOK_SECONDS):
        looks += 1
        if not quiet and looks % _LOOKS == 0 and mail_waits_for_it(desk):
            quiet = True
            typer.echo(CANNOT_SEND[VaultState.LOCKED], err=True)


@contextmanager
def _until_told() -> Iterator[threading.Event]:
    """An event that Ctrl+C, or the system when it ends its services, sets."""
    told = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: told.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _schedule(schedule: Schedule) -> str:
    if not isinstance(schedule, Every):
        return f"daily at {schedule.at}"
    return "every minute" if schedule.minutes == 1 else f"every {schedule.minutes} minutes"


def _document(row: JobRow) -> dict[str, object]:
    return {
        "name": row.name,
        "title": row.title,
        "about": row.about,
        "schedule": _schedule(row.schedule),
        "paused": row.paused,
        "next_at": row.next_at,
        "last_run": None if row.last_run is None else _run_document(row.last_run),
    }


def _run_document(run: JobRunRow) -> dict[str, object]:
    return {
        "job": run.job,
        "result": run.result,
        "text": run.text,
        "due_at": run.due_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "seconds": run.seconds,
        "place": run.place,
        "by": run.by,
        "as_if": run.as_if,
    }


def _line(row: JobRow, zone: ZoneInfo, now: datetime) -> str:
    coming = "paused" if row.next_at is None else f"next {_moment(row.next_at, zone)}"
    if row.next_at is not None and row.next_at <= now:
        coming = "due now"
    return f"{row.name:<22} {_schedule(row.schedule):<18} {coming:<22} {_last(row.last_run, zone)}".rstrip()


def _last(run: JobRunRow | None, zone: ZoneInfo) -> str:
    if run is None:
        return "has not run yet"
    return f"{_RESULTS[run.result]} {_moment(run.started_at, zone)}: {' '.join(_said(run, zone).split())}"


def _said(run: JobRunRow, zone: ZoneInfo) -> str:
    """What came of it; first of all that its moment was made up."""
    what = run.text or ("Nothing to do." if run.result is JobResult.DONE else "")
    return what if run.as_if is None else f"As if it were {_moment(run.as_if, zone)}: {what}"


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
