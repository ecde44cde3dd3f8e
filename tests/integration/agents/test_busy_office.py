"""An office at work: limits, rest, changes in the middle, several who ask, and a second program beside it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from fitnesscrm_desktop.agents.communication.results import AGENT, Draft, DraftOrder
from fitnesscrm_desktop.agents.office import Agents, Readiness
from fitnesscrm_desktop.agents.runtime.last_hour import LastHour
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.options import EngineOptions
from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, ModelCard, Priority, Speaker
from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.models.values import DraftKind, RunVerdict
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.assistant.results import ModelFacts
from fitnesscrm_desktop.services.core.actor import Actor, command_line
from tests.architecture.source import ROOT
from tests.support.deadly_process import is_model
from tests.support.engine import a_tiny_model, require_engine
from tests.support.people import People
from tests.support.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

HELLO = [ChatMessage(Speaker.USER, "Hello")]
ENDLESS = 'root ::= ("x" | "y") root'


def choose_tiny(services: Services, owner: Actor, folder: Path) -> None:
    """Let the agents write with a model that speaks nonsense, in a real process."""
    require_engine()
    file, card = a_tiny_model(folder)
    facts = ModelFacts("Tiny", str(file), card.sha256, card.size, card.parameters, card.context)
    services.catalogue.add(owner, facts)
    services.assistant.choose_model(owner, AGENT, "Tiny")


@pytest.fixture
def office(services: Services, owner: Actor, tmp_path: Path) -> Iterator[Agents]:
    choose_tiny(services, owner, tmp_path)
    with closing(Agents(services)) as agents:
        yield agents


@pytest.fixture
def anna(services: Services) -> int:
    return People(services).add("Anna Bauer")


def limit(services: Services, owner: Actor, per_hour: int, threads: int = 1) -> None:
    settings = services.assistant.get(owner).settings
    changed = replace(settings, per_hour=per_hour, threads=threads)
    services.assistant.save(owner, settings.version, changed)


def fallbacks(drafts: tuple[Draft, ...]) -> list[bool]:
    return [each.fallback for each in drafts]


def local_model(office: Agents, owner: Actor, agent: str = AGENT) -> LocalModel:
    model = office.model_for(owner, agent)
    assert isinstance(model, LocalModel)
    return model


def test_the_limit_of_the_hour_ends_in_plain_texts(
    services: Services, office: Agents, owner: Actor, anna: int
) -> None:
    limit(services, owner, 2)
    drafts = office.communication.draft(owner, DraftOrder(DraftKind.BIRTHDAY, anna))
    assert fallbacks(drafts) == [False, False, True]
    assert drafts[2].why_fallback.startswith(
        "The limit of 2 requests to the model within an hour is reached."
    )
    assert services.runs.get(owner, drafts[2].run_id).row.verdict is RunVerdict.FALLBACK


def test_other_settings_do_not_begin_a_new_hour(
    services: Services, office: Agents, owner: Actor, anna: int
) -> None:
    one = DraftOrder(DraftKind.BIRTHDAY, anna, variants=1)
    limit(services, owner, 1)
    assert fallbacks(office.communication.draft(owner, one)) == [False]
    limit(services, owner, 1, threads=2)
    assert fallbacks(office.communication.draft(owner, one)) == [True]
    limit(services, owner, 2, threads=2)
    assert fallbacks(office.communication.draft(owner, one)) == [False]


def test_an_idle_model_gives_its_memory_back_and_comes_again(
    services: Services, owner: Actor, anna: int, tmp_path: Path
) -> None:
    choose_tiny(services, owner, tmp_path)

    def impatient(file: Path, card: ModelCard, options: EngineOptions, *, last_hour: LastHour) -> LocalModel:
        return LocalModel(file, card, replace(options, idle_seconds=0.1), last_hour=last_hour)

    with closing(Agents(services, make_local=impatient)) as office:
        for _ in range(2):
            drafts = office.communication.draft(owner, DraftOrder(DraftKind.BIRTHDAY, anna))
            assert fallbacks(drafts) == [False] * 3
            until(lambda: office.state(owner).readiness is Readiness.RESTING)
            assert office.memory() == 0


@pytest.mark.parametrize("what", ["settings", "model"])
def test_a_change_in_the_middle_keeps_what_was_finished(
    services: Services, office: Agents, owner: Actor, anna: int, tmp_path: Path, what: str
) -> None:
    (tmp_path / "other").mkdir()
    file, card = a_tiny_model(tmp_path / "other")
    facts = ModelFacts("Other", str(file), card.sha256, card.size, card.parameters, card.context)
    services.catalogue.add(owner, facts)
    first = local_model(office, owner)
    changed = threading.Event()

    def change(variant: int, _text: str) -> None:
        if variant == 1 and not changed.is_set():
            changed.set()
            if what == "settings":
                limit(services, owner, 0, threads=2)
            else:
                services.assistant.choose_model(owner, AGENT, "Other")
            local_model(office, owner)  # somebody else asks, and gets the new one

    drafts = office.communication.draft(owner, DraftOrder(DraftKind.BIRTHDAY, anna), hear=change)
    assert changed.is_set()
    assert len({each.text for each in drafts}) == 3
    assert not drafts[0].fallback
    assert drafts[2].fallback
    assert {each.why_fallback for each in drafts if each.fallback} == {"The model was stopped."}
    assert first.pid is None
    again = office.communication.draft(owner, DraftOrder(DraftKind.BIRTHDAY, anna))
    assert fallbacks(again) == [False] * 3
    assert {each.model for each in again} == {"Tiny" if what == "settings" else "Other"}


def test_people_come_first_whichever_agent_asks(services: Services, office: Agents, owner: Actor) -> None:
    services.assistant.choose_model(owner, "analyst", "Tiny")
    model = local_model(office, owner)
    assert local_model(office, owner, "analyst") is model, "one process for both"
    served: list[str] = []
    begun, release = threading.Event(), threading.Event()

    def hold(_text: str) -> None:
        begun.set()
        release.wait(20)

    def ask(name: str, priority: Priority) -> None:
        model.write(
            HELLO, max_tokens=1, agent=name, priority=priority, grammar=ENDLESS, hear=partial(note, name)
        )

    def note(name: str, _text: str) -> None:
        served.append(name)

    first = threading.Thread(target=partial(model.write, HELLO, max_tokens=2, grammar=ENDLESS, hear=hold))
    first.start()
    assert begun.wait(20)
    others: list[threading.Thread] = []
    waiting = (
        ("analyst", Priority.BACKGROUND),
        ("analyst later", Priority.BACKGROUND),
        (AGENT, Priority.PERSON),
    )
    for name, priority in waiting:
        others.append(threading.Thread(target=ask, args=(name, priority)))
        others[-1].start()
        until(lambda: model.waiting == len(others))
    assert office.state(owner).waiting == 3
    assert office.state(owner).readiness is Readiness.BUSY
    release.set()
    for thread in (first, *others):
        thread.join(20)
    assert served == [AGENT, "analyst", "analyst later"]


def test_the_memory_shown_is_that_of_the_model_alone(office: Agents, owner: Actor, anna: int) -> None:
    office.communication.draft(owner, DraftOrder(DraftKind.BIRTHDAY, anna, variants=1))
    pid = local_model(office, owner).pid
    assert pid is not None
    assert office.memory() == office.state(owner).memory
    assert office.memory() == pytest.approx(psutil.Process(pid).memory_info().rss, rel=0.2)


def test_a_window_and_a_command_write_at_the_same_time(tmp_path: Path) -> None:
    clerk = command_line()
    with closing(start(Home.find(), None)) as window:
        choose_tiny(window, clerk, tmp_path)
        client = People(window).add("Anna Bauer")
        command = [sys.executable, "-m", "fitnesscrm_desktop", "--json"]
        command += ["agents", "draft", "birthday", "--client", str(client)]
        found: list[list[dict[str, Any]]] = []
        children: set[int] = set()

        def type_it(_variant: int, _text: str) -> None:
            if found:
                return
            typed = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            until(lambda: bool(models_of(typed.pid)))
            children.update(models_of(typed.pid))
            out, _ = typed.communicate(timeout=60)
            found.append(json.loads(out))

        drafts = window.agents.communication.draft(
            clerk, DraftOrder(DraftKind.BIRTHDAY, client), hear=type_it
        )
        own = local_model(window.agents, clerk).pid
        rows = window.runs.rows(clerk).rows
    assert fallbacks(drafts) == [False] * 3
    assert [each["text"] for each in found[0]] == [each.text for each in drafts], "the same seed"
    assert not any(each["fallback"] for each in found[0])
    assert children
    assert own not in children, "each has a process of its own"
    assert not any(psutil.pid_exists(each) and is_model(each) for each in children)
    assert len(rows) == 6


def models_of(pid: int) -> set[int]:
    """The processes of models that a program has started."""
    try:
        return {each.pid for each in psutil.Process(pid).children() if is_model(each.pid)}
    except psutil.NoSuchProcess:
        return set()
