"""A studio with an assistant."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from tests.support.actors import an_actor
from tests.support.sales import Till


@pytest.fixture
def till(services: Services) -> Till:
    """Give somebody who sells."""
    return Till(services, an_actor(Role.OWNER))
