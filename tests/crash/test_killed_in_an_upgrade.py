"""Kill -9 while the schema changes: the old one is there with everything in it, or the new one is."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from fitnesscrm_desktop.models.registry import Base
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.engine import open_database
from fitnesscrm_desktop.services.maintenance import schema
from tests.crash import deeds
from tests.crash.next_schema import REVISION, upgrade_empty, upgrade_older, write_next_schema
from tests.support.actors import an_actor
from tests.support.other_desks import Deed, OtherDesk, Place, await_quiet, interrupted, make_empty
from tests.support.soundness import assert_sound

VISITS = 40
LONGEST = 0.3
"""Seconds an upgrade may take here; dying later is dying after it."""
kills_at_random = pytest.mark.parametrize(
    ("seed", "kills"),
    [pytest.param(1, 2, id="seed1-2kills"), pytest.param(2, 15, id="seed2-15kills", marks=pytest.mark.soak)],
)


@pytest.fixture
def place(database_url: str, private_home: Path) -> Place:
    return Place(private_home, database_url)


def die(place: Place, dice: random.Random, deed: Deed, *given: object) -> str:
    """Begin an upgrade and kill it: by the clock, or before one of its statements. When that was."""
    delay, point = dice.uniform(0, LONGEST), dice.randint(0, 200)
    if dice.random() < 0.5:
        interrupted(OtherDesk(place, deed, *given), after=0, delay=delay)
        moment = f"after {delay:.3f} s"
    else:
        with OtherDesk(place, deed, *given, die_at=point) as desk:
            desk.await_ready()
            desk.go()
            list(desk.told())
        moment = f"at point {point}"
    await_quiet(place)
    return moment


def found(place: Place) -> tuple[str | None, set[str], list[tuple[int, int | None]]]:
    """Revision, tables, and the visits with their lockers, seen without the help of the program."""
    database = open_database(place.url or "")
    with database.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        revision, visits = None, []
        if "alembic_version" in tables:
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if "visit" in tables:
            columns = {each["name"] for each in inspect(connection).get_columns("visit")}
            new = "SELECT id, locker FROM visit ORDER BY id"
            query = new if "locker" in columns else new.replace("locker", "NULL")
            visits = [(row[0], row[1]) for row in connection.execute(text(query))]
    database.dispose()
    return revision, tables, visits


def go_back(place: Place) -> None:
    """Make it the older schema again."""
    database = open_database(place.url or "")
    with database.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_visit_locker"))
        connection.execute(text("ALTER TABLE visit DROP COLUMN locker"))
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": schema.HEAD})
    database.dispose()


@kills_at_random
def test_a_new_database_is_empty_or_complete(place: Place, seed: int, kills: int) -> None:
    dice = random.Random(seed)
    everything = {table.name for table in Base.metadata.sorted_tables}
    for kill in range(kills):
        make_empty(place)
        place = replace(place, root=place.root.with_name(f"PC {kill}"))  # none that misses the old file
        moment = die(place, dice, upgrade_empty)
        revision, tables, _ = found(place)
        assert (revision, tables & everything) in ((None, set()), (schema.HEAD, everything)), moment
        services = place.open()
        assert_sound(services)
        services.close()


@kills_at_random
def test_an_older_database_is_the_old_one_or_the_new_one(
    place: Place, tmp_path: Path, seed: int, kills: int
) -> None:
    dice = random.Random(seed)
    visits = furnish(place)
    old, new = [(visit, None) for visit in visits], [(visit, visit % 100) for visit in visits]
    scripts = write_next_schema(tmp_path)
    for kill in range(1, kills + 1):
        moment = die(later(place, kill), dice, upgrade_older, scripts)
        revision, tables, rows = found(place)
        assert (revision, rows) in ((schema.HEAD, old), (REVISION, new)), moment
        assert not {table for table in tables if "tmp" in table}, moment
        if revision == REVISION:
            go_back(place)
        assert_copies_are_whole(place)
    with OtherDesk(later(place, kills + 1), upgrade_older, scripts) as desk:
        desk.await_ready()
        desk.go()
        assert list(desk.told()) == ["upgraded"]
    assert found(place)[0::2] == (REVISION, new)


@pytest.mark.sqlite_only
def test_what_a_death_left_of_a_copy_is_cleared_away(place: Place, tmp_path: Path) -> None:
    deeds.furnish(place)
    copies = Home(place.root).copies
    copies.mkdir()
    (copies / f"studio-20200101-000000-revision-{schema.HEAD}.part").write_bytes(b"half a copy")
    (copies / f"other-20200101-000000-revision-{schema.HEAD}.part").write_bytes(b"of another file, at work")
    with OtherDesk(place, upgrade_older, write_next_schema(tmp_path)) as desk:
        desk.await_ready()
        desk.go()
        assert list(desk.told()) == ["upgraded"]
    assert [part.name[:5] for part in copies.glob("*.part")] == ["other"]


def furnish(place: Place) -> list[int]:
    """Give a studio some visits; their ids."""
    deeds.furnish(place)
    services, owner = place.open(), an_actor(Role.OWNER)
    for number in range(VISITS):
        came = place.moment - timedelta(hours=10 * number)
        assert services.checkin.check_in(
            owner, client_id=deeds.person(number), at=came, override="test"
        ).visit_id
    services.close()
    return [visit for visit, _ in found(place)[2]]


def later(place: Place, hours: int) -> Place:
    """The same place some hours later."""
    return replace(place, moment=place.moment + timedelta(hours=hours))


def assert_copies_are_whole(place: Place) -> None:
    """Whatever bears the name of a copy is one."""
    for copy in Home(place.root).copies.glob("*.db"):
        with contextlib.closing(sqlite3.connect(copy)) as kept:
            assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert kept.execute("SELECT count(*) FROM visit").fetchone() == (VISITS,)
            assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.HEAD,)
