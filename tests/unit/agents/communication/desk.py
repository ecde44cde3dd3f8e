"""An agent with sheets, runs and a model of the test's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fitnesscrm_desktop.agents.communication.agent import CommunicationAgent
from fitnesscrm_desktop.agents.runtime.errors import EngineMissing
from fitnesscrm_desktop.agents.runtime.protocol import LanguageModel
from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.services.assistant.results import FactSheet, RunNote
from fitnesscrm_desktop.services.core.actor import Actor, command_line
from tests.support.fact_sheets import a_sheet

OWNER = command_line()


@dataclass
class Desk:
    """What the agent is built on; notes every run."""

    model: LanguageModel | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"
    about_other: bool = False
    notice: str = ""
    runs: list[RunNote] = field(default_factory=list)

    @property
    def agent(self) -> CommunicationAgent:
        return CommunicationAgent(self, self, self)

    def sheet(
        self,
        actor: Actor,
        kind: DraftKind,
        client_id: int,
        given: Mapping[str, str] | None = None,
        language: str | None = None,
    ) -> FactSheet:
        typed: dict[str, Any] = {f"given__{key}": value for key, value in (given or {}).items()}
        sheet = a_sheet(
            kind, language or self.language, about_other=self.about_other, **{**self.changed, **typed}
        )
        return replace(sheet, client_id=client_id, notice=self.notice)

    def template_sheet(self, actor: Actor, kind: DraftKind, language: str | None = None) -> FactSheet:
        return replace(a_sheet(kind, language or self.language), client_id=None)

    def note(self, actor: Actor, run: RunNote) -> int:
        self.runs.append(run)
        return len(self.runs)

    def model_for(self, actor: Actor, agent: str) -> LanguageModel:
        if self.model is None:
            raise EngineMissing
        return self.model
