"""Drafts by a real model in its own process: verified, and not lost when the process is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.communication.agent import CommunicationAgent
from fitnesscrm_desktop.agents.communication.results import DraftOrder
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.shipped import CARD
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import DraftKind, RunVerdict
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.engine import a_tiny_model, require_engine, require_shipped_model
from tests.support.people import People

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]


class Office:
    """One model, whoever asks."""

    def __init__(self, model: LocalModel) -> None:
        self.model = model

    def model_for(self, actor: Actor, agent: str) -> LocalModel:
        return self.model


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[LocalModel]:
    require_engine()
    with closing(LocalModel(*a_tiny_model(tmp_path))) as model:
        yield model


@pytest.fixture
def anna(services: Services) -> int:
    return People(services).add("Anna Bauer")


def agent_of(services: Services, model: LocalModel) -> CommunicationAgent:
    return CommunicationAgent(services.facts, services.runs, Office(model))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", [DraftKind.BIRTHDAY, DraftKind.WELCOME])
def test_the_model_that_ships_writes_three_verified_drafts(
    services: Services, owner: Actor, anna: int, kind: DraftKind, language: str
) -> None:
    with closing(LocalModel(require_shipped_model(), CARD)) as model:
        drafts = agent_of(services, model).draft(owner, DraftOrder(kind, anna, language=language))

    assert len({each.text for each in drafts}) == 3
    assert all(each.verified and not each.fallback and each.attempts == 1 for each in drafts)
    assert all("Anna" in each.text and each.model_sha256 == CARD.sha256 for each in drafts)


def kill(model: LocalModel) -> None:
    if model.pid is not None:  # else it is dead already
        os.kill(model.pid, signal.SIGKILL)


def when_idle(model: LocalModel, variant: int, _text: str) -> None:
    del variant
    kill(model)


def before_the_first(model: LocalModel, variant: int, text: str) -> None:
    """Nothing: it is killed before it is asked at all."""


def in_the_second(model: LocalModel, variant: int, text: str) -> None:
    if variant == 1:
        kill(model)


@pytest.mark.parametrize("moment", [when_idle, before_the_first, in_the_second])
def test_a_killed_process_costs_no_draft(
    services: Services,
    owner: Actor,
    anna: int,
    tiny: LocalModel,
    moment: Callable[[LocalModel, int, str], None],
) -> None:
    tiny.warm_up()
    assert tiny.pid is not None
    if moment is before_the_first:
        kill(tiny)

    drafts = agent_of(services, tiny).draft(
        owner, DraftOrder(DraftKind.BIRTHDAY, anna), hear=lambda variant, text: moment(tiny, variant, text)
    )

    assert len({each.text for each in drafts}) == 3
    assert all(each.verified and "Anna" in each.text for each in drafts)
    assert all(each.why_fallback for each in drafts if each.fallback)
    kept = services.runs.rows(owner).rows
    assert len(kept) == 3
    assert {row.verdict for row in kept} <= {RunVerdict.VERIFIED, RunVerdict.FALLBACK}
    if moment is before_the_first:
        assert not any(each.fallback for each in drafts)
