"""The engine in tests: what needs it fails in the CI when it is not there, and is skipped elsewhere."""

import hashlib
import os
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.runtime.bindings import engine_there
from fitnesscrm_desktop.agents.runtime.protocol import ModelCard
from fitnesscrm_desktop.agents.runtime.shipped import shipped_model
from tests.support.tiny_model import CONTEXT, write_tiny_model

WHY = "the engine is not built here: python3 packaging/dev.py test builds it"


def require_engine() -> None:
    """End the test here if there is no engine."""
    if not engine_there():
        if os.environ.get("CI"):
            pytest.fail(WHY, pytrace=False)
        pytest.skip(WHY)


def require_shipped_model() -> Path:
    """Give the file of the real model."""
    require_engine()
    file = shipped_model()
    if file is None:
        pytest.fail("the engine is here, but not the model that is shipped", pytrace=False)
    return file


def a_tiny_model(folder: Path) -> tuple[Path, ModelCard]:
    """Write a model that speaks nonsense, and describe it."""
    file = write_tiny_model(folder / "tiny.gguf")
    return file, card_of(file)


def card_of(file: Path) -> ModelCard:
    """Describe *file* without looking into it."""
    raw = file.read_bytes()
    return ModelCard(
        name="Tiny nonsense",
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        parameters=27_000,
        context=CONTEXT,
        free_writing=False,
    )
