"""Fixtures of the sign-in screen's tests."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import command_line
from tests.gui.signin.screen import Screen
from tests.support.gui_desk import DeskAtHand, desk_for
from tests.support.staff import hire, make_hashing_cheap


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in no time."""
    make_hashing_cheap(monkeypatch)


@pytest.fixture
def at_hand(qtbot: QtBot, services: Services) -> Iterator[DeskAtHand]:
    """Give a desk in a studio where three people work."""
    hire(services, "anna", Role.OWNER, "2580")
    hire(services, "ben", Role.FRONT_DESK, "975310")
    hire(services, "carl", Role.TRAINER, None)
    made = desk_for(services, command_line())
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, at_hand: DeskAtHand) -> Screen:
    """Give the sign-in screen, shown and loaded."""
    return Screen(qtbot, at_hand)
