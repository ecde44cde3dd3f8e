"""A model that runs on this PC, in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fitnesscrm_desktop.agents.runtime.bindings import engine_there, missing_engine
from fitnesscrm_desktop.agents.runtime.files import Checked
from fitnesscrm_desktop.agents.runtime.keeper import Hearing, Keeper
from fitnesscrm_desktop.agents.runtime.last_hour import LastHour
from fitnesscrm_desktop.agents.runtime.options import EngineOptions, ModelState
from fitnesscrm_desktop.agents.runtime.process import Event
from fitnesscrm_desktop.agents.runtime.protocol import (
    DEFAULT_TEMPERATURE,
    DEFAULT_TOKENS,
    ChatMessage,
    Finish,
    ModelCard,
    Priority,
    StopSign,
    Written,
)
from fitnesscrm_desktop.agents.runtime.turns import Turns
from fitnesscrm_desktop.services.core.clock import Clock, SystemClock


class LocalModel:
    """A ``LanguageModel`` on this PC. Nothing is started before it is needed."""

    def __init__(
        self,
        file: Path,
        card: ModelCard,
        options: EngineOptions | None = None,
        *,
        clock: Clock | None = None,
        last_hour: LastHour | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        chosen = options or EngineOptions()
        self._card = card
        self._command = command
        self._turns = Turns(clock or SystemClock(), per_hour=chosen.per_hour, last_hour=last_hour)
        self._keeper = Keeper(Checked(file, card.sha256), chosen, command)

    @property
    def card(self) -> ModelCard:
        """What is known about the model."""
        return self._card

    @property
    def state(self) -> ModelState:
        """What its process is doing."""
        return self._keeper.state

    @property
    def memory(self) -> int:
        """Bytes of memory its process held when it last spoke; 0 while there is none."""
        return self._keeper.memory

    @property
    def loaded_for(self) -> float | None:
        """For how many seconds it has been in memory."""
        since = self._keeper.ready_since
        return None if since is None else time.monotonic() - since

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn."""
        return self._turns.waiting

    @property
    def load_ms(self) -> int:
        """How many milliseconds the last loading took."""
        return self._keeper.load_ms

    @property
    def pid(self) -> int | None:
        """The number of its process in the system."""
        return self._keeper.pid

    def write(  # noqa: PLR0913 - as in the protocol
        self,
        messages: Sequence[ChatMessage],
        *,
        grammar: str | None = None,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int = DEFAULT_TOKENS,
        seed: int = 0,
        temperature: float = DEFAULT_TEMPERATURE,
        agent: str = "",
        priority: Priority = Priority.PERSON,
        hear: Callable[[str], None] | None = None,
        stop: StopSign | None = None,
    ) -> Written:
        """The next line of the conversation."""
        order = {
            "messages": _lines(messages),
            "grammar": grammar,
            "schema": dict(schema) if schema else None,
            "max_tokens": max_tokens,
            "seed": seed,
            "temperature": temperature,
            "agent": agent,
        }
        answer = self._ask("write", order, priority, Hearing(hear), stop)
        return Written(
            text=answer["text"],
            tokens=answer["tokens"],
            prompt_tokens=answer["prompt_tokens"],
            ms=answer["ms"],
            first_token_ms=answer["first_token_ms"],
            finish=Finish.DONE if answer["done"] else Finish.LENGTH,
        )

    def score(
        self,
        messages: Sequence[ChatMessage],
        candidates: Sequence[str],
        *,
        agent: str = "",
        priority: Priority = Priority.PERSON,
        stop: StopSign | None = None,
    ) -> tuple[float, ...]:
        """How likely each of *candidates* is as the answer."""
        order = {"messages": _lines(messages), "candidates": list(candidates), "agent": agent}
        answer = self._ask("score", order, priority, Hearing(None), stop)
        return tuple(answer["scores"])

    def warm_up(self, stop: StopSign | None = None) -> None:
        """Start the process, so that it is there when it is needed."""
        self._need_engine()
        with self._turns.take(Priority.BACKGROUND, stop, counted=False):
            self._keeper.start(stop)

    def close(self) -> None:
        """End the process and send home who waits; for good."""
        self._turns.close()
        self._keeper.close()

    def _ask(
        self, what: str, order: Mapping[str, Any], priority: Priority, hearing: Hearing, stop: StopSign | None
    ) -> Event:
        self._need_engine()
        with self._turns.take(priority, stop):
            return self._keeper.ask(what, order, hearing, stop)

    def _need_engine(self) -> None:
        if self._command is None and not engine_there():
            raise missing_engine()


def _lines(messages: Sequence[ChatMessage]) -> list[tuple[str, str]]:
    return [(message.speaker.value, message.text) for message in messages]
