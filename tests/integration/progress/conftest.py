"""A client to measure."""

from __future__ import annotations

from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from tests.support.people import People


@pytest.fixture
def people(services: Services) -> People:
    """Give somebody who adds clients."""
    return People(services)


@pytest.fixture
def anna(people: People) -> int:
    """Give a grown-up client; the id."""
    return people.add("Anna Ivanova", date(1990, 5, 1))
