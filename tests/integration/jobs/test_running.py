"""Each occurrence runs once, a failure stays alone, and the log tells the truth."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.job import JobRun
from fitnesscrm_desktop.models.values import JobResult
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.core.events import Event
from fitnesscrm_desktop.services.core.processes import process_mark
from fitnesscrm_desktop.services.jobs.events import JobsChanged
from fitnesscrm_desktop.services.jobs.results import JobContext, JobRunRow, JobSpec
from fitnesscrm_desktop.services.jobs.service import JobService
from tests.support.clock import FakeClock
from tests.support.jobs import MORNING, Notebook, a_job
from tests.support.logs import LogGuard


def log_of(jobs: JobService, owner: Actor, job: str | None = None) -> list[JobRunRow]:
    return list(jobs.runs(owner, job, None, 1000).rows)


def test_a_job_runs_at_each_of_its_times_and_only_then(notebook: Notebook, clock: FakeClock) -> None:
    program = notebook.program(notebook.job("sweep"))
    for _ in range(60):
        program.tick()
        clock.advance(minutes=1)
    assert len(notebook.ran) == 4


def test_jobs_run_in_the_order_they_were_handed_in(notebook: Notebook) -> None:
    program = notebook.program(*map(notebook.job, ("wash", "dry", "fold")))
    assert program.tick() == 3
    assert notebook.ran == ["wash", "dry", "fold"]


def test_days_off_are_made_up_by_one_run(notebook: Notebook, clock: FakeClock, owner: Actor) -> None:
    program = notebook.program(notebook.job("copy", schedule=MORNING))
    program.tick()
    clock.set(datetime(2026, 3, 8, 9, 0, tzinfo=UTC))
    program.tick()
    program.tick()
    newest, first = log_of(program, owner)
    assert (first.due_at, newest.due_at) == (
        datetime(2026, 3, 4, 4, 0, tzinfo=UTC),
        datetime(2026, 3, 8, 4, 0, tzinfo=UTC),
    )


def test_a_job_that_fails_does_not_stop_the_others(
    notebook: Notebook, owner: Actor, expected_log: LogGuard
) -> None:
    def fails(_context: JobContext) -> str:
        raise StorageTrouble("The disk is full.")

    def is_wrong(_context: JobContext) -> str:
        return dict[str, str]()["nothing"]

    expected_log("the job full failed: The disk is full")
    expected_log("the job wrong failed")
    program = notebook.program(a_job("full", fails), a_job("wrong", is_wrong), notebook.job("well"))
    assert program.tick() == 3
    found = {row.job: (row.result, row.text) for row in log_of(program, owner)}
    assert found["full"] == (JobResult.FAILED, "The disk is full.")
    assert found["well"] == (JobResult.DONE, "Done.")
    result, text = found["wrong"]
    assert result is JobResult.FAILED
    assert "made a mistake (KeyError: 'nothing')" in text
    assert program.standing().failed == ("Full", "Wrong")


def test_a_failed_job_comes_again_at_its_next_time(
    notebook: Notebook, clock: FakeClock, owner: Actor, expected_log: LogGuard
) -> None:
    troubles = [StorageTrouble("The server is down.")]

    def run(_context: JobContext) -> str:
        if troubles:
            raise troubles.pop()
        return "Sent."

    expected_log("server is down")
    program = notebook.program(a_job("post", run))
    program.tick()
    assert program.tick() == 0
    clock.advance(minutes=15)
    program.tick()
    assert [row.result for row in log_of(program, owner)] == [JobResult.DONE, JobResult.FAILED]
    assert program.standing().failed == ()


def test_a_killed_run_is_broken_off_and_made_up_for(
    notebook: Notebook, clock: FakeClock, owner: Actor
) -> None:
    class PowerCut(BaseException):
        pass

    def dies(_context: JobContext) -> str:
        raise PowerCut

    with pytest.raises(PowerCut):
        notebook.program(a_job("copy", dies, MORNING)).tick()
    next_start = notebook.program(notebook.job("copy", schedule=MORNING))
    next_start.tick()
    assert notebook.ran == []  # the dead program's lease still stands: it might be alive
    clock.advance(minutes=2)
    next_start.tick()
    next_start.tick()
    assert notebook.ran == ["copy"]
    newest, dead = log_of(next_start, owner)
    assert newest.result is JobResult.DONE
    assert dead.result is JobResult.BROKEN_OFF
    assert "The program ended while this ran" in dead.text
    assert dead.seconds is None


def test_how_old_a_copy_is_does_not_come_from_a_clock_that_was_ahead(
    notebook: Notebook, clock: FakeClock
) -> None:
    program = notebook.program(notebook.job("copy", schedule=MORNING))
    clock.advance(days=20)
    program.tick()
    clock.advance(days=-20)
    program.tick()
    assert notebook.ran == ["copy", "copy"]
    assert program.standing().done_at == {"copy": clock.now()}


def a_run_of(services: Services, mark: str, place: str) -> None:
    with services.core.write() as work:
        run = JobRun(
            job="sweep",
            occurrence=f"asked {mark} 0",
            due_at=work.now,
            started_at=work.now,
            finished_at=None,
            result=JobResult.RUNNING,
            place=place,
        )
        work.session.add(run)


@pytest.mark.parametrize("asks", [False, True])
def test_what_a_killed_program_was_asked_for_is_broken_off_at_the_next_look(
    notebook: Notebook, services: Services, owner: Actor, *, asks: bool
) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        mark = process_mark(process.pid)
        a_run_of(services, mark, socket.gethostname())
        program = notebook.program(notebook.job("sweep"))
        program.tick()
        assert [row.result for row in log_of(program, owner)] == [JobResult.DONE, JobResult.RUNNING]
        process.kill()
    if asks:
        program.run_now(owner, "sweep")
    else:
        program.tick()
    assert log_of(program, owner)[-1].result is JobResult.BROKEN_OFF


def test_what_another_pc_was_asked_for_is_left_alone_for_half_an_hour(
    notebook: Notebook, services: Services, clock: FakeClock, owner: Actor
) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        mark = process_mark(process.pid)
    a_run_of(services, mark, "another PC")
    program = notebook.program(notebook.job("sweep"))
    program.tick()
    assert log_of(program, owner)[-1].result is JobResult.RUNNING
    clock.advance(minutes=31)
    program.tick()
    assert log_of(program, owner)[-1].result is JobResult.BROKEN_OFF


def test_a_job_that_ends_the_program_is_not_begun_for_ever(notebook: Notebook, clock: FakeClock) -> None:
    begun = []

    class PowerCut(BaseException):
        pass

    def dies(_context: JobContext) -> str:
        begun.append(1)
        raise PowerCut

    for _ in range(6):
        try:
            notebook.program(a_job("copy", dies, MORNING)).tick()
        except PowerCut:
            clock.advance(minutes=2)
    assert len(begun) == 3


def test_eight_threads_run_an_occurrence_once(notebook: Notebook) -> None:
    once = replace(notebook.job("once"), needs_leader=False)
    programs = [notebook.program(once) for _ in range(8)]
    together = threading.Barrier(8)
    counted: list[int] = []

    def work(program: JobService) -> None:
        together.wait()
        counted.append(program.tick())

    threads = [threading.Thread(target=work, args=(program,)) for program in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counted) == 8
    assert sum(counted) == len(notebook.ran) == 1


def test_a_clock_set_back_an_hour_repeats_nothing_and_goes_on(
    notebook: Notebook, clock: FakeClock, owner: Actor
) -> None:
    program = notebook.program(notebook.job("sweep"))
    for _ in range(8):
        program.tick()
        clock.advance(minutes=15)
    clock.advance(hours=-1)
    for _ in range(8):
        program.tick()
        clock.advance(minutes=15)
    done = [row.due_at for row in log_of(program, owner)]
    assert len(notebook.ran) == len(done)
    assert len(set(done)) == 8 + 4  # four quarters came a second time, and four more after them
    assert len(done) == 8 + 3 + 4


def test_a_paused_job_waits_and_makes_up_for_it(notebook: Notebook, clock: FakeClock, owner: Actor) -> None:
    program = notebook.program(notebook.job("sweep"))
    program.pause(owner, "sweep")
    assert program.tick() == 0
    assert program.list(owner)[0].next_at is None
    assert program.standing().paused == ("Sweep",)
    clock.advance(days=2)
    program.resume(owner, "sweep")
    assert program.tick() == 1
    assert program.tick() == 0


def test_somebody_may_ask_for_a_job_and_it_stays_due(notebook: Notebook, owner: Actor) -> None:
    program = notebook.program(notebook.job("sweep"))
    program.pause(owner, "sweep")
    row = program.run_now(owner, "sweep")
    assert (row.result, row.text, row.by) == (JobResult.DONE, "Done.", "command line")
    program.resume(owner, "sweep")
    assert program.tick() == 1


def test_a_job_does_not_run_twice_at_a_time(notebook: Notebook, owner: Actor) -> None:
    words: list[str] = []

    def asks_for_itself(_context: JobContext) -> str:
        with pytest.raises(RuleBroken, match="is running already") as caught:
            program.run_now(owner, "self")
        words.append(caught.value.text)
        return "Done."

    program = notebook.program(a_job("self", asks_for_itself))
    program.tick()
    assert len(words) == 1


def test_a_job_nobody_knows(notebook: Notebook, owner: Actor) -> None:
    program = notebook.program(notebook.job("sweep"))
    for ask in (program.run_now, program.pause, program.resume):
        with pytest.raises(NotFound, match=r"no job “dance”. The jobs are: sweep"):
            ask(owner, "dance")


def test_a_mark_is_there_the_next_time(notebook: Notebook, clock: FakeClock) -> None:
    marks = []

    def run(context: JobContext) -> str:
        marks.append(context.mark)
        context.keep_mark(context.mark + "x")
        return ""

    program = notebook.program(a_job("walk", run))
    for _ in range(3):
        program.tick()
        clock.advance(minutes=15)
    assert marks == ["", "x", "xx"]


def test_of_runs_without_work_only_the_newest_is_kept(
    notebook: Notebook, clock: FakeClock, owner: Actor
) -> None:
    program = notebook.program(notebook.job("idle", ""), notebook.job("busy"))
    for _ in range(5):
        program.tick()
        clock.advance(minutes=15)
    assert [row.job for row in log_of(program, owner)].count("busy") == 5
    (idle,) = log_of(program, owner, "idle")
    assert idle.due_at == clock.now() - timedelta(minutes=15)


def test_of_failures_in_a_row_for_one_reason_the_first_and_the_newest_are_kept(
    notebook: Notebook, clock: FakeClock, owner: Actor, expected_log: LogGuard
) -> None:
    expected_log("the job send failed")
    reasons = iter(["down", "down", "down", "down", "locked", "down"])

    def run(_context: JobContext) -> str:
        raise RuleBroken(next(reasons))

    program = notebook.program(a_job("send", run))
    begun = clock.now()
    for _ in range(6):
        program.tick()
        clock.advance(minutes=15)
    kept = [(row.text, (row.started_at - begun).total_seconds() // 900) for row in log_of(program, owner)]
    assert kept == [("down", 5), ("locked", 4), ("down", 3), ("down", 0)]


def test_the_log_does_not_grow_for_ever(notebook: Notebook, clock: FakeClock, owner: Actor) -> None:
    program = notebook.program(notebook.job("copy", schedule=MORNING))
    for _ in range(60):
        program.tick()
        clock.advance(days=1)
    clock.advance(days=300)
    program.tick()
    assert len(log_of(program, owner)) == 50


def test_the_log_is_read_page_by_page(notebook: Notebook, clock: FakeClock, owner: Actor) -> None:
    program = notebook.program(notebook.job("sweep"))
    for _ in range(5):
        program.tick()
        clock.advance(minutes=15)
    first = program.runs(owner, None, None, 3)
    second = program.runs(owner, None, first.next_cursor, 3)
    assert [*first.rows, *second.rows] == log_of(program, owner)
    assert second.next_cursor is None


def test_whoever_shows_jobs_is_told(notebook: Notebook, owner: Actor) -> None:
    heard: list[Event] = []
    notebook.services.core.bus.subscribe(JobsChanged, heard.append)
    program = notebook.program(notebook.job("sweep"))
    program.tick()
    assert len(heard) == 2
    program.tick()
    assert len(heard) == 2
    program.pause(owner, "sweep")
    program.pause(owner, "sweep")
    assert len(heard) == 3


def test_a_stopped_program_begins_nothing(notebook: Notebook) -> None:
    def stops(context: JobContext) -> str:
        program.stop()
        return "Stopped." if context.stop.is_set() else "Went on."

    program = notebook.program(a_job("first", stops), notebook.job("second"))
    assert program.tick() == 1
    assert program.tick() == 0
    assert notebook.ran == []


def test_how_jobs_are_doing_is_told_before_any_is_loaded(notebook: Notebook, owner: Actor) -> None:
    notebook.program(notebook.job("sweep"), notebook.job("wash")).pause(owner, "wash")

    def too_early() -> tuple[JobSpec, ...]:
        pytest.fail("a job was loaded")

    found = JobService(notebook.services.core, too_early).standing()
    assert (found.paused, found.failed, found.running) == (("wash",), (), ())


def test_every_job_of_the_studio_runs(notebook: Notebook, owner: Actor) -> None:
    jobs = notebook.services.jobs
    jobs.tick()
    assert {row.result for row in log_of(jobs, owner)} == {JobResult.DONE}
    assert {"automatic-check-out", "backup", "integrity"} <= {row.name for row in jobs.list(owner)}
    with notebook.services.core.read() as session:
        running = select(func.count()).where(JobRun.result == JobResult.RUNNING)
        assert session.scalar(running) == 0
