"""Everything the assistant writes is remembered for a while, with what it was given."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import FactForm, Role, RunVerdict
from fitnesscrm_desktop.services.assistant.results import Fact, RunNote, RunTotals
from fitnesscrm_desktop.services.assistant.runs import KEPT, forget_old_runs
from fitnesscrm_desktop.services.core.errors import NotAllowed, NotFound
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.people import People

OWNER = an_actor(Role.OWNER)
FACTS = (Fact("client.first_name", FactForm.NAME, "Anna", "The client"),)


def a_run(client_id: int | None, **changes: Any) -> RunNote:
    run = RunNote(
        agent="communication",
        kind="birthday",
        client_id=client_id,
        prompt_version="1",
        model="SmolLM2-135M",
        model_sha256="ab" * 32,
        facts=FACTS,
        text="Happy birthday, Anna!",
        verdict=RunVerdict.VERIFIED,
        tokens=40,
        prompt_tokens=200,
        ms=900,
        seed=2**40,
    )
    return replace(run, **changes)


def test_a_run_is_kept_with_all_that_led_to_it(services: Services, people: People) -> None:
    anna = people.add("Anna Ivanova")
    run_id = services.runs.note(OWNER, a_run(anna, problems=("an invented date",), attempts=2))
    detail = services.runs.get(OWNER, run_id)
    assert detail.row.client_name == "Anna Ivanova"
    assert detail.facts == FACTS
    assert (detail.problems, detail.attempts, detail.seed) == (("an invented date",), 2, 2**40)


def test_the_list_has_the_last_first_and_goes_on_where_it_ended(services: Services) -> None:
    ids = [services.runs.note(OWNER, a_run(None)) for _ in range(5)]
    first = services.runs.rows(OWNER, limit=3)
    rest = services.runs.rows(OWNER, after=first.next_cursor, limit=3)
    assert [row.id for row in (*first.rows, *rest.rows)] == ids[::-1]
    assert services.runs.rows(OWNER, agent="nobody").rows == []


def test_totals_count_by_verdict(services: Services) -> None:
    services.runs.note(OWNER, a_run(None))
    services.runs.note(OWNER, a_run(None, verdict=RunVerdict.FALLBACK, tokens=0, ms=100))
    assert services.runs.totals(OWNER) == RunTotals(
        runs=2, verified=1, fallback=1, tokens=40, ms=1000, verified_ms=900
    )


def test_the_runs_of_a_merged_client_are_those_of_the_one_it_became(
    services: Services, people: People
) -> None:
    anna, other = people.add("Anna Ivanova"), people.add("Ana Ivanova")
    before = services.runs.note(OWNER, a_run(other))
    services.clients.merge(OWNER, anna, other)
    after = services.runs.note(OWNER, a_run(other))
    assert [services.runs.get(OWNER, run_id).row.client_id for run_id in (before, after)] == [anna, anna]


def test_what_is_old_is_forgotten(services: Services, clock: FakeClock) -> None:
    old = services.runs.note(OWNER, a_run(None))
    clock.advance(KEPT + timedelta(days=1))
    new = services.runs.note(OWNER, a_run(None))
    with services.core.write() as work:
        assert forget_old_runs(work.session, work.now) == 1
    with pytest.raises(NotFound):
        services.runs.get(OWNER, old)
    assert services.runs.get(OWNER, new).row.id == new


def test_a_trainer_may_write_but_not_read_what_others_had_written(services: Services) -> None:
    trainer = an_actor(Role.TRAINER)
    run_id = services.runs.note(trainer, a_run(None))
    with pytest.raises(NotAllowed):
        services.runs.get(trainer, run_id)
