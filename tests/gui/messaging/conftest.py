"""The page of templates at a desk that remembers, and the main window on a studio that writes messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.messaging.outbox_screen import OutboxScreen
from tests.gui.messaging.screen import TemplatesScreen
from tests.support.gui_desk import desk_for
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.studio_rows import StudioRows
from tests.support.window import StudioWindow


@pytest.fixture
def people(services: Services) -> People:
    """Give somebody who adds clients in one line."""
    return People(services)


@pytest.fixture
def rows(services: Services) -> StudioRows:
    """Write clients straight into the tables."""
    return StudioRows(services)


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
def window(qapp: object, services: Services, owner: Actor, tmp_path: Path) -> Iterator[StudioWindow]:
    """Give the window of that studio; the owner is signed in."""
    driven = StudioWindow(Home(tmp_path / "home of the window"))
    driven.frame.resize(1280, 800)
    yield driven.open(services, owner)
    assert driven.errors == []
    driven.throw_away()


@pytest.fixture
def outbox(window: StudioWindow) -> OutboxScreen:
    """Give the page "Outbox" of that window."""
    return OutboxScreen(window)
