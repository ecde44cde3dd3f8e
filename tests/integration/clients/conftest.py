"""Fixtures of the tests of clients."""

from collections.abc import Callable

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.events import Event
from tests.support.actors import an_actor


@pytest.fixture
def desk() -> Actor:
    """Give somebody at the front desk, who may not see health data."""
    return an_actor(Role.FRONT_DESK)


@pytest.fixture
def heard(services: Services) -> Callable[[], list[Event]]:
    """Tell what was published since the test began."""
    events: list[Event] = []
    services.core.bus.subscribe(Event, events.append)
    return lambda: events
