"""Fixtures of the tests of check-in."""

import pytest

from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.actors import an_actor


@pytest.fixture
def desk() -> Actor:
    """Give somebody at the front desk."""
    return an_actor(Role.FRONT_DESK)
