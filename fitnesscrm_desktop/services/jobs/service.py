"""Runs what is due, each job for itself, and tells people about it."""

from __future__ import annotations

import logging
import socket
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from fitnesscrm_desktop.models.base import NAME_LENGTH
from fitnesscrm_desktop.models.values import JobResult, Permission
from fitnesscrm_desktop.services.core.actor import Actor, the_program
from fitnesscrm_desktop.services.core.clock import is_made_up
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken, StudioError
from fitnesscrm_desktop.services.core.paging import Cursor, Page
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.jobs import queries, storing
from fitnesscrm_desktop.services.jobs.events import JobsChanged
from fitnesscrm_desktop.services.jobs.lease import Lease
from fitnesscrm_desktop.services.jobs.results import JobContext, JobRow, JobRunRow, JobSpec, JobsStanding
from fitnesscrm_desktop.services.settings.profile import StudioProfile, studio_profile

log = logging.getLogger(__name__)


class JobService:
    """The jobs of a studio. ``tick`` is called by the scheduler, everything else by people."""

    def __init__(self, core: Core, specs: Callable[[], Iterable[JobSpec]]) -> None:
        self._core, self._hand_in = core, specs
        self._place = socket.gethostname()[:NAME_LENGTH]
        self._lease = Lease(core, uuid.uuid4().hex, self._place)
        self._built: tuple[JobSpec, ...] | None = None
        self._stop = threading.Event()
        """Tells what was due to end."""
        self._end = threading.Event()
        """Tells everything to end."""
        self._ticking = threading.Lock()
        self._lock = threading.Lock()
        self._running: dict[str, int] = {}
        """The jobs that this program runs, and their runs."""

    @property
    def _specs(self) -> tuple[JobSpec, ...]:
        """Built on first need: a job brings the services along that it calls."""
        if self._built is None:
            self._built = tuple(self._hand_in())
        return self._built

    def list(self, actor: Actor) -> tuple[JobRow, ...]:
        """All jobs, in the order they run."""
        actor.require(Permission.MANAGE_JOBS)
        with self._core.read() as session:
            zone = studio_profile(session).zone
            return queries.job_rows(session, self._specs, self._core.clock.now(), zone)

    def runs(
        self, actor: Actor, job: str | None = None, after: Cursor | None = None, limit: int = 50
    ) -> Page[JobRunRow]:
        """A page of the log, the newest run first; of one job only if it is named."""
        actor.require(Permission.MANAGE_JOBS)
        return queries.RunFeed(self._core, self._specs, job).fetch(after, limit)

    def standing(self) -> JobsStanding:
        """How the jobs are doing: for everybody, as it holds nothing private; no job is loaded for it."""
        with self._core.read() as session:
            return queries.standing(session, self._built, self._core.clock.now())

    def run_now(self, actor: Actor, name: str) -> JobRunRow:
        """Run a job at once and wait for it; a failure is told by the row. It stays due when it is due.

        Raises ``NotFound``, and ``RuleBroken`` while this program runs the same job already.
        """
        actor.require(Permission.MANAGE_JOBS)
        spec = self._spec(name)
        with self._alone(spec) as free:
            if not free:
                raise RuleBroken(f"“{spec.title}” is running already. Wait until it has ended.")
            self._break_off_lost(leads=False)
            with self._core.write() as work:
                profile = studio_profile(work.session)
                made_up = is_made_up(self._core.clock)
                begun = storing.begin_asked(work, spec, self._place, actor.staff_id, made_up=made_up)
                work.audit(actor, "job.run", "job", None, name=name)
                work.record(JobsChanged())
            self._perform(spec, begun, profile, self._end)
        with self._core.read() as session:
            return queries.run_row(session, self._specs, begun.run_id)

    def pause(self, actor: Actor, name: str) -> None:
        """Run a job no more by itself. Raises ``NotFound``."""
        self._set_paused(actor, name, paused=True)

    def resume(self, actor: Actor, name: str) -> None:
        """Let a paused job go on; what it missed is one run, at once. Raises ``NotFound``."""
        self._set_paused(actor, name, paused=False)

    def tick(self) -> int:
        """Run everything that is due, if this PC leads; how many jobs ran. Called every half minute."""
        if not self._ticking.acquire(blocking=False):
            return 0
        try:
            return self._tick()
        finally:
            self._ticking.release()

    def renew(self) -> None:
        """Go on leading while a job takes its time; if another PC has taken over, the job has to stop."""
        with self._lock:
            busy = bool(self._running)
        if busy and not self._lease.take():
            self._stop.set()

    def stop(self) -> None:
        """Begin nothing any more, and tell what runs to end; for the end of the program."""
        self._end.set()
        self._stop.set()

    def leave(self) -> None:
        """Let another PC lead; once everything has stopped."""
        self._lease.leave()

    def _tick(self) -> int:
        if self._end.is_set():
            return 0
        leads = self._lease.take()
        self._stop = threading.Event()
        self._break_off_lost(leads=leads)
        with self._core.read() as session:
            profile = studio_profile(session)
            waiting = queries.due_jobs(session, self._specs, self._core.clock.now(), profile.zone)
        ran = 0
        for spec in waiting:
            if self._end.is_set() or self._stop.is_set():
                break
            if leads or not spec.needs_leader:
                ran += self._run_due(spec, profile)
        return ran

    def _run_due(self, spec: JobSpec, profile: StudioProfile) -> bool:
        with self._alone(spec) as free:
            if not free:
                return False  # somebody asked for it a moment ago; it is due again with the next tick
            try:
                with self._core.write(quiet=True) as work:
                    begun = storing.claim(work, spec, profile.zone, self._place)
                    work.record(JobsChanged())
            except IntegrityError:  # another program claimed it in the same moment
                return False
            if begun is None:
                return False
            self._perform(spec, begun, profile, self._stop)
            return True

    def _perform(
        self, spec: JobSpec, begun: storing.Begun, profile: StudioProfile, stop: threading.Event
    ) -> None:
        """Run the job, and write down how it went, whatever it does."""

        def keep_mark(mark: str) -> None:
            with self._core.write(quiet=True) as work:
                storing.job_row(work.session, spec.name).mark = mark

        context = JobContext(
            now=self._core.clock.now(),
            profile=profile,
            actor=the_program(),
            stop=stop,
            mark=begun.mark,
            keep_mark=keep_mark,
        )
        with self._lock:
            self._running[spec.name] = begun.run_id
        result, text = JobResult.FAILED, ""
        try:
            result, text = JobResult.DONE, spec.run(context)
        except StudioError as error:
            log.warning("the job %s failed: %s", spec.name, error.text)
            result, text = JobResult.FAILED, error.text
        except Exception as error:
            log.exception("the job %s failed", spec.name)
            result, text = JobResult.FAILED, _mistake(error)
        idle = result is JobResult.DONE and not text
        with self._core.write(quiet=idle) as work:
            storing.end(work, begun.run_id, result, text)
            work.record(JobsChanged())

    def _break_off_lost(self, *, leads: bool) -> None:
        with self._core.read() as session:
            if not queries.lost_runs(session, self._ours()):
                return
        led = {spec.name for spec in self._specs if spec.needs_leader} if leads else set[str]()
        with self._core.write() as work:
            if storing.break_off_lost(work, led, self._ours(), self._place):
                work.record(JobsChanged())

    def _ours(self) -> set[int]:
        with self._lock:
            return set(self._running.values())

    def _set_paused(self, actor: Actor, name: str, *, paused: bool) -> None:
        actor.require(Permission.MANAGE_JOBS)
        self._spec(name)
        with self._core.write() as work:
            job = storing.job_row(work.session, name)
            if (job.paused_at is not None) is paused:
                return
            job.paused_at = work.now if paused else None
            work.audit(actor, "job.pause" if paused else "job.resume", "job", None, name=name)
            work.record(JobsChanged())

    def _spec(self, name: str) -> JobSpec:
        for spec in self._specs:
            if spec.name == name:
                return spec
        known = ", ".join(spec.name for spec in self._specs)
        raise NotFound(f"There is no job “{name}”. The jobs are: {known}.")

    @contextmanager
    def _alone(self, spec: JobSpec) -> Iterator[bool]:
        """Whether this program may run the job now: never twice at a time."""
        with self._lock:
            free = spec.name not in self._running
            if free:
                self._running[spec.name] = 0
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    del self._running[spec.name]


def _mistake(error: Exception) -> str:
    """A bug, in a sentence that can be read to whoever looks after the program."""
    return (
        f"The program has made a mistake ({type(error).__name__}: {error}). The job is tried again when "
        "it is next due. The log file tells more."
    )
