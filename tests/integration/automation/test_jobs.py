"""The jobs of rules, run as the program runs them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import ClientRhythm
from fitnesscrm_desktop.models.values import JobResult, Trigger
from fitnesscrm_desktop.services.automation import jobs, rhythm
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import Till


def test_every_trigger_has_its_job() -> None:
    looked_for = [trigger for *_, triggers in jobs._LOOKS for trigger in triggers]  # noqa: SLF001 - the table itself
    assert sorted(looked_for) == sorted(Trigger)


def test_a_tick_finds_a_birthday_once_and_says_so(
    services: Services, owner: Actor, book: RuleBook, clock: FakeClock
) -> None:
    People(services).add(born=date(1990, 3, 4))
    book.add(Trigger.BIRTHDAY)
    services.jobs.tick()
    clock.advance(minutes=16)
    services.jobs.tick()
    runs = services.jobs.runs(owner, "birthdays").rows
    assert [run.text for run in runs if run.text] == ["Found 1: 1 acted on."]
    assert {run.result for run in runs} == {JobResult.DONE}
    assert len(book.tasks()) == 1


def test_rhythms_are_learned_from_new_and_undone_visits(
    services: Services, owner: Actor, till: Till, clock: FakeClock
) -> None:
    anna = till.client()
    services.memberships.sell(owner, anna, till.plan(0).id)
    number = str(services.directory.detail(owner, anna).member_number)
    visits = []
    for _ in range(5):
        visits.append(services.checkin.check_in(owner, number).visit_id)
        clock.advance(days=3)
    services.jobs.run_now(owner, "rhythm")
    assert _rhythm(services) == {anna: (3, date(2026, 3, 16))}
    assert visits[-1] is not None
    services.checkin.undo(owner, visits[-1])
    services.jobs.run_now(owner, "rhythm")
    assert _rhythm(services) == {anna: (3, date(2026, 3, 13))}
    with services.core.read() as session:
        assert rhythm.differing(session) == []
        mark = rhythm.newest(session)
        assert rhythm.changed_since(session, mark) == [anna]  # the last hundred rows are looked at again
    with services.core.write() as work:
        assert rhythm.refresh(work.session, [anna]) == 0


def _rhythm(services: Services) -> dict[int, tuple[int, date]]:
    with services.core.read() as session:
        return {
            row.client_id: (row.gap_days, row.last_visit_on) for row in session.scalars(select(ClientRhythm))
        }
