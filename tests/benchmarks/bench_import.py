"""Importing a list of 50,000 clients, beside bare executemany of all rows that it stores."""

import csv
import sqlite3
import statistics
from pathlib import Path
from typing import Any

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from tests.benchmarks.table import Table, stopwatch
from tests.support.clock import FakeClock

ROUNDS = 3
FILLED = (
    "import_run",
    "client",
    "client_figures",
    "client_stage",
    "client_code",
    "tag",
    "client_tag",
    "staff_note",
)


def bench_import_beside_bare_executemany(
    large_studio: Services, owner: Actor, table: Table, disk: Path
) -> None:
    """From the file to the commit on both sides, by turns."""
    file = disk / "clients.csv"
    count = large_studio.directory.export(owner, ListQuery(), file)
    ours, bare = [], []
    for number in range(ROUNDS):
        services = an_empty_studio(disk / f"ours {number}")
        mapping = services.imports.look(file).suggested
        with stopwatch() as passed:
            outcome = services.imports.run(owner, file, mapping)
        ours.append(passed())
        assert outcome.imported > 0.95 * count
        stored = rows_of(services)
        services.close()
        empty = an_empty_studio(disk / f"bare {number}")
        empty.close()
        bare.append(seconds_of_executemany(empty, file, stored))
    table.ratio(
        "import of 50,000 rows / bare executemany of what it stores",
        ours=statistics.median(ours),
        bare=statistics.median(bare),
        goal=4,
    )


def an_empty_studio(root: Path) -> Services:
    """A studio without clients."""
    return start(Home(root), clock=FakeClock())


def rows_of(services: Services) -> dict[str, tuple[str, list[Any]]]:
    """For each table: the INSERT, and the values for it."""
    assert services.core.database.file is not None
    connection = sqlite3.connect(services.core.database.file)
    found = {}
    for name in FILLED:
        cursor = connection.execute(f"SELECT * FROM {name}")  # noqa: S608 - a name from above
        places = ", ".join("?" * len(cursor.description))
        found[name] = (f"INSERT INTO {name} VALUES ({places})", cursor.fetchall())  # noqa: S608 - as above
    connection.close()
    return found


def seconds_of_executemany(studio: Services, file: Path, stored: dict[str, tuple[str, list[Any]]]) -> float:
    """Read the file with the csv module, then store all rows in one transaction; nothing is checked."""
    assert studio.core.database.file is not None
    connection = sqlite3.connect(studio.core.database.file, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA cache_size=-16000")
    with stopwatch() as passed:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            assert sum(1 for _ in csv.reader(opened)) > 1
        connection.execute("BEGIN IMMEDIATE")
        for statement, rows in stored.values():
            connection.executemany(statement, rows)
        connection.execute("COMMIT")
    connection.close()
    return passed()
