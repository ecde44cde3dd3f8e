"""The office: who writes with which model, for how long, and what is said when there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.communication.results import AGENT, DraftOrder
from fitnesscrm_desktop.agents.office import Agents, Readiness
from fitnesscrm_desktop.agents.runtime.errors import EngineMissing, ModelRefused, ServerTrouble
from fitnesscrm_desktop.agents.runtime.first_look import FirstLook
from fitnesscrm_desktop.agents.runtime.last_hour import LastHour
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.options import EngineOptions
from fitnesscrm_desktop.agents.runtime.protocol import ModelCard
from fitnesscrm_desktop.agents.runtime.remote import RemoteModel
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, RunVerdict
from fitnesscrm_desktop.services.assistant.results import ModelFacts
from fitnesscrm_desktop.services.assistant.settings import SERVER
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support import scripted_child
from tests.support.engine import a_tiny_model
from tests.support.people import People
from tests.support.scripted_model import Answer, Script, ScriptedModel, choosing


class Shelf:
    """Makes scripted models instead of processes, and notes what was made and closed."""

    def __init__(self) -> None:
        self.made: list[tuple[Path, ModelCard, EngineOptions]] = []
        self.closed = 0

    def __call__(
        self, file: Path, card: ModelCard, options: EngineOptions, *, last_hour: LastHour
    ) -> Closable:
        del last_hour
        self.made.append((file, card, options))
        return Closable(self, choosing(card).answers, card)


class Closable(ScriptedModel):
    """A scripted model that can be closed."""

    def __init__(self, shelf: Shelf, answers: Iterable[Answer | Script], card: ModelCard) -> None:
        super().__init__(answers, card)
        self._shelf = shelf

    def close(self) -> None:
        self._shelf.closed += 1


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def office(services: Services, shelf: Shelf) -> Iterator[Agents]:
    with closing(Agents(services, engine=lambda: True, make_local=shelf)) as agents:
        yield agents


@pytest.fixture
def own_model(services: Services, owner: Actor, tmp_path: Path) -> Path:
    file, card = a_tiny_model(tmp_path)
    facts = ModelFacts("Own", str(file), card.sha256, card.size, card.parameters, card.context)
    services.catalogue.add(owner, facts)
    services.assistant.choose_model(owner, AGENT, "Own")
    return file


def test_one_model_for_all_who_write_with_it(
    office: Agents, shelf: Shelf, owner: Actor, own_model: Path
) -> None:
    assert office.model_for(owner, AGENT) is office.model_for(owner, AGENT)
    assert [each[0] for each in shelf.made] == [own_model]
    assert shelf.made[0][1].name == "Own"


def test_changed_settings_end_the_old_model(
    services: Services, office: Agents, shelf: Shelf, owner: Actor, own_model: Path
) -> None:
    office.model_for(owner, AGENT)
    settings = services.assistant.get(owner).settings
    services.assistant.save(owner, settings.version, replace(settings, threads=2, idle_minutes=3, per_hour=7))
    office.model_for(owner, AGENT)

    assert shelf.closed == 1
    assert shelf.made[1][2] == EngineOptions(threads=2, context=2048, idle_seconds=180, per_hour=7)


def test_a_file_that_is_gone(office: Agents, shelf: Shelf, owner: Actor, own_model: Path) -> None:
    own_model.unlink()

    with pytest.raises(ModelRefused, match="not where it was"):
        office.model_for(owner, AGENT)
    state = office.state(owner)
    assert (state.readiness, state.model) == (Readiness.NO_MODEL, "Own")
    assert "templates" in state.sentence
    assert not shelf.made


def test_a_file_that_was_cut_off_is_told_before_anything_is_written(
    office: Agents, shelf: Shelf, owner: Actor, own_model: Path
) -> None:
    own_model.write_bytes(own_model.read_bytes()[:-1])

    with pytest.raises(ModelRefused, match="not the file it was"):
        office.model_for(owner, AGENT)
    state = office.state(owner)
    assert state.readiness is Readiness.NO_MODEL
    assert "not the file it was" in state.sentence
    assert not shelf.made


def test_a_name_nobody_knows(services: Services, office: Agents, owner: Actor) -> None:
    services.assistant.choose_model(owner, AGENT, "Nobody")

    with pytest.raises(ModelRefused, match="Nobody"):
        office.model_for(owner, AGENT)


def test_without_an_engine(services: Services, owner: Actor, own_model: Path) -> None:
    with closing(Agents(services, engine=lambda: False)) as office:
        with pytest.raises(EngineMissing):
            office.model_for(owner, AGENT)
        state = office.state(owner)
    assert state.readiness is Readiness.NO_ENGINE
    assert "not installed" in state.sentence


def test_a_server_needs_no_engine(services: Services, owner: Actor) -> None:
    services.assistant.choose_model(owner, AGENT, SERVER)
    with closing(Agents(services, engine=lambda: False)) as office:
        with pytest.raises(ServerTrouble):
            office.model_for(owner, AGENT)
        assert office.state(owner).readiness is Readiness.NO_MODEL
        services.assistant.save_server(
            owner, services.assistant.get(owner).settings.version, "http://127.0.0.1:9", "qwen"
        )
        model = office.model_for(owner, AGENT)
        state = office.state(owner)
    assert isinstance(model, RemoteModel)
    assert (state.readiness, state.model, state.remote) == (Readiness.READY, "qwen", True)
    assert not state.leaves_studio


def test_nothing_is_started_by_looking(services: Services, owner: Actor, own_model: Path) -> None:
    with closing(Agents(services, engine=lambda: True)) as office:
        assert office.state(owner).readiness is Readiness.RESTING
        model = office.model_for(owner, AGENT)
        assert isinstance(model, LocalModel)
        assert model.pid is None
        assert (office.state(owner).readiness, office.memory()) == (Readiness.RESTING, 0)


def test_nobody_writes_once_it_is_closed(office: Agents, shelf: Shelf, owner: Actor, own_model: Path) -> None:
    office.model_for(owner, AGENT)
    office.close()

    assert shelf.closed == 1
    with pytest.raises(ModelRefused):
        office.model_for(owner, AGENT)


def test_drafts_of_a_real_client_are_remembered(
    services: Services, office: Agents, owner: Actor, own_model: Path
) -> None:
    client_id = People(services).add("Anna Bauer")

    drafts = office.communication.draft(owner, DraftOrder(DraftKind.BIRTHDAY, client_id))

    assert all(each.verified and not each.fallback and "Anna" in each.text for each in drafts)
    rows = services.runs.rows(owner).rows
    assert [row.id for row in rows] == [each.run_id for each in reversed(drafts)]
    assert {row.verdict for row in rows} == {RunVerdict.VERIFIED}
    assert all(row.client_id == client_id and row.model == "Own" for row in rows)


def test_the_program_closes_what_it_opened(services: Services, owner: Actor) -> None:
    agents = services.agents
    assert services.agents is agents
    services.close()

    with pytest.raises(ModelRefused, match="closing"):
        agents.model_for(owner, AGENT)


def test_an_engine_that_does_not_run_is_told_once_somebody_has_looked(
    services: Services, owner: Actor, tmp_path: Path, own_model: Path
) -> None:
    script = tmp_path / "plan.txt"
    script.write_text("elsewhere", encoding="utf-8")
    look = FirstLook([sys.executable, str(scripted_child.__file__), str(script)])
    with closing(Agents(services, engine=lambda: True, first_look=look)) as agents:
        assert (agents.state(owner).readiness, agents.engine_trouble()) == (Readiness.RESTING, "")
        assert "built for another processor" in agents.look_at_engine()
        seen = agents.state(owner)
        assert seen.readiness is Readiness.NO_ENGINE
        assert "built for another processor" in seen.sentence
        assert seen.sentence.endswith("Until then the agents write from their templates.")
        assert agents.engine_trouble() == agents.look_at_engine()
