"""The agents of a studio with a model of the test's own: one that answers, waits, breaks, or is not there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fitnesscrm_desktop.agents.communication.results import AGENT
from fitnesscrm_desktop.agents.office import Agents, AgentState, Readiness
from fitnesscrm_desktop.agents.runtime.errors import EngineMissing, Stopped
from fitnesscrm_desktop.agents.runtime.protocol import (
    ChatMessage,
    LanguageModel,
    Priority,
    StopSign,
    Written,
)
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.scripted_model import ScriptedModel, choosing

LOOK_EVERY = 0.01


class ScriptedOffice(Agents):
    """All agents write with *model*; None: the engine is not there."""

    def __init__(self, services: Services, model: LanguageModel | None = None) -> None:
        super().__init__(services)
        self.model = model
        self.shown: AgentState | None = None
        """What it says of itself, if a test wants it to say something."""
        self.held = 0
        """Bytes of memory it says it holds."""

    def model_for(self, actor: Actor, agent: str) -> LanguageModel:
        if self.model is None:
            raise EngineMissing
        return self.model

    def memory(self) -> int:
        return self.held

    def look_at_engine(self) -> str:
        return self.engine_trouble()

    def engine_trouble(self) -> str:
        return "" if self.model is not None else EngineMissing().text

    def state(self, actor: Actor, agent: str = AGENT) -> AgentState:
        if self.shown is not None:
            return self.shown
        if self.model is None:
            text = f"{EngineMissing().text} Until then the agents write from their templates."
            return AgentState(agent, Readiness.NO_ENGINE, text)
        name = self.model.card.name
        return AgentState(agent, Readiness.READY, f"{name} is ready.", name)


class HeldModel(ScriptedModel):
    """Keeps to its grammar, but waits in the middle of one text until it is let go, or stopped."""

    def __init__(self, at: int) -> None:
        super().__init__(choosing().answers)
        self._at, self._writes = at, 0
        self.reached, self.let_go = threading.Event(), threading.Event()

    def write(
        self,
        messages: Sequence[ChatMessage],
        *,
        grammar: str | None = None,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int = 256,
        seed: int = 0,
        temperature: float = 0.7,
        agent: str = "",
        priority: Priority = Priority.PERSON,
        hear: Callable[[str], None] | None = None,
        stop: StopSign | None = None,
    ) -> Written:
        written = super().write(messages, grammar=grammar, seed=seed, agent=agent, stop=stop)
        if self._writes == self._at:
            if hear is not None:
                hear(written.text[: len(written.text) * 3 // 4])
            self.reached.set()
            while not self.let_go.wait(LOOK_EVERY):
                if stop is not None and stop.is_set():
                    raise Stopped
        elif hear is not None:
            hear(written.text)
        self._writes += 1
        return written


def give_office(services: Services, model: LanguageModel | None = None) -> ScriptedOffice:
    """Let the agents of *services* write with *model*."""
    office = ScriptedOffice(services, model)
    services._working = services._made[Agents] = office  # noqa: SLF001 - the one place that knows how services are kept
    return office
