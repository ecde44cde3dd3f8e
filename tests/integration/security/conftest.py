"""Fixtures of the staff's tests."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.staff import hire, make_hashing_cheap, signed_in


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in no time."""
    make_hashing_cheap(monkeypatch)


@pytest.fixture
def boss(services: Services) -> Actor:
    """Give the first owner, signed in."""
    hire(services, "boss", Role.OWNER)
    return signed_in(services, "boss")
