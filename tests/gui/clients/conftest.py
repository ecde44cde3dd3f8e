"""The clients' pages and dialogs at a desk that remembers."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.clients.screen import ClientsScreen
from tests.support.gui_desk import desk_for
from tests.support.people import People
from tests.support.studio_rows import StudioRows


@pytest.fixture
def people(services: Services) -> People:
    """Add clients as the desk does."""
    return People(services)


@pytest.fixture
def rows(services: Services) -> StudioRows:
    """Write memberships and debts straight into the tables."""
    return StudioRows(services)


@pytest.fixture
def screen(qtbot: QtBot, services: Services, owner: Actor) -> Iterator[ClientsScreen]:
    """Give the owner's pages and dialogs."""
    at_hand = desk_for(services, owner)
    yield ClientsScreen(qtbot, at_hand)
    at_hand.close()
