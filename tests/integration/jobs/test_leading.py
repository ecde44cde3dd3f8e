"""One program leads among all on a database; another takes over when it is gone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import JobResult, Role
from fitnesscrm_desktop.services.core.events import EventBus
from fitnesscrm_desktop.services.core.unit_of_work import Core
from fitnesscrm_desktop.services.jobs.lease import LEASE, Lease
from fitnesscrm_desktop.services.jobs.results import JobContext
from tests.integration.jobs.leading_deeds import lead_until_killed, tick_once
from tests.support.actors import an_actor
from tests.support.clock import FakeClock, SetClock
from tests.support.jobs import Notebook, a_job, another_program
from tests.support.other_desks import OtherDesk, Place, all_at_once


def place_of(services: Services, after: timedelta = timedelta()) -> Place:
    url = services.core.database.url.render_as_string(hide_password=False)
    return Place(services.home.root, url, services.core.clock.now() + after)


def test_only_one_of_two_leads(notebook: Notebook, clock: FakeClock) -> None:
    one, other = (notebook.program(notebook.job("sweep")) for _ in range(2))
    for _ in range(20):
        one.tick()
        other.tick()
        clock.advance(seconds=30)
    assert len(notebook.ran) == 1


def test_who_leaves_lets_another_lead_at_once(services: Services) -> None:
    one, other = (Lease(services.core, name, name) for name in ("one", "other"))
    assert one.take()
    assert not other.take()
    one.leave()
    assert other.take()
    assert not one.take()


def test_a_lease_ends_when_it_is_not_renewed(services: Services, clock: FakeClock) -> None:
    one, other = (Lease(services.core, name, name) for name in ("one", "other"))
    assert one.take()
    clock.advance(seconds=90)
    assert not other.take()
    clock.advance(seconds=1)
    assert other.take()


def test_a_lease_of_a_wrong_clock_ends_when_it_is_set_back(services: Services, clock: FakeClock) -> None:
    one, other = (Lease(services.core, name, name) for name in ("one", "other"))
    clock.advance(hours=1)
    assert one.take()
    clock.advance(hours=-1)
    assert other.take()


def test_clocks_that_differ_a_little_take_nothing_away(services: Services, clock: FakeClock) -> None:
    ahead, behind = (Lease(services.core, name, name) for name in ("ahead", "behind"))
    for _ in range(5):
        assert ahead.take()
        clock.advance(seconds=-25)
        assert not behind.take()
        clock.advance(seconds=55)


@pytest.mark.server_only  # the programs that share a file are on one PC, with one clock
@pytest.mark.parametrize("apart", [timedelta(minutes=-10), timedelta(minutes=10)])
def test_clocks_of_pcs_on_a_server_may_be_minutes_apart(services: Services, apart: timedelta) -> None:
    database = services.core.database
    one, other = (
        Lease(Core(database, SetClock(ahead), EventBus()), name, name)
        for name, ahead in (("one", timedelta()), ("other", apart))
    )
    for _ in range(3):
        assert one.take()
        assert not other.take()
    one.leave()
    assert other.take()
    assert not one.take()


@pytest.mark.sqlite_only
@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 100)), min_size=5, max_size=40))
def test_there_are_never_two_leaders(
    services: Services, clock: FakeClock, looks: list[tuple[int, int]]
) -> None:
    """Whoever was told to lead leads for a minute and a half; nobody else is told so meanwhile."""
    leases = [Lease(services.core, f"PC {number}", "") for number in range(3)]
    leads_until: dict[int, datetime] = {}
    clock.advance(hours=1)  # what the last example left is over
    for number, seconds in looks:
        clock.advance(seconds=seconds)
        if leases[number].take():
            leads_until[number] = clock.now() + LEASE
        assert sum(until >= clock.now() for until in leads_until.values()) <= 1


def test_a_long_job_keeps_its_lease(notebook: Notebook, clock: FakeClock) -> None:
    other = notebook.program(notebook.job("sweep"))

    def takes_its_time(context: JobContext) -> str:
        for _ in range(10):
            clock.advance(seconds=30)
            program.renew()
            assert other.tick() == 0
        return "Went on." if not context.stop.is_set() else "Stopped."

    program = notebook.program(a_job("long", takes_its_time))
    program.tick()
    assert program.standing().place
    assert notebook.ran == []


def test_a_job_is_told_to_stop_when_another_leads(notebook: Notebook, clock: FakeClock) -> None:
    told: list[bool] = []
    other = notebook.program(notebook.job("sweep"))

    def sleeps(context: JobContext) -> str:
        clock.advance(hours=1)  # the lid was closed
        other.tick()
        program.renew()
        told.append(context.stop.is_set())
        return "Stopped."

    program = notebook.program(a_job("long", sleeps), notebook.job("next"))
    program.tick()
    assert told == [True]
    assert "next" not in notebook.ran


def test_eight_threads_have_one_leader(services: Services) -> None:
    together = threading.Barrier(8)
    leads: list[bool] = []

    def take(name: str) -> Callable[[], None]:
        lease = Lease(services.core, name, name)

        def run() -> None:
            together.wait()
            leads.append(lease.take())

        return run

    threads = [threading.Thread(target=take(f"PC {number}")) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(leads) == [False] * 7 + [True]


def test_eight_programs_run_an_occurrence_once(services: Services) -> None:
    assert sorted(all_at_once(place_of(services), tick_once)) == [0] * 7 + [1]


def test_another_program_takes_over_from_a_dead_one_within_two_minutes(services: Services) -> None:
    """The leader is killed in the middle of a job: the log knows, and the job is done after all."""
    with OtherDesk(place_of(services), lead_until_killed) as leader:
        leader.await_ready()
        leader.go()
        assert next(leader.told()) == "begun"
        with OtherDesk(place_of(services, timedelta(seconds=80)), tick_once, number=1) as early:
            early.await_ready()
            early.go()
            assert early.answer() == 0
        leader.kill()
    with OtherDesk(place_of(services, timedelta(seconds=120)), tick_once, number=2) as heir:
        heir.await_ready()
        heir.go()
        assert heir.answer() == 1
    log = another_program(services, ()).runs(an_actor(Role.OWNER)).rows
    assert [run.result for run in log] == [JobResult.DONE, JobResult.BROKEN_OFF]
