"""Fixtures of the wizard's tests."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import command_line
from tests.gui.setup.first_run import FirstRun
from tests.support.gui_desk import DeskAtHand, desk_for
from tests.support.staff import make_hashing_cheap


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in no time."""
    make_hashing_cheap(monkeypatch)


@pytest.fixture
def at_hand(qtbot: QtBot, services: Services) -> Iterator[DeskAtHand]:
    """Give a desk in a studio that nobody has set up."""
    made = desk_for(services, command_line())
    yield made
    made.close()


@pytest.fixture
def run(qtbot: QtBot, at_hand: DeskAtHand) -> FirstRun:
    """Give the wizard, shown."""
    return FirstRun(qtbot, at_hand)
