"""A till to sell at."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.sales import Till


@pytest.fixture
def till(services: Services, owner: Actor) -> Till:
    """Give a studio where the owner sells."""
    return Till(services, owner)
