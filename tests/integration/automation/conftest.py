"""A studio with rules in it."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.rule_book import RuleBook
from tests.support.sales import Till
from tests.support.studio_rows import StudioRows


@pytest.fixture
def till(services: Services, owner: Actor) -> Till:
    """Give a studio where the owner sells."""
    return Till(services, owner)


@pytest.fixture
def rows(services: Services) -> StudioRows:
    """Give what writes clients and memberships straight into the tables."""
    return StudioRows(services)


@pytest.fixture
def book(services: Services, owner: Actor) -> RuleBook:
    """Give what writes rules and looks at what they find."""
    return RuleBook(services, owner)
