"""Guards for all tests: private folders, no network, no unexpected log record, no real keyring."""

import os

# Before Qt is imported, or it aborts where there is no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.engine import Database, open_database
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.databases import PostgresTemplate, SqliteTemplate
from tests.support.leftovers import unlock_folders
from tests.support.logs import LogGuard
from tests.support.memory_keyring import MemoryKeyring
from tests.support.network import forbid_network
from tests.support.people import People
from tests.support.postgres import PrivateServer, find_tools, memory_folder
from tests.support.sales import Till
from tests.support.studio import open_studio
from tests.support.studio_rows import StudioRows

IN_CI = bool(os.environ.get("CI"))
QT_FIXTURES = frozenset({"qapp", "qtbot", "qtmodeltester"})
ENOUGH_TO_COLLECT = 100_000
ENDED_WITH = pytest.StashKey[int]()
SERVER_FIXTURES = frozenset({"postgres_server", "stoppable_server"})

settings.register_profile(
    "dev", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("ci", settings.get_profile("dev"), max_examples=200, derandomize=True)
settings.load_profile("ci" if IN_CI else "dev")


def pytest_configure() -> None:
    """Close the network before anything is imported by tests, and keep their folders in memory."""
    forbid_network()
    gc.disable()  # a worker thread must not collect the widgets of an earlier test: Qt would crash
    if folder := memory_folder():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)
        unlock_folders(Path(folder))


def pytest_collection_finish() -> None:
    """Keep what is loaded by now out of every collection to come: it stays until the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how it ended."""
    session.config.stash[ENDED_WITH] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End at once: taking thousands of windows apart in any order, as Python does, aborts in Qt."""
    code = config.stash.get(ENDED_WITH, None)
    if code is not None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a ``database_url`` on both databases; a window needs only one of them."""
    names = set(metafunc.fixturenames)
    if "database_url" in names:
        alone = QT_FIXTURES & names or metafunc.definition.get_closest_marker("sqlite_only")
        server = pytest.param("postgresql", marks=pytest.mark.postgres)
        both = [server] if metafunc.definition.get_closest_marker("server_only") else ["sqlite", server]
        metafunc.parametrize("database_url", ["sqlite"] if alone else both, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a QApplication or a server, and leave out what runs for minutes unless asked for."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if QT_FIXTURES & names:
            item.add_marker("gui")
        if SERVER_FIXTURES & names:
            item.add_marker("postgres")
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


@pytest.fixture
def clock() -> FakeClock:
    """Give a clock that stands still until the test moves it."""
    return FakeClock()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect between the tests, on the main thread."""
    application = QCoreApplication.instance()
    if application is not None:
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if gc.get_count()[0] > ENOUGH_TO_COLLECT:
        gc.collect()


def _postgres_tools() -> Path:
    """Find PostgreSQL; without it a test is skipped, but never in the CI."""
    tools = find_tools()
    if tools is None:
        why = "there is no PostgreSQL here: python3 packaging/dev.py test knows how to install it"
        if IN_CI:
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    return tools


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the URL of the server that all tests share: the one that is named, else one of our own."""
    named = os.environ.get("FITNESSCRM_TEST_PG")
    if named:
        yield named
        return
    with PrivateServer(_postgres_tools()) as server:
        yield server.url


@pytest.fixture
def stoppable_server() -> Iterator[PrivateServer]:
    """Give a server to one test alone, which may stop and start it."""
    with PrivateServer(_postgres_tools()) as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """Migrate a file once."""
    return SqliteTemplate(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[PostgresTemplate]:
    """Migrate a database on the server once."""
    template = PostgresTemplate(postgres_server)
    yield template
    template.close()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a migrated, empty database; the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        copy = request.getfixturevalue("sqlite_template").copy(tmp_path)
    else:
        copy = request.getfixturevalue("postgres_template").copy()
    with copy as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open the database of the test."""
    opened = open_database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def services(database: Database, private_home: Path, clock: FakeClock) -> Iterator[Services]:
    """Build everything a studio can do on an empty database, with a clock that can be moved."""
    built = build(database, Home.find(), clock=clock)
    with built.core.write() as work:
        open_studio(work.session, work.now)
    yield built
    built.close()


@pytest.fixture
def owner() -> Actor:
    """Give somebody who may do everything."""
    return an_actor(Role.OWNER)


@pytest.fixture
def people(services: Services) -> People:
    """Add clients as the desk does."""
    return People(services)


@pytest.fixture
def rows(services: Services) -> StudioRows:
    """Write clients, memberships and debts straight into the tables."""
    return StudioRows(services)


@pytest.fixture
def till(services: Services, owner: Actor) -> Till:
    """Give a studio where the owner sells."""
    return Till(services, owner)
