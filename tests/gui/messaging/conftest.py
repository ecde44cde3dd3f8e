"""The page of templates at a desk that remembers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.messaging.screen import TemplatesScreen
from tests.support.gui_desk import desk_for
from tests.support.people import People


@pytest.fixture
def people(services: Services) -> People:
    """Give somebody who adds clients in one line."""
    return People(services)


@pytest.fixture
def screen(qtbot: QtBot, services: Services, owner: Actor) -> Iterator[TemplatesScreen]:
    """Give the owner's page."""
    at_hand = desk_for(services, owner)
    yield TemplatesScreen(qtbot, at_hand)
    at_hand.close()
