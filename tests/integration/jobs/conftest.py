"""Fixtures of the tests of jobs."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from tests.support.jobs import Notebook


@pytest.fixture
def notebook(services: Services) -> Notebook:
    """Make jobs that write into one list."""
    return Notebook(services)
