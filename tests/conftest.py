"""Guards for all tests: private folders, no network, no unexpected log record, no real keyring."""

import os

# Before Qt is imported, or it aborts where there is no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import logging
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import HealthCheck, settings

from tests.support.logs import LogGuard
from tests.support.memory_keyring import MemoryKeyring
from tests.support.network import forbid_network

IN_CI = bool(os.environ.get("CI"))
QT_FIXTURES = frozenset({"qapp", "qtbot", "qtmodeltester"})

settings.register_profile(
    "dev", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("ci", settings.get_profile("dev"), max_examples=200, derandomize=True)
settings.load_profile("ci" if IN_CI else "dev")


def pytest_configure() -> None:
    """Close the network before anything is imported by tests."""
    forbid_network()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a QApplication, and leave out what runs for minutes unless asked for."""
    for item in items:
        if QT_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("gui")
    if "soak" not in (config.getoption("-m") or ""):
        left_out = [item for item in items if item.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("soak")]


@pytest.fixture(autouse=True)
def private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every folder of the user inside *tmp_path*."""
    home = tmp_path / "home"
    places = {
        "APPDATA": "roaming",
        "FITNESSCRM_HOME": "fitnesscrm",
        "HOME": ".",
        "LOCALAPPDATA": "local",
        "USERPROFILE": ".",
        "XDG_CACHE_HOME": "cache",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_RUNTIME_DIR": "run",
        "XDG_STATE_HOME": "state",
    }
    for name, place in places.items():
        monkeypatch.setenv(name, str(home / place))
    monkeypatch.delenv("FITNESSCRM_DB", raising=False)
    home.mkdir()
    (home / "run").mkdir(mode=0o700)
    return home


@pytest.fixture(autouse=True)
def memory_keyring() -> MemoryKeyring:
    """Give every test an empty keyring which is not the user's."""
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    return ring


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[LogGuard]:
    """Fail the test when the program logs a warning that was not announced by ``expected_log("pattern")``."""
    guard = LogGuard()
    logger = logging.getLogger("fitnesscrm_desktop")
    logger.addHandler(guard)
    yield guard
    logger.removeHandler(guard)
    if complaints := guard.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)
