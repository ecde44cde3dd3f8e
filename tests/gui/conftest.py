"""The main window of a studio."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.runtime.bindings import engine_there
from fitnesscrm_desktop.agents.runtime.first_look import FirstLook
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.window import StudioWindow, window_on


@pytest.fixture(autouse=True)
def engine_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no page open the engine when it is shown: that takes a second, and has tests of its own."""
    monkeypatch.setattr(FirstLook, "take", lambda look, _stop: look.trouble)
    monkeypatch.setattr(FirstLook, "take_anew", lambda _look, _stop: "" if engine_there() else None)


@pytest.fixture
def window(qapp: object, services: Services, owner: Actor, tmp_path: Path) -> Iterator[StudioWindow]:
    """Give the window of the studio; the owner is signed in."""
    with window_on(services, owner, tmp_path) as driven:
        yield driven
