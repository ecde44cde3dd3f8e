"""The main window of a studio."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fitnesscrm_desktop.agents.runtime.first_look import FirstLook
from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.window import StudioWindow


@pytest.fixture(autouse=True)
def engine_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no page open the engine when it is shown: that takes a second, and has tests of its own."""
    monkeypatch.setattr(FirstLook, "take", lambda look, _stop: look.trouble)


@pytest.fixture
def window(qapp: object, services: Services, owner: Actor, tmp_path: Path) -> Iterator[StudioWindow]:
    """Give the window of the studio; the owner is signed in."""
    driven = StudioWindow(Home(tmp_path / "home of the window"))
    driven.frame.resize(1280, 800)
    yield driven.open(services, owner)
    assert driven.errors == []
    driven.throw_away()
