"""Kill -9 while lists of clients are imported: each list is there wholly, or not at all."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.crash import deeds
from tests.support.other_desks import OtherDesk, Place, await_quiet, interrupted
from tests.support.soundness import assert_sound

LISTS = 40
kills_at_random = pytest.mark.parametrize(
    ("seed", "kills", "most_rows"),
    [
        pytest.param(1, 2, 300, id="seed1-2kills"),
        *(pytest.param(seed, 12, 5000, id=f"seed{seed}-12kills", marks=pytest.mark.soak) for seed in (2, 3)),
    ],
)


@kills_at_random
def test_a_list_is_there_wholly_or_not_at_all(
    database_url: str, private_home: Path, tmp_path: Path, seed: int, kills: int, most_rows: int
) -> None:
    dice = random.Random(seed)
    place = Place(private_home, database_url)
    deeds.furnish(place)
    sizes = [dice.randint(50, most_rows) for _ in range(LISTS)]
    files = [deeds.write_list(tmp_path, number, rows) for number, rows in enumerate(sizes)]
    longest = max(sizes) / 3000
    """Seconds that an import takes, more or less."""
    known: dict[str, int] = {}
    for kill in range(kills):
        left = [file for number, file in enumerate(files) if f"List {number}" not in known]
        later = replace(place, moment=place.moment + timedelta(days=kill))
        after, delay = dice.randint(0, 3), dice.uniform(0, longest)
        desk = OtherDesk(later, deeds.import_lists, left)
        known |= {name: rows for _, name, rows in interrupted(desk, after=after, delay=delay)}
        await_quiet(place)
        stored, runs = imported(later)
        assert stored == runs, (after, delay)
        assert all(rows == sizes[int(name.split()[1])] for name, rows in stored.items()), (after, delay)
        unsure = {name for name in {*stored, *known} if stored.get(name, 0) != known.get(name, 0)}
        assert len(unsure) <= 1, "only what was not acknowledged may or may not have happened"
        known |= {name: stored.get(name, 0) for name in unsure}


def imported(place: Place) -> tuple[dict[str, int], dict[str, int]]:
    """How many clients of each list there are, and how many its import says it brought."""
    services = place.open()
    assert_sound(services)
    clients = "SELECT last_name, count(*) FROM client WHERE import_id IS NOT NULL GROUP BY last_name"
    runs = "SELECT file_name, imported FROM import_run WHERE undone_at IS NULL"
    with services.core.read() as session:
        stored = {str(name): int(count) for name, count in session.execute(text(clients))}
        said = {
            str(name).removesuffix(".csv").title(): int(rows) for name, rows in session.execute(text(runs))
        }
    services.close()
    return stored, said
