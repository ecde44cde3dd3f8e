"""What jobs and their runs are called on the screen."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from fitnesscrm_desktop.models.values import JobResult
from fitnesscrm_desktop.services.jobs.results import Every, JobRow, JobRunRow, Schedule
from fitnesscrm_desktop.ui.core.formats import Formats
from fitnesscrm_desktop.ui.core.tokens import Tone

MINUTE, HOUR = 60, 60
SHORT, SHORTEST = 10, 0.1
"""Seconds below which a tenth of one is worth telling."""
TONES = {
    JobResult.RUNNING: Tone.BLUE,
    JobResult.DONE: Tone.GREEN,
    JobResult.FAILED: Tone.RED,
    JobResult.BROKEN_OFF: Tone.AMBER,
}


def tr(text: str, disambiguation: str = "", n: int = -1) -> str:
    """*text* in the language of the program."""
    return QCoreApplication.translate("Jobs", text, disambiguation, n)


def job_name(title: str) -> str:
    """A job's title, in the language of the window if it is known there."""
    return tr(title)


def schedule_text(schedule: Schedule, formats: Formats) -> str:
    """When it runs."""
    if not isinstance(schedule, Every):
        at = schedule.time
        return tr("Daily at {time}").format(time=formats.time_of_day(at.hour * HOUR + at.minute))
    if schedule.minutes == 1:
        return tr("Every minute")
    return tr("Every {count} minutes").format(count=formats.number(schedule.minutes))


def next_text(row: JobRow, now: datetime, formats: Formats) -> str:
    """When it runs next."""
    if row.next_at is None:
        return tr("Paused")
    return tr("Within a minute") if row.next_at <= now else formats.moment(row.next_at)


def result_text(result: JobResult) -> str:
    """How it ended, in a word."""
    return {
        JobResult.RUNNING: tr("Running"),
        JobResult.DONE: tr("Done"),
        JobResult.FAILED: tr("Failed"),
        JobResult.BROKEN_OFF: tr("Broken off"),
    }[result]


def said(run: JobRunRow, formats: Formats) -> str:
    """What came of it, in a sentence; first of all that a command made its moment up."""
    what = run.text or (tr("Nothing to do.") if run.result is JobResult.DONE else "")
    if run.as_if is None:
        return what
    return tr("As if it were {moment}: {what}").format(moment=formats.moment(run.as_if), what=what)


def took(run: JobRunRow) -> str:
    """How long it took; an en dash when nobody knows."""
    seconds = run.seconds
    if seconds is None:
        return "–"
    if seconds < SHORTEST:
        return tr("under 0.1 s")
    if seconds < SHORT:
        return tr("{seconds} s").format(seconds=f"{seconds:.1f}")
    minutes, rest = divmod(round(seconds), MINUTE)
    if not minutes:
        return tr("{seconds} s").format(seconds=rest)
    return tr("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)


def whole_run(run: JobRunRow, formats: Formats) -> str:
    """Everything about a run, to be copied."""
    lines = [
        (tr("Job"), f"{job_name(run.title)} ({run.job})"),
        (tr("Due"), formats.moment(run.due_at)),
        (tr("Started"), formats.moment(run.started_at)),
        (tr("Ended"), formats.moment(run.finished_at) or "–"),
        (tr("Result"), result_text(run.result)),
        (tr("On"), run.place),
        (tr("Asked for by"), run.by or tr("nobody, it was due")),
        (tr("What was done"), said(run, formats)),
    ]
    return "\n".join(f"{name}: {text}" for name, text in lines)
