"""A studio with rules in it."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.rule_book import RuleBook


@pytest.fixture
def book(services: Services, owner: Actor) -> RuleBook:
    """Give what writes rules and looks at what they find."""
    return RuleBook(services, owner)
