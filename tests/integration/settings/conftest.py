"""Fixtures of the settings' tests."""

import pytest

from tests.support.staff import make_hashing_cheap


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in no time."""
    make_hashing_cheap(monkeypatch)
