"""The main window on a studio where somebody has something to do."""

import pytest

from tests.gui.staff_tasks.tasks_screen import TasksScreen
from tests.support.window import StudioWindow


@pytest.fixture
def screen(window: StudioWindow) -> TasksScreen:
    """Give the window of that studio; the owner is signed in."""
    return TasksScreen(window)
