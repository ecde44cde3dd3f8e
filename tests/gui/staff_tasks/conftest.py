"""The main window on a studio where somebody has something to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.staff_tasks.tasks_screen import TasksScreen
from tests.support.sales import Till
from tests.support.window import StudioWindow


@pytest.fixture
def till(services: Services, owner: Actor) -> Till:
    """Give a studio where the owner sells."""
    return Till(services, owner)


@pytest.fixture
def screen(qapp: object, services: Services, owner: Actor, tmp_path: Path) -> Iterator[TasksScreen]:
    """Give the window of that studio; the owner is signed in."""
    driven = StudioWindow(Home(tmp_path / "home of the window"))
    driven.frame.resize(1280, 800)
    yield TasksScreen(driven.open(services, owner))
    assert driven.errors == []
    driven.throw_away()
