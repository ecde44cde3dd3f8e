"""Fixtures of the tests of files and photos."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.security.secrets import SecretStore


@pytest.fixture
def store(services: Services) -> ContentStore:
    """Give the encrypted store, as another program on the same PC sees it."""
    return ContentStore(services.core, services.home, SecretStore(services.home.root))
