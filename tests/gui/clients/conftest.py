"""The clients' pages and dialogs at a desk that remembers."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.clients.screen import ClientsScreen
from tests.support.gui_desk import desk_for


@pytest.fixture
def screen(qtbot: QtBot, services: Services, owner: Actor) -> Iterator[ClientsScreen]:
    """Give the owner's pages and dialogs."""
    at_hand = desk_for(services, owner)
    yield ClientsScreen(qtbot, at_hand)
    at_hand.close()
