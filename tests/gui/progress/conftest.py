"""The progress of a client at a desk that remembers."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.progress.screen import ProgressScreen
from tests.support.gui_desk import desk_for
from tests.support.people import People


@pytest.fixture
def screen(qtbot: QtBot, services: Services, owner: Actor) -> Iterator[ProgressScreen]:
    """Give the owner's part and dialogs."""
    at_hand = desk_for(services, owner)
    yield ProgressScreen(qtbot, at_hand)
    at_hand.close()


@pytest.fixture
def anna(people: People) -> int:
    """Somebody to be measured."""
    return people.add("Anna Ivanova", date(1990, 5, 6))
