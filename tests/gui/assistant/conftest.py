"""The main window on a studio whose agents write with a model of the test's own."""

from __future__ import annotations

from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from tests.gui.assistant.screen import DraftScreen
from tests.support.scripted_model import choosing
from tests.support.scripted_office import ScriptedOffice, give_office
from tests.support.studio_rows import StudioRows
from tests.support.window import StudioWindow


@pytest.fixture
def anna(rows: StudioRows) -> int:
    """A client who can be written to."""
    return rows.client("Anna Ivanova", email="anna@example.com", born=date(1990, 3, 4))


@pytest.fixture
def office(services: Services) -> ScriptedOffice:
    """Give the agents a model that keeps to its grammar."""
    return give_office(services, choosing())


@pytest.fixture
def drafts(window: StudioWindow, office: ScriptedOffice) -> DraftScreen:
    """Give the dialog that drafts."""
    return DraftScreen(window, office)
