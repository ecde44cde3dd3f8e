"""The main window on a studio with rules."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.automation.rules_screen import RulesScreen
from tests.support.rule_book import RuleBook
from tests.support.window import StudioWindow


@pytest.fixture
def book(services: Services, owner: Actor) -> RuleBook:
    """Give what writes rules and looks at what they find."""
    return RuleBook(services, owner)


@pytest.fixture
def screen(window: StudioWindow) -> RulesScreen:
    """Give the window of that studio; the owner is signed in."""
    return RulesScreen(window)
