"""The model files that this PC knows."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from fitnesscrm_desktop.models.assistant import AssistantConfiguration, AssistantModel
from fitnesscrm_desktop.models.base import NAME_LENGTH, TEXT_LENGTH
from fitnesscrm_desktop.models.values import Permission
from fitnesscrm_desktop.services.assistant.events import AssistantChanged
from fitnesscrm_desktop.services.assistant.results import ModelFacts, ModelRow
from fitnesscrm_desktop.services.assistant.settings import SERVER
from fitnesscrm_desktop.services.assistant.shipped import shipped_model
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line
from fitnesscrm_desktop.services.core.unit_of_work import Core

WRITES_FREELY = 1_000_000_000
"""A model with as many parameters finds its own words (verified all the same); others choose among ours."""


class ModelCatalogue:
    """Models are files: each PC has its own list. The file itself is never copied and never changed."""

    def __init__(self, core: Core) -> None:
        self._core, self._shipped = core, shipped_model()
        self._computer = (socket.gethostname() or "this PC")[:NAME_LENGTH]

    def list(self, actor: Actor) -> Sequence[ModelRow]:
        """The one that ships, then the studio's own by name."""
        actor.require(Permission.USE_ASSISTANT)
        with self._core.read() as session:
            rows = session.scalars(
                select(AssistantModel)
                .where(AssistantModel.computer == self._computer)
                .order_by(AssistantModel.folded)
            )
            return [self._first(), *map(_row, rows)]

    def named(self, actor: Actor, name: str) -> ModelRow:
        """The model of this name. Raises ``NotFound``."""
        wanted = fold(name)
        for row in self.list(actor):
            if fold(row.facts.name) == wanted:
                return row
        raise NotFound(f"There is no model called “{name[:60]}” on this PC.")

    def add(self, actor: Actor, facts: ModelFacts) -> ModelRow:
        """Take up a model that was opened and examined before. Raises ``RuleBroken``.

        A file that is in the list already keeps its name there; its facts are renewed.
        """
        actor.require(Permission.MANAGE_ASSISTANT)
        name = one_line(facts.name, NAME_LENGTH, needed="Give the model a name.")
        if len(facts.path) > TEXT_LENGTH:
            raise RuleBroken("The path of this file is too long.")
        with self._core.write() as work:
            row = self._same_file(work.session, facts)
            if row is None:
                self._refuse_taken(work.session, name)
                row = AssistantModel(computer=self._computer, name=name, folded=fold(name)[:NAME_LENGTH])
                work.session.add(row)
            row.path, row.sha256, row.size = facts.path, facts.sha256, facts.size
            row.parameters, row.context, row.added_at = facts.parameters, facts.context, work.now
            work.session.flush()
            work.audit(
                actor, "assistant.model_add", "assistant_model", row.id, name=row.name, sha256=row.sha256
            )
            work.record(AssistantChanged())
            return _row(row)

    def remove(self, actor: Actor, model_id: int) -> None:
        """Forget a model; its file stays. Who wrote with it takes the one that ships. Raises ``NotFound``."""
        actor.require(Permission.MANAGE_ASSISTANT)
        with self._core.write() as work:
            row = self._found(work.session, model_id)
            settings = work.session.get(AssistantConfiguration, 1, with_for_update=True)
            if settings is not None and row.name in settings.models.values():
                settings.models = {key: name for key, name in settings.models.items() if name != row.name}
            work.session.delete(row)
            work.audit(actor, "assistant.model_remove", "assistant_model", row.id, name=row.name)
            work.record(AssistantChanged())

    def measured(self, actor: Actor, model_id: int, tokens_per_second: float, memory: int) -> ModelRow:
        """Remember how fast a model was here, and how much memory (bytes) it took. Raises ``NotFound``."""
        actor.require(Permission.MANAGE_ASSISTANT)
        with self._core.write() as work:
            row = self._found(work.session, model_id)
            row.tokens_per_second, row.memory = tokens_per_second, memory
            work.session.flush()
            work.record(AssistantChanged())
            return _row(row)

    def _first(self) -> ModelRow:
        return ModelRow(
            id=0,
            facts=self._shipped,
            there=bool(self._shipped.path) and Path(self._shipped.path).is_file(),
            free_writing=False,
            shipped=True,
        )

    def _found(self, session: Session, model_id: int) -> AssistantModel:
        row = session.get(AssistantModel, model_id)
        if row is None or row.computer != self._computer:
            raise NotFound("This model is no longer in the list.")
        return row

    def _same_file(self, session: Session, facts: ModelFacts) -> AssistantModel | None:
        return session.scalar(
            select(AssistantModel).where(
                AssistantModel.computer == self._computer, AssistantModel.path == facts.path
            )
        )

    def _refuse_taken(self, session: Session, name: str) -> None:
        if fold(name) == fold(SERVER):
            raise RuleBroken(
                f"“{name}” is what the program calls the studio's own model server. Choose another name."
            )
        taken = session.scalar(
            select(AssistantModel.id).where(
                AssistantModel.computer == self._computer, AssistantModel.folded == fold(name)
            )
        )
        if taken is not None or fold(name) == fold(self._shipped.name):
            raise RuleBroken(f"There is a model called “{name}” already. Choose another name.")


def _row(row: AssistantModel) -> ModelRow:
    facts = ModelFacts(row.name, row.path, row.sha256, row.size, row.parameters, row.context)
    return ModelRow(
        id=row.id,
        facts=facts,
        there=Path(row.path).is_file(),
        free_writing=row.parameters >= WRITES_FREELY,
        tokens_per_second=row.tokens_per_second,
        memory=row.memory,
    )
