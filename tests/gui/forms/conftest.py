"""The main window on a studio that hands out forms."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.form_desk import FormDesk
from tests.support.window import StudioWindow


@pytest.fixture
def desk(services: Services, owner: Actor) -> FormDesk:
    """Have forms signed without the window."""
    return FormDesk(services, owner)


@pytest.fixture
def screen(window: StudioWindow) -> StudioWindow:
    """Give the window of that studio; the owner is signed in."""
    return window
