"""The log of jobs: each occurrence is claimed once, and every run that began is known to have ended."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, cast, delete, select, update
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.base import TEXT_LENGTH
from fitnesscrm_desktop.models.job import Job, JobRun
from fitnesscrm_desktop.models.values import JobResult
from fitnesscrm_desktop.services.core.processes import is_gone, process_mark
from fitnesscrm_desktop.services.core.typed_text import shortened
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.jobs.results import JobSpec
from fitnesscrm_desktop.services.jobs.rules import due, was_set_back

KEPT_DAYS, KEPT_RUNS = 90, 50
TRIES = 3
"""How often one occurrence is begun when the program ends in the middle of it."""
LOST_AFTER = timedelta(minutes=30)
"""A run that a person asked for on another PC counts as broken off after this time."""
ASKED = "asked "
"""Then comes the mark of the program that runs it."""
AS_IF = " as if"
_AHEAD = " ahead of time "
_BROKEN_OFF = (
    "The program ended while this ran. What it had finished is kept, and the next run does the rest."
)


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that is now ours."""

    run_id: int
    mark: str


def job_row(session: Session, name: str) -> Job:
    """The job's row, locked; made if it is not there yet."""
    found = session.get(Job, name, with_for_update=True)
    if found is None:
        found = Job(name=name, paused_at=None, done_until=None, mark="")
        session.add(found)
        session.flush()
    return found


def claim(work: Work, spec: JobSpec, zone: str, place: str) -> Begun | None:
    """Begin the occurrence that is due, unless somebody has; raises ``IntegrityError`` if just now."""
    job = job_row(work.session, spec.name)
    moment = due(spec.schedule, job.done_until, work.now, zone)
    if job.paused_at is not None or moment is None:
        return None
    if job.done_until is not None and was_set_back(spec.schedule, job.done_until, work.now):
        _give_back_the_future(work.session, spec.name, work.now)
    job.done_until = moment
    occurrence = _free_occurrence(work.session, spec.name, moment)
    if occurrence is None:
        return None
    return Begun(_begin(work, spec.name, occurrence, moment, place, None), job.mark)


def begin_asked(work: Work, spec: JobSpec, place: str, staff_id: int | None, *, made_up: bool) -> Begun:
    """Begin a run that a person asks for; the next one comes when it is due, as if nothing had been."""
    job = job_row(work.session, spec.name)
    occurrence = f"{ASKED}{process_mark()} {uuid.uuid4().hex[:12]}{AS_IF if made_up else ''}"
    return Begun(_begin(work, spec.name, occurrence, work.now, place, staff_id), job.mark)


def end(work: Work, run_id: int, result: JobResult, text: str) -> None:
    """Write down how a run ended. Of the runs that have nothing new to say, only the newest is kept."""
    run = work.session.get_one(JobRun, run_id)
    run.finished_at, run.result, run.text = work.really_now, result, shortened(text, TEXT_LENGTH)
    work.session.flush()
    others = delete(JobRun).where(JobRun.job == run.job, JobRun.id != run_id)
    if result is JobResult.DONE and not text:
        idle = (JobRun.result == JobResult.DONE, JobRun.text == "", JobRun.occurrence.not_like(f"{ASKED}%"))
        work.session.execute(others.where(*idle))
    elif result is JobResult.FAILED and not run.occurrence.startswith(ASKED):
        _forget_between(work.session, run)
    newest = select(JobRun.id).where(JobRun.job == run.job).order_by(JobRun.started_at.desc())
    old = JobRun.started_at < work.really_now - timedelta(days=KEPT_DAYS)
    work.session.execute(others.where(old, JobRun.id.not_in(newest.limit(KEPT_RUNS).scalar_subquery())))


def _forget_between(session: Session, run: JobRun) -> None:
    """Of failures in a row for one reason the first and the newest are kept: since when, and still."""
    before = select(JobRun).where(
        JobRun.job == run.job, JobRun.id < run.id, JobRun.occurrence.not_like(f"{ASKED}%")
    )
    last = session.scalars(before.order_by(JobRun.id.desc()).limit(2)).all()
    same = [each for each in last if (each.result, each.text) == (run.result, run.text)]
    if len(same) == len(last) == 2:  # noqa: PLR2004 - the one before, and the one before that
        session.delete(last[0])


def break_off_lost(work: Work, led: Collection[str], ours: Collection[int], place: str) -> int:
    """Mark the runs whose program is gone; how many.

    Whoever leads gives the jobs in *led*: such a run can only be this program's, so it is lost if it is not
    among *ours*. What was due is due again, but not for ever: perhaps it is the job that ends the program.
    Who does not lead knows only of programs on the same PC.
    """
    query = select(JobRun).where(JobRun.result == JobResult.RUNNING, JobRun.id.not_in(ours))
    found = [run for run in work.session.scalars(query) if _is_lost(run, led, place, work.now)]
    for run in found:
        run.result, run.text = JobResult.BROKEN_OFF, _BROKEN_OFF
        if not run.occurrence.startswith(ASKED):
            again = update(Job).where(Job.name == run.job, Job.done_until == run.due_at)
            work.session.execute(again.values(done_until=None))
    return len(found)


def _is_lost(run: JobRun, led: Collection[str], place: str, now: datetime) -> bool:
    asked = run.occurrence.startswith(ASKED)
    if asked and run.place == place and is_gone(run.occurrence.removeprefix(ASKED).partition(" ")[0]):
        return True
    if not led:
        return False
    return abs(now - run.started_at) > LOST_AFTER or (run.job in led and not asked)


def _begin(work: Work, job: str, occurrence: str, due_at: datetime, place: str, staff_id: int | None) -> int:
    run = JobRun(
        job=job,
        occurrence=occurrence,
        due_at=due_at,
        started_at=work.really_now,
        finished_at=None,
        result=JobResult.RUNNING,
        text="",
        place=place,
        staff_id=staff_id,
    )
    work.session.add(run)
    work.session.flush()
    return run.id


def _free_occurrence(session: Session, job: str, moment: datetime) -> str | None:
    """What the run is called; None if this occurrence has had its turn."""
    base = moment.isoformat()
    names = [base, *(f"{base} ({number})" for number in range(2, TRIES + 1))]
    query = select(JobRun.occurrence, JobRun.result).where(JobRun.job == job, JobRun.occurrence.in_(names))
    results = dict(session.execute(query).all())
    for name in names:
        if name not in results:
            return name
        if results[name] is not JobResult.BROKEN_OFF:
            return None
    return None


def _give_back_the_future(session: Session, job: str, now: datetime) -> None:
    """The clock was wrong: what ran "later than now" must not keep the real ones from running."""
    wrong = update(JobRun).where(
        JobRun.job == job,
        JobRun.due_at > now,
        JobRun.occurrence.not_like(f"{ASKED}%"),
        JobRun.occurrence.not_like(f"%{_AHEAD}%"),
    )
    renamed = JobRun.occurrence + _AHEAD + cast(JobRun.id, String)
    session.execute(wrong.values(occurrence=renamed), execution_options={"synchronize_session": False})
