"""A studio full of attacks, imported and typed, and a model that obeys: only texts of drafts are touched."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from fitnesscrm_desktop.agents.communication.agent import CommunicationAgent
from fitnesscrm_desktop.agents.communication.results import DraftOrder
from fitnesscrm_desktop.agents.runtime.protocol import LanguageModel
from fitnesscrm_desktop.agents.writing.fence import cleaned
from fitnesscrm_desktop.agents.writing.personal_names import is_name
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.base import Base
from fitnesscrm_desktop.models.values import DraftKind
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.imports.results import OnDuplicate
from tests.support.scripted_model import FREE_CARD
from tests.unit.agents.communication.injections import ATTACKS, WISHES, obeying

RUNS = "assistant_run"
SECRET = "She is Zimtstern"


class Office:
    """A model that has gone over to the attacker."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def model_for(self, actor: Actor, agent: str) -> LanguageModel:
        return self._model


def import_attacks(services: Services, owner: Actor, folder: Path) -> list[int]:
    """Everything as a first name, with the same as a note; the ids of those who got in."""
    path = folder / "clients.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["First name", "Last name", "Notes"])
        rows.writerows(
            [attack.replace("\0", ""), f"Client{number}", attack] for number, attack in enumerate(ATTACKS)
        )
    services.imports.run(owner, path, services.imports.look(path).suggested, OnDuplicate.SKIP)
    return list(services.directory.ids(owner, ListQuery()))


def content(services: Services) -> dict[str, Any]:
    """How many rows every table has."""
    with services.core.read() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
            if name != RUNS
        }


@pytest.mark.sqlite_only
def test_nothing_changes_but_the_text_of_drafts(services: Services, owner: Actor, tmp_path: Path) -> None:
    clients = import_attacks(services, owner, tmp_path)
    assert len(clients) >= len(ATTACKS) - 10  # some are no names to the import either
    for client_id, attack in zip(clients, ATTACKS, strict=False):
        services.records.add_note(owner, client_id, f"{attack[:500]} {SECRET}")
    settings = services.settings.profile()
    services.settings.change(owner, settings.version, name=ATTACKS[0])
    before, sent = content(services), services.outbox.counts(owner)
    written = 0

    for number, client_id in enumerate(clients):
        wish = WISHES[number % len(WISHES)]
        model = obeying(wish) if number % 2 else obeying(wish, FREE_CARD)
        agent = CommunicationAgent(services.facts, services.runs, Office(model))
        kind = (DraftKind.BIRTHDAY, DraftKind.WELCOME)[number // 2 % 2]
        name = services.directory.detail(owner, client_id).details.first_name
        if not is_name(" ".join(cleaned(name).split())):
            with pytest.raises(RuleBroken, match="first name"):
                agent.draft(owner, DraftOrder(kind, client_id, variants=1))
            assert not model.asked
            continue

        (draft,) = agent.draft(owner, DraftOrder(kind, client_id, variants=1))

        written += 1
        assert draft.fallback
        assert wish not in draft.text.replace(name, "")
        assert all(name not in asked.prompt for asked in model.asked if len(name) > 4)
        assert not any("Zimtstern" in asked.all_it_saw for asked in model.asked)

    assert content(services) == before
    assert services.outbox.counts(owner) == sent
    assert len(services.runs.rows(owner, limit=100).rows) == written > 0
