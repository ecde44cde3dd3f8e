"""Studios of a size to measure on, and the table the measures go into."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor, command_line
from tests.benchmarks.table import Table
from tests.support.clock import FakeClock
from tests.support.postgres import PrivateServer, find_tools

TODAY = date(2026, 11, 20)
EVENING = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
"""A bit after the moment up to which the made studios have been at work."""

Copies = Callable[[str], Services]


@pytest.fixture(scope="session")
def table() -> Iterator[Table]:
    """Collect all measures; print and keep them at the end."""
    made = Table()
    yield made
    made.write()
    print(f"\n\n{made.markdown()}\n")


@pytest.fixture(scope="session")
def owner() -> Actor:
    """Act with all rights."""
    return command_line()


@pytest.fixture(scope="session")
def made_studio(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], Path]:
    """Make a studio of so many clients and years, once; with FITNESSCRM_BENCH_STUDIOS they are kept there."""
    kept = os.environ.get("FITNESSCRM_BENCH_STUDIOS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("studios")

    def make(clients: int, years: int) -> Path:
        home = Home(folder / f"{clients}-clients-{years}-years")
        if not home.database.exists():
            part = Home(home.root.with_suffix(".part"))
            shutil.rmtree(part.root, ignore_errors=True)
            services = start(part)
            services.demo.fill(command_line(), clients=clients, years=years, seed=1, today=TODAY)
            services.close()
            (part.root / "known-databases.json").unlink()
            part.root.rename(home.root)
        return home.root

    return make


@pytest.fixture
def disk() -> Iterator[Path]:
    """Give a folder on a disk, not in memory as the folders of other tests."""
    place = Path("/var/tmp")
    with TemporaryDirectory(dir=place if place.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def copy_of(disk: Path, made_studio: Callable[[int, int], Path]) -> Iterator[Callable[..., Services]]:
    """Open copies of such studios on the disk, which may be changed."""
    opened: list[Services] = []

    def copy(clients: int, years: int, name: str = "studio") -> Services:
        root = disk / f"{name}-{clients}-{years}"
        root.mkdir()
        shutil.copy(Home(made_studio(clients, years)).database, Home(root).database)
        services = start(Home(root), clock=FakeClock(EVENING))
        opened.append(services)
        return services

    yield copy
    for services in opened:
        services.close()


@pytest.fixture
def busy_studio(copy_of: Callable[..., Services]) -> Services:
    """5,000 clients and five years: about a million visits."""
    return copy_of(5_000, 5)


@pytest.fixture
def large_studio(copy_of: Callable[..., Services]) -> Services:
    """50,000 clients and a year: more than two million visits."""
    return copy_of(50_000, 1)


@pytest.fixture(scope="session")
def large_server() -> Iterator[Services]:
    """50,000 clients on a PostgreSQL server of their own, to be looked at and not to be changed."""
    tools = find_tools()
    if tools is None:
        pytest.skip("there is no PostgreSQL here")
    with PrivateServer(tools) as server, TemporaryDirectory() as folder:
        services = start(Home(Path(folder)), server.url, clock=FakeClock(EVENING))
        services.demo.fill(command_line(), clients=50_000, years=1, seed=1, today=TODAY)
        with services.core.database.engine.connect() as connection:
            # A server does so by itself within some minutes.
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
        yield services
        services.close()
