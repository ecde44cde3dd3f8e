"""Where the agents work: who writes with which model, how long a model stays, and how it is doing.

Command line and window need only this. Nothing is started, and no model looked for, before somebody asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from fitnesscrm_desktop.agents.communication.agent import CommunicationAgent, FactGiver, RunKeeper
from fitnesscrm_desktop.agents.communication.results import AGENT as COMMUNICATION
from fitnesscrm_desktop.agents.runtime.bindings import engine_there, missing_engine
from fitnesscrm_desktop.agents.runtime.errors import (
    EngineBroken,
    EngineMissing,
    ModelError,
    ModelRefused,
    Refusal,
    ServerTrouble,
)
from fitnesscrm_desktop.agents.runtime.files import refusal, size_of
from fitnesscrm_desktop.agents.runtime.first_look import FirstLook
from fitnesscrm_desktop.agents.runtime.last_hour import LastHour
from fitnesscrm_desktop.agents.runtime.local import LocalModel
from fitnesscrm_desktop.agents.runtime.options import EngineOptions, ModelState
from fitnesscrm_desktop.agents.runtime.protocol import LanguageModel, ModelCard
from fitnesscrm_desktop.agents.runtime.remote import RemoteModel
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.assistant.catalogue import ModelCatalogue
from fitnesscrm_desktop.services.assistant.results import AssistantSettings, ModelRow
from fitnesscrm_desktop.services.assistant.settings import SERVER, AssistantSettingsService
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, StudioError

AGENTS = (COMMUNICATION,)
"""All agents, by name."""
_SECONDS = 60


class Readiness(StrEnum):
    """How an agent's model is doing."""

    NO_ENGINE = "no-engine"
    NO_MODEL = "no-model"
    RESTING = "resting"
    """Not in memory; comes when it is needed."""
    LOADING = "loading"
    READY = "ready"
    BUSY = "busy"
    BROKEN = "broken"


_SENTENCES = {
    Readiness.RESTING: "{model} is loaded when it is needed.",
    Readiness.LOADING: "{model} is being loaded.",
    Readiness.READY: "{model} is ready.",
    Readiness.BUSY: "{model} is writing.",
    Readiness.BROKEN: "{model} stopped in the middle of its work. It is started again when it is needed.",
}
_READINESS = {
    ModelState.ABSENT: Readiness.RESTING,
    ModelState.UNLOADED: Readiness.RESTING,
    ModelState.LOADING: Readiness.LOADING,
    ModelState.READY: Readiness.READY,
    ModelState.BUSY: Readiness.BUSY,
    ModelState.BROKEN: Readiness.BROKEN,
}


@dataclass(frozen=True, slots=True)
class AgentState:
    """What one agent writes with, and how that is doing."""

    agent: str
    readiness: Readiness
    sentence: str
    """For people; also why there is no model, and what happens instead."""
    model: str = ""
    memory: int = 0
    """Bytes it holds now."""
    waiting: int = 0
    """How many requests wait for their turn."""
    remote: bool = False
    leaves_studio: bool = False
    """Client data goes to a public address."""


class Desk(Protocol):
    """The services an office is built on."""

    @property
    def home(self) -> Home:
        """The data folder of this PC."""
        ...

    @property
    def assistant(self) -> AssistantSettingsService:
        """How the assistant is set up."""
        ...

    @property
    def catalogue(self) -> ModelCatalogue:
        """The model files of this PC."""
        ...

    @property
    def facts(self) -> FactGiver:
        """What a text may state."""
        ...

    @property
    def runs(self) -> RunKeeper:
        """What was written."""
        ...


class OpenModel(LanguageModel, Protocol):
    """A model that can be closed."""

    def close(self) -> None:
        """End it, for good."""
        ...


@dataclass(frozen=True, slots=True)
class _Place:
    """A file with the options it is run with, or a server: what one model is made for."""

    path: str
    card: ModelCard
    options: EngineOptions
    url: str = ""
    key: str = ""
    public_confirmed: bool = False


class MakeLocal(Protocol):
    """Makes a model of a file; it is not loaded yet."""

    def __call__(
        self, file: Path, card: ModelCard, options: EngineOptions, *, last_hour: LastHour
    ) -> OpenModel:
        """Make it."""
        ...


class Agents:
    """All agents of one studio. From any thread; models are shared by those who write with the same."""

    def __init__(
        self,
        desk: Desk,
        *,
        engine: Callable[[], bool] = engine_there,
        make_local: MakeLocal = LocalModel,
        first_look: FirstLook | None = None,
    ) -> None:
        self._desk = desk
        self._first_look, self._closing = first_look or FirstLook(), threading.Event()
        self._engine, self._make_local = engine, make_local
        self._guard = threading.RLock()
        self._models: dict[_Place, OpenModel] = {}
        self._serving: dict[str, _Place] = {}
        self._last_hour = LastHour(desk.home.assistant_hour)
        self._closed = False

    @property
    def communication(self) -> CommunicationAgent:
        """Drafts messages to clients."""
        return CommunicationAgent(self._desk.facts, self._desk.runs, self)

    def model_for(self, actor: Actor, agent: str) -> LanguageModel:
        """The model *agent* writes with; made now if need be, loaded when it is first asked.

        Raises ``ModelError`` with the reason where there is none.
        """
        place = self._place_for(actor, agent)
        with self._guard:
            if self._closed:
                raise ModelRefused(Refusal.GONE, "The program is closing.")
            self._serving[agent] = place
            self._dismiss_unused()
            if place not in self._models:
                self._models[place] = self._made(place)
            return self._models[place]

    def state(self, actor: Actor, agent: str = COMMUNICATION) -> AgentState:
        """How the model of *agent* is doing. Starts nothing; reads settings, so not on the UI thread."""
        setup = self._desk.assistant.get(actor)
        try:
            place = self._place_for(actor, agent)
        except EngineMissing as error:
            return AgentState(agent, Readiness.NO_ENGINE, _instead(error))
        except ModelError as error:
            name = setup.settings.models.get(agent, "")
            return AgentState(agent, Readiness.NO_MODEL, _instead(error), name)
        with self._guard:
            model = self._models.get(place)
        if not place.url and (trouble := self._found_broken()) is not None:
            return AgentState(agent, Readiness.NO_ENGINE, _instead(trouble))
        remote, away = bool(place.url), bool(place.url) and setup.leaves_studio
        if remote:
            sentence = f"{place.card.name} on {place.url} writes."
            return AgentState(
                agent, Readiness.READY, sentence, place.card.name, remote=True, leaves_studio=away
            )
        readiness = _READINESS[model.state] if isinstance(model, LocalModel) else Readiness.RESTING
        return AgentState(
            agent,
            readiness,
            _SENTENCES[readiness].format(model=place.card.name),
            place.card.name,
            memory=model.memory if isinstance(model, LocalModel) else 0,
            waiting=model.waiting if isinstance(model, LocalModel) else 0,
        )

    def look_at_engine(self) -> str:
        """Open the engine once, in a process of its own; why it does not run, empty if it does.

        It takes a second, and starts no model: for when somebody looks at the assistant or its settings.
        """
        self._first_look.take(self._closing)
        return self.engine_trouble()

    def examine_engine(self) -> str | None:
        """The same for somebody who examines this PC: looked at anew, and None if there is no engine."""
        return self._first_look.take_anew(self._closing)

    def engine_trouble(self) -> str:
        """Why nothing is written by a model on this PC, as far as is known without a closer look."""
        if not self._engine():
            return missing_engine().text
        trouble = self._found_broken()
        return "" if trouble is None else trouble.text

    def memory(self) -> int:
        """Bytes all models hold now; looks at nothing but what runs, so anybody may ask at any time."""
        with self._guard:
            return sum(each.memory for each in self._models.values() if isinstance(each, LocalModel))

    def close(self) -> None:
        """End all models, for good."""
        self._closing.set()
        with self._guard:
            self._closed = True
            models = list(self._models.values())
            self._models.clear()
            self._serving.clear()
        for model in models:
            model.close()

    def _found_broken(self) -> EngineBroken | None:
        """What the closer look has found, unless a model was loaded since: it may be built anew by then."""
        with self._guard:
            models = list(self._models.values())
        if any(isinstance(each, LocalModel) and each.loaded_for is not None for each in models):
            self._first_look.forget()
        return self._first_look.trouble

    def _place_for(self, actor: Actor, agent: str) -> _Place:
        settings = self._desk.assistant.get(actor).settings
        name = settings.models.get(agent, "")
        if name == SERVER:
            return self._server(actor, settings)
        if not self._engine():
            raise missing_engine()
        row = self._row(actor, name)
        if not row.there:
            raise ModelRefused(Refusal.GONE, _GONE.format(name=row.facts.name))
        if size_of(Path(row.facts.path)) != row.facts.size:
            raise refusal(
                Refusal.WRONG_FILE, Path(row.facts.path)
            )  # one of the same size is read when it loads
        return _Place(row.facts.path, _card(row), _options(settings))

    def _row(self, actor: Actor, name: str) -> ModelRow:
        if not name:
            return next(each for each in self._desk.catalogue.list(actor) if each.shipped)
        try:
            return self._desk.catalogue.named(actor, name)
        except NotFound as error:
            raise ModelRefused(Refusal.GONE, error.text) from error

    def _server(self, actor: Actor, settings: AssistantSettings) -> _Place:
        server = settings.server
        if not server.url:
            raise ServerTrouble("No model server is set up.")
        try:
            key = self._desk.assistant.server_key(actor)
        except ModelError:
            raise
        except StudioError as error:
            raise ServerTrouble(error.text) from error
        card = ModelCard(server.model, "", 0, 0, settings.context, free_writing=True, remote=True)
        return _Place("", card, _options(settings), server.url, key, bool(server.public_confirmed))

    def _made(self, place: _Place) -> OpenModel:
        if not place.url:
            return self._make_local(Path(place.path), place.card, place.options, last_hour=self._last_hour)
        return RemoteModel(
            place.url,
            place.card.name,
            place.key,
            public_confirmed=place.public_confirmed,
            per_hour=place.options.per_hour,
            last_hour=self._last_hour,
        )

    def _dismiss_unused(self) -> None:
        """End the models that no agent writes with any more, such as after a change of the settings."""
        for place in set(self._models) - set(self._serving.values()):
            self._models.pop(place).close()


_GONE = "The file of {name} is not where it was. Add it again, or choose another model."


def _instead(error: StudioError) -> str:
    return f"{error.text} Until then the agents write from their templates."


def _card(row: ModelRow) -> ModelCard:
    facts = row.facts
    return ModelCard(
        facts.name, facts.sha256, facts.size, facts.parameters, facts.context, free_writing=row.free_writing
    )


def _options(settings: AssistantSettings) -> EngineOptions:
    return EngineOptions(
        threads=settings.threads,
        context=settings.context,
        idle_seconds=settings.idle_minutes * _SECONDS,
        per_hour=settings.per_hour,
    )
