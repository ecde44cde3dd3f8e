"""The main window on the studio of a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.paths import Home
from tests.support.window import StudioWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[StudioWindow]:
    """Give the painted window with no studio open yet."""
    driven = StudioWindow(qtbot, Home(tmp_path / "home of the window"))
    yield driven
    driven.close()
