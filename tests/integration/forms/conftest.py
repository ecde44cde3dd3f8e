"""Fixtures of the tests of forms."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.actors import an_actor
from tests.support.form_desk import FormDesk


@pytest.fixture
def desk(services: Services, owner: Actor) -> FormDesk:
    """Have forms signed with the owner's rights."""
    return FormDesk(services, owner)


@pytest.fixture
def front() -> Actor:
    """Give somebody at the front desk."""
    return an_actor(Role.FRONT_DESK)


@pytest.fixture
def trainer() -> Actor:
    """Give a trainer."""
    return an_actor(Role.TRAINER)
