"""The main window on the studio of a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fitnesscrm_desktop.paths import Home
from tests.support.demo_file import DemoFile
from tests.support.window import StudioWindow


@pytest.fixture
def window(qapp: object, tmp_path: Path) -> Iterator[StudioWindow]:
    """Give the painted window with no studio open yet."""
    driven = StudioWindow(Home(tmp_path / "home of the window"))
    yield driven
    driven.throw_away()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> DemoFile:
    """Make the full studio once."""
    return DemoFile(tmp_path_factory.mktemp("demo"))
