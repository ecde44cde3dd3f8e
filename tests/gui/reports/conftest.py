"""A desk with the real services, and somebody who sells."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.actors import an_actor
from tests.support.gui_desk import DeskAtHand, desk_for


@pytest.fixture(autouse=True)
def thrown_away_here(qapp: QApplication) -> Iterator[None]:
    """Let widgets end with their test: a worker of the next one could collect them, which Qt forbids."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def at_hand(qapp: object, services: Services, owner: Actor) -> Iterator[DeskAtHand]:
    """Give the owner's desk."""
    made = desk_for(services, owner)
    yield made
    made.close()


@pytest.fixture
def desk_of(qapp: object, services: Services) -> Iterator[Callable[[Actor], DeskAtHand]]:
    """Give somebody's desk."""
    made: list[DeskAtHand] = []

    def make(actor: Actor) -> DeskAtHand:
        made.append(desk_for(services, actor))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def manager() -> Actor:
    """Give somebody who may see all reports."""
    return an_actor(Role.MANAGER)
