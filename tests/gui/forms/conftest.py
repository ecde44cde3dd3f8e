"""The main window on a studio that hands out forms."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.form_desk import FormDesk
from tests.support.people import People
from tests.support.studio_rows import StudioRows
from tests.support.window import StudioWindow


@pytest.fixture
def people(services: Services) -> People:
    """Add clients."""
    return People(services)


@pytest.fixture
def rows(services: Services) -> StudioRows:
    """Write clients and memberships straight into the tables."""
    return StudioRows(services)


@pytest.fixture
def desk(services: Services, owner: Actor) -> FormDesk:
    """Have forms signed without the window."""
    return FormDesk(services, owner)


@pytest.fixture
def screen(qapp: object, services: Services, owner: Actor, tmp_path: Path) -> Iterator[StudioWindow]:
    """Give the window of that studio; the owner is signed in."""
    driven = StudioWindow(Home(tmp_path / "home of the window"))
    driven.frame.resize(1280, 800)
    yield driven.open(services, owner)
    assert driven.errors == []
    driven.throw_away()
