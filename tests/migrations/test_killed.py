"""A program that dies in the middle of an upgrade leaves the old schema or the new one, never half of one."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import command_line
from fitnesscrm_desktop.services.core.engine import open_database, sqlite_url
from fitnesscrm_desktop.services.maintenance import schema
from fitnesscrm_desktop.services.maintenance.peek import is_sound, row_counts
from tests.migrations.chain import LATER, NEWEST, write_chain

KILLS = 12

UPGRADE = """
import sys
from pathlib import Path
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.engine import open_database, sqlite_url
from fitnesscrm_desktop.services.maintenance import schema

scripts, home, later = sys.argv[1:]
import alembic.command, alembic.config
schema.SCRIPTS, schema.HEAD, schema.KNOWN = scripts, later, schema.KNOWN | {"9001", later}
place = Home(Path(home))
database = open_database(sqlite_url(place.database))
print("begin", flush=True)
schema.ensure_current(database, place)
print("done", flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path) -> None:
    original = Home(tmp_path / "original")
    services = start(original)
    services.demo.fill(command_line(), clients=30, years=1, seed=1, today=date(2026, 3, 1))
    services.close()
    rows = row_counts(original.database)
    scripts = write_chain(tmp_path, towels=400)
    moments = random.Random(7)
    ends: set[str | None] = set()
    for number in range(KILLS):
        home = Home(tmp_path / f"home{number}")
        home.root.mkdir()
        shutil.copy(original.database, home.database)
        killed = number < KILLS - 1
        _upgrade(scripts, home, kill_after=moments.uniform(0.0, 0.5) if killed else None)
        found = schema.status(open_database(sqlite_url(home.database))).revision
        ends.add(found)
        after = row_counts(home.database)
        assert is_sound(home.database)
        assert {name: after[name] for name in rows} == rows
        assert ("towel" in after, "locker" in after) == ((found == LATER),) * 2
        assert after.get("towel", 399) == 399
    assert ends == {NEWEST, LATER}


def _upgrade(scripts: str, home: Home, kill_after: float | None) -> None:
    command = [sys.executable, "-c", UPGRADE, scripts, str(home.root), LATER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begin\n"
        try:
            process.wait(kill_after)
        except subprocess.TimeoutExpired:
            process.kill()
        rest = process.stdout.read()
    assert kill_after is not None or rest == "done\n"
