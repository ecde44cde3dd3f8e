"""The page of templates at a desk that remembers, and the main window on a studio that writes messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.messaging.outbox_screen import OutboxScreen
from tests.gui.messaging.screen import TemplatesScreen
from tests.support.gui_desk import desk_for
from tests.support.outbox_desk import OutboxDesk
from tests.support.window import StudioWindow


@pytest.fixture
def desk(services: Services) -> OutboxDesk:
    """Put messages into the outbox."""
    return OutboxDesk(services)


@pytest.fixture
def screen(qtbot: QtBot, services: Services, owner: Actor) -> Iterator[TemplatesScreen]:
    """Give the owner's page of templates."""
    at_hand = desk_for(services, owner)
    yield TemplatesScreen(qtbot, at_hand)
    at_hand.close()


@pytest.fixture
def outbox(window: StudioWindow) -> OutboxScreen:
    """Give the page "Outbox" of that window."""
    return OutboxScreen(window)
