"""A client to measure."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.people import People


@pytest.fixture
def anna(people: People) -> int:
    """Give a grown-up client; the id."""
    return people.add("Anna Ivanova", date(1990, 5, 1))
