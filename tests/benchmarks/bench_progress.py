"""Opening a client who was measured every day for ten years: everything that is asked of the database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from tests.benchmarks.statements import watched
from tests.benchmarks.table import Table
from tests.support.ten_years import METRICS, measured_for_ten_years

GOAL = 0.150
ROUNDS = 5


def bench_opening_on_sqlite(disk: Path, owner: Actor, table: Table) -> None:
    """The page of the client, the progress beside it, and all ten metrics in the chart."""
    services = start(Home(disk / "ten-years"))
    try:
        measure(services, "SQLite", owner, table)
    finally:
        services.close()


def bench_opening_on_postgresql(large_server: Services, owner: Actor, table: Table) -> None:
    """The same on a server, among 50,000 others."""
    measure(large_server, "PostgreSQL", owner, table)


def measure(services: Services, server: str, owner: Actor, table: Table) -> None:
    """The seconds of all statements of one opening; the best of some rounds."""
    client_id = measured_for_ten_years(services)

    def page() -> None:
        services.directory.detail(owner, client_id)
        services.directory.timeline(owner, client_id)

    def progress() -> None:
        services.progress.overview(owner, client_id)
        services.progress.grid(owner, client_id)
        services.progress.series(owner, client_id, [*METRICS, "bmi"])

    def everything() -> None:
        page()
        progress()

    table.bound(
        f"a client with ten years of ten daily values opens on {server}: all statements",
        ours=min(seconds_of(services, everything) for _round in range(ROUNDS)),
        goal=GOAL,
    )


def seconds_of(services: Services, opened: Callable[[], None]) -> float:
    """How long the database was at work."""
    with watched(services) as watch:
        opened()
        return sum(watch.seconds)
