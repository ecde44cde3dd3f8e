"""What the settings of the assistant do with models, on a worker; the engine is loaded only there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.assistant.results import AssistantSetup, ModelFacts, ModelRow
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound
from fitnesscrm_desktop.ui.core.tasks import Progress

if TYPE_CHECKING:
    from fitnesscrm_desktop.agents.runtime.protocol import ModelCard
    from fitnesscrm_desktop.agents.runtime.trial import Trial


@dataclass(frozen=True, slots=True)
class ModelsLook:
    """One look at the models of this PC."""

    rows: tuple[ModelRow, ...]
    setup: AssistantSetup
    agents: tuple[str, ...]
    no_engine: str
    """Why nothing is written by a model on this PC; empty if the engine is there."""


class _Stop:
    """A cancelled task, as the engine asks for it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def is_set(self) -> bool:
        return self._progress.cancelled


def look_at_models(services: Services, actor: Actor) -> ModelsLook:
    """Which models there are, and who writes with which."""
    from fitnesscrm_desktop.agents.office import AGENTS

    return ModelsLook(
        tuple(services.catalogue.list(actor)),
        services.assistant.get(actor),
        AGENTS,
        services.agents.engine_trouble(),
    )


def add_model(services: Services, actor: Actor, file: Path, progress: Progress) -> ModelRow:
    """Look at *file* in a process of its own, and take it up. Raises ``ModelError`` with the reason."""
    from fitnesscrm_desktop.agents.runtime.inspection import inspect_model

    card = inspect_model(file, stop=_Stop(progress))
    taken = {fold(row.facts.name) for row in services.catalogue.list(actor)}
    facts = ModelFacts(
        _free(card.name, taken), str(file.absolute()), card.sha256, card.size, card.parameters, card.context
    )
    return services.catalogue.add(actor, facts)


def try_model(services: Services, actor: Actor, row: ModelRow, progress: Progress) -> Trial:
    """Let a model read and write something; what is measured is remembered in the list."""
    from fitnesscrm_desktop.agents.runtime.local import LocalModel
    from fitnesscrm_desktop.agents.runtime.trial import trial

    if not row.there:
        raise NotFound(f"The file of {row.facts.name} is not where it was.")
    model = LocalModel(Path(row.facts.path), _card(row))
    try:
        measured = trial(model, _Stop(progress))
    finally:
        model.close()
    if row.id:
        services.catalogue.measured(actor, row.id, measured.tokens_per_second, measured.memory)
    return measured


def try_server(services: Services, actor: Actor) -> int:
    """Ask the server that is stored for a word; how many milliseconds it took. Raises ``ModelError``."""
    from fitnesscrm_desktop.agents.runtime.protocol import ChatMessage, Speaker
    from fitnesscrm_desktop.agents.runtime.remote import RemoteModel

    server = services.assistant.get(actor).settings.server
    if not server.url:
        raise NotFound("No model server is set up.")
    model = RemoteModel(
        server.url,
        server.model,
        services.assistant.server_key(actor),
        public_confirmed=bool(server.public_confirmed),
    )
    try:
        return model.write([ChatMessage(Speaker.USER, "Say hello.")], max_tokens=8).ms
    finally:
        model.close()


def _card(row: ModelRow) -> ModelCard:
    from fitnesscrm_desktop.agents.runtime.protocol import ModelCard

    facts = row.facts
    return ModelCard(
        facts.name, facts.sha256, facts.size, facts.parameters, facts.context, free_writing=row.free_writing
    )


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while fold(found) in taken:
        number += 1
        found = f"{name} ({number})"
    return found
