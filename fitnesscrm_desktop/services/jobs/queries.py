"""Reads what is known of the jobs and their runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.job import Job, JobLease, JobRun
from fitnesscrm_desktop.models.staff import Staff
from fitnesscrm_desktop.models.values import JobResult
from fitnesscrm_desktop.services.core.paging import Cursor, Page, keyset_page
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.jobs.results import JobRow, JobRunRow, JobSpec, JobsStanding
from fitnesscrm_desktop.services.jobs.rules import due, next_run
from fitnesscrm_desktop.services.jobs.storing import AS_IF, ASKED, LOST_AFTER

COMMAND_LINE = "command line"


def _runs() -> Select[*tuple[Any, ...]]:
    return select(JobRun, func.coalesce(Staff.name, "")).outerjoin(Staff, Staff.id == JobRun.staff_id)


def _row(found: Any, titles: Mapping[str, str]) -> JobRunRow:
    run, name = found[0], found[1]
    asked = COMMAND_LINE if run.occurrence.startswith(ASKED) else ""
    return JobRunRow(
        id=run.id,
        job=run.job,
        title=titles.get(run.job, run.job),
        due_at=run.due_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        result=run.result,
        text=run.text,
        place=run.place,
        by=name or asked,
        as_if=run.due_at if run.occurrence.endswith(AS_IF) else None,
    )


def _titles(specs: Sequence[JobSpec]) -> dict[str, str]:
    return {spec.name: spec.title for spec in specs}


@dataclass(frozen=True, slots=True)
class RunFeed:
    """The log, the newest first, page by page."""

    core: Core
    specs: Sequence[JobSpec]
    job: str | None = None

    def fetch(self, after: Cursor | None, limit: int) -> Page[JobRunRow]:
        """The page of at most *limit* runs that starts behind *after*."""
        query = _runs() if self.job is None else _runs().where(JobRun.job == self.job)
        titles = _titles(self.specs)
        with self.core.read() as session:
            return keyset_page(
                session,
                query,
                keys=(JobRun.started_at, JobRun.id),
                after=after,
                limit=limit,
                make=lambda found: _row(found, titles),
                descending=True,
            )


def run_row(session: Session, specs: Sequence[JobSpec], run_id: int) -> JobRunRow:
    """One run."""
    return _row(session.execute(_runs().where(JobRun.id == run_id)).one(), _titles(specs))


def job_rows(session: Session, specs: Sequence[JobSpec], now: datetime, zone: str) -> tuple[JobRow, ...]:
    """All jobs, in the order they run."""
    known = {job.name: job for job in session.scalars(select(Job))}
    last = _last_runs(session, specs)
    rows = []
    for spec in specs:
        job = known.get(spec.name)
        paused = job is not None and job.paused_at is not None
        next_at = None if paused else next_run(spec.schedule, job.done_until if job else None, now, zone)
        rows.append(
            JobRow(spec.name, spec.title, spec.about, spec.schedule, paused, next_at, last.get(spec.name))
        )
    return tuple(rows)


def due_jobs(session: Session, specs: Sequence[JobSpec], now: datetime, zone: str) -> list[JobSpec]:
    """Which jobs are due; looked at again when one is claimed."""
    known = {job.name: job for job in session.scalars(select(Job))}
    waiting = []
    for spec in specs:
        job = known.get(spec.name)
        if job is None or (job.paused_at is None and due(spec.schedule, job.done_until, now, zone)):
            waiting.append(spec)
    return waiting


def standing(session: Session, specs: Sequence[JobSpec] | None, now: datetime) -> JobsStanding:
    """How the jobs are doing; without *specs* they are called by their names."""
    paused = set(session.scalars(select(Job.name).where(Job.paused_at.is_not(None))))
    last = _last_runs(session, specs or ())
    titles = {name: name for name in sorted({*paused, *last})} if specs is None else _titles(specs)
    done = select(JobRun.job, func.max(JobRun.finished_at)).where(
        JobRun.result == JobResult.DONE,
        JobRun.finished_at <= now + LOST_AFTER,  # later ones ended by a clock that was ahead
    )
    lease = session.get(JobLease, 1)

    def ended(*results: JobResult) -> tuple[str, ...]:
        return tuple(title for name, title in titles.items() if name in last and last[name].result in results)

    return JobsStanding(
        place=lease.place if lease is not None and lease.until >= now else "",
        failed=ended(JobResult.FAILED),
        paused=tuple(title for name, title in titles.items() if name in paused),
        running=ended(JobResult.RUNNING),
        done_at={job: at for job, at in session.execute(done.group_by(JobRun.job)) if at is not None},
    )


def lost_runs(session: Session, ours: set[int]) -> bool:
    """Whether the log says that something runs which this program does not run."""
    query = select(JobRun.id).where(JobRun.result == JobResult.RUNNING, JobRun.id.not_in(ours))
    return session.scalar(query.limit(1)) is not None


def _last_runs(session: Session, specs: Sequence[JobSpec]) -> dict[str, JobRunRow]:
    newest = select(func.max(JobRun.id)).group_by(JobRun.job)
    titles = _titles(specs)
    found = session.execute(_runs().where(JobRun.id.in_(newest.scalar_subquery())))
    return {row.job: row for row in (_row(each, titles) for each in found)}
