"""The model that comes with the program, as an agent sees it."""

from __future__ import annotations

from pathlib import Path

from fitnesscrm_desktop.agents.runtime.protocol import ModelCard
from fitnesscrm_desktop.services.assistant import shipped

CARD = ModelCard(
    name=shipped.NAME,
    sha256=shipped.SHA256,
    size=shipped.SIZE,
    parameters=shipped.PARAMETERS,
    context=shipped.CONTEXT,
    free_writing=False,
)


def shipped_model() -> Path | None:
    """Its file; None on a PC that was set up without it."""
    return shipped.shipped_file()
