"""kill -9 of the model's process in every step of three drafts: what is finished stays."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.communication.results import AGENT, Draft, DraftOrder
from fitnesscrm_desktop.agents.office import Agents, Readiness
from fitnesscrm_desktop.agents.runtime.errors import ModelBroke
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Speaker
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, RunVerdict
from fitnesscrm_desktop.services.assistant.results import ModelFacts
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.command_line import run
from tests.support.deadly_process import Fate, meeting
from tests.support.engine import a_tiny_model, require_engine
from tests.support.people import People

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

BROKE = "The language model stopped working, and again after a new start."
MOMENTS = (
    ("spawn", 1),
    ("send load", 1),
    ("hear ready", 1),
    ("send write", 1),
    ("hear text", 1),
    ("hear written", 1),
    ("send write", 2),
    ("hear text", 2),
    ("hear written", 2),
    ("send write", 3),
    ("hear text", 3),
    ("hear written", 3),
)
"""Start, loading, prompt, words and end of the first, second and third text."""
KILLS = 100
IN_THE_FIRST, IN_THE_SECOND, IN_THE_THIRD = MOMENTS[:5], MOMENTS[6:8], MOMENTS[9:11]
KILLS = 100
KEPT = [
    (*moment, kept)
    for kept, moments in enumerate((IN_THE_FIRST, IN_THE_SECOND, IN_THE_THIRD))
    for moment in moments
]
"""How many texts are finished when the process dies for good."""


@pytest.fixture
def office(services: Services, owner: Actor, tmp_path: Path) -> Iterator[Agents]:
    """Give an office that writes with a real engine and a model that speaks nonsense."""
    require_engine()
    file, card = a_tiny_model(tmp_path)
    facts = ModelFacts("Tiny", str(file), card.sha256, card.size, card.parameters, card.context)
    services.catalogue.add(owner, facts)
    services.assistant.choose_model(owner, AGENT, "Tiny")
    with closing(Agents(services)) as agents:
        yield agents


@pytest.fixture
def anna(services: Services) -> int:
    return People(services).add("Anna Bauer")


def drafts_of(office: Agents, owner: Actor, anna: int, seed: int = 0) -> tuple[Draft, ...]:
    return office.communication.draft(owner, DraftOrder(DraftKind.BIRTHDAY, anna, seed=seed))


def assert_noted(services: Services, owner: Actor, drafts: tuple[Draft, ...]) -> None:
    """Every draft is remembered as what it is, and nothing else."""
    rows = {row.id: row for row in services.runs.rows(owner).rows}
    for each in drafts:
        expected = RunVerdict.FALLBACK if each.fallback else RunVerdict.VERIFIED
        assert rows[each.run_id].verdict is expected
        problems = services.runs.get(owner, each.run_id).problems
        assert (each.why_fallback in problems) if each.fallback else not problems


@pytest.mark.parametrize(("moment", "nth"), MOMENTS)
def test_one_death_changes_no_draft(
    services: Services, office: Agents, owner: Actor, anna: int, moment: str, nth: int
) -> None:
    expected = [each.text for each in drafts_of(office, owner, anna)]
    with closing(Agents(services)) as other, meeting(Fate(moment, nth)) as fate:
        drafts = drafts_of(other, owner, anna)
        other.close()
    assert fate.killed == 1
    assert [each.text for each in drafts] == expected
    assert not any(each.fallback for each in drafts)
    assert_noted(services, owner, drafts)


@pytest.mark.parametrize(("moment", "nth", "kept"), KEPT)
def test_two_deaths_keep_what_was_finished(
    services: Services, office: Agents, owner: Actor, anna: int, moment: str, nth: int, kept: int
) -> None:
    with meeting(Fate(moment, nth, times=2)) as fate:
        drafts = drafts_of(office, owner, anna)
        state = office.state(owner)
        office.close()
    assert fate.killed == 2
    assert [each.fallback for each in drafts] == [False] * kept + [True] * (3 - kept)
    assert {each.why_fallback for each in drafts[kept:]} == {BROKE}
    assert len({each.text for each in drafts}) == 3
    assert all(each.verified and "Anna" in each.text for each in drafts)
    assert (state.readiness, "started again" in state.sentence) == (Readiness.BROKEN, True)
    assert_noted(services, owner, drafts)


def test_the_next_drafts_are_the_models_again(
    services: Services, office: Agents, owner: Actor, anna: int
) -> None:
    with meeting(Fate("send write", times=2)):
        broken = drafts_of(office, owner, anna)
        again = drafts_of(office, owner, anna)
        office.close()
    assert all(each.fallback for each in broken)
    assert not any(each.fallback for each in again)


@pytest.mark.parametrize("times", [1, 2])
def test_killed_while_it_weighs_answers(office: Agents, owner: Actor, times: int) -> None:
    hello = [ChatMessage(Speaker.USER, "Hello")]
    with meeting(Fate("send score", times=times)):
        model = office.model_for(owner, AGENT)
        if times == 1:
            assert len(model.score(hello, ["a", "b"])) == 2
        else:
            with pytest.raises(ModelBroke):
                model.score(hello, ["a", "b"])
        office.close()


@pytest.mark.parametrize(
    ("moment", "nth", "kept"), [("spawn", 1, 0), ("hear text", 1, 0), ("send write", 2, 1)]
)
def test_the_command_tells_what_was_kept(tmp_path: Path, moment: str, nth: int, kept: int) -> None:
    require_engine()
    file, _ = a_tiny_model(tmp_path)
    run("clients", "add", "--first", "Anna", "--last", "Bauer")
    run("model", "add", file, "--name", "Tiny")
    run("model", "use", "Tiny")
    words = ("agents", "draft", "birthday", "--client", "1", "--json")
    with meeting(Fate(moment, nth)):
        once = run(*words)
    with meeting(Fate(moment, nth, times=2)):
        twice = run(*words)
    assert (once.code, twice.code) == (0, 0)
    assert not any(each["fallback"] for each in once.document)
    assert [each["fallback"] for each in twice.document] == [False] * kept + [True] * (3 - kept)
    assert {each["why_fallback"] for each in twice.document[kept:]} == {BROKE}
    (status,) = run("agents", "status", "--json").document
    figures = {name: status["last_30_days"][name] for name in ("runs", "verified", "fallback", "failed")}
    assert figures == {"runs": 6, "verified": 3 + kept, "fallback": 3 - kept, "failed": 0}


@pytest.mark.soak
def test_a_hundred_deaths_at_any_moment(services: Services, office: Agents, owner: Actor, anna: int) -> None:
    settings = services.assistant.get(owner).settings
    services.assistant.save(owner, settings.version, replace(settings, per_hour=0))
    chance = random.Random(4)
    with meeting(Fate()) as fate:
        began = time.monotonic()
        drafts_of(office, owner, anna)
        long = time.monotonic() - began
        for seed in range(2 * KILLS):  # now and then there is nobody to kill
            if fate.killed == KILLS:
                break
            over = threading.Event()
            killer = threading.Thread(target=_kill_soon, args=(fate, chance.uniform(0, long), over))
            killer.start()
            drafts = drafts_of(office, owner, anna, seed)
            over.set()
            killer.join()
            assert len({each.text for each in drafts}) == 3
            assert all(each.verified and "Anna" in each.text for each in drafts)
            assert {each.why_fallback for each in drafts if each.fallback} <= {BROKE}
            assert_noted(services, owner, drafts)
        office.close()
    assert fate.killed == KILLS


def _kill_soon(fate: Fate, seconds: float, over: threading.Event) -> None:
    over.wait(seconds)
    fate.strike()
