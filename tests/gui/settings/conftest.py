"""Fixtures of the settings page's tests."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from tests.gui.settings.screen import SettingsScreen
from tests.support.gui_desk import DeskAtHand, desk_for
from tests.support.staff import hire, make_hashing_cheap, signed_in


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in no time."""
    make_hashing_cheap(monkeypatch)


@pytest.fixture
def at_hand(qtbot: QtBot, services: Services) -> Iterator[DeskAtHand]:
    """Give the desk of the owner of a studio where three people work."""
    hire(services, "anna", Role.OWNER)
    hire(services, "ben", Role.FRONT_DESK)
    hire(services, "carl", Role.TRAINER, None)
    made = desk_for(services, signed_in(services, "anna"))
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, at_hand: DeskAtHand) -> SettingsScreen:
    """Give the settings page, shown."""
    return SettingsScreen(qtbot, at_hand)
