"""Kill -9 while content is stored: no row is ever without its bytes, and what was left over is swept away."""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.files import StoredContent
from fitnesscrm_desktop.services.files.framing import CHUNK
from fitnesscrm_desktop.services.files.store import ContentStore
from fitnesscrm_desktop.services.security.secrets import SecretStore
from tests.support.bare_pc import give_back, use_a_bare_pc
from tests.support.other_desks import OtherDesk, Place, Seat, await_quiet, interrupted

POINTS = 20
"""Points between two statements that are tried; storing something needs fewer."""


def of_studio(services: Services) -> ContentStore:
    """The store of a PC that has no keyring, with its key beside this test's other folders."""
    use_a_bare_pc(services.home.root)
    return ContentStore(services.core, services.home, SecretStore(services.home.root))


def content(number: int) -> bytes:
    return random.Random(number).randbytes(number * CHUNK // 3)


def store_one(seat: Seat, number: int) -> str:
    services = seat.open()
    store = of_studio(services)
    seat.meet()
    with services.core.write() as work:
        digest = store.put(work, content(number), "text/plain")
    seat.tell(digest)
    return digest


def store_many(seat: Seat, first: int) -> None:
    services = seat.open()
    store = of_studio(services)
    seat.meet()
    for number in range(first, first + 1000):
        with services.core.write() as work:
            digest = store.put(work, content(number % 7) + str(number).encode(), "text/plain")
        seat.tell(digest)


@pytest.fixture
def place(database_url: str, private_home: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    give_back(monkeypatch)
    place = Place(private_home, database_url)
    services = place.open()
    with services.core.write() as work:
        of_studio(services).put(work, b"the first", "text/plain")
    services.close()
    return place


def look_through(place: Place) -> set[str]:
    """What has a row, each proven to be readable; then nothing else may be left after a sweep."""
    await_quiet(place)
    services = place.open()
    store = of_studio(services)
    with services.core.read() as session:
        known = session.execute(select(StoredContent.hash, StoredContent.size)).all()
        for digest, size in known:
            assert len(store.get(session, digest)) == size
    make_old(store.folder.root, place.moment)
    store.sweep()
    assert store.without_row() == []
    assert list(store.folder.root.glob("*.part")) == []
    services.close()
    return {digest for digest, _size in known}


def make_old(folder: Path, now: datetime) -> None:
    """Unfinished files are taken after a while."""
    for part in folder.glob("*.part"):
        moment = (now - timedelta(days=1)).timestamp()
        os.utime(part, (moment, moment))


def test_at_every_statement_it_is_stored_wholly_or_not_at_all(place: Place) -> None:
    died = 0
    for point in range(POINTS):
        before = look_through(place)
        with OtherDesk(place, store_one, point % 5 + 1, die_at=point) as desk:
            desk.await_ready()
            desk.go()
            told = list(desk.told())
            died += desk.returned is None
        after = look_through(place)
        assert len(after - before) <= 1
        assert set(told) <= after
    assert died > 3, "the desk has to die in the middle"
    assert died < POINTS, "and to reach the end once"


@pytest.mark.parametrize(
    ("seed", "kills"),
    [
        pytest.param(1, 3, id="3kills"),
        *(pytest.param(seed, 24, id=f"seed{seed}-24kills", marks=pytest.mark.soak) for seed in (2, 3)),
    ],
)
def test_at_random_moments(place: Place, seed: int, kills: int) -> None:
    dice = random.Random(seed)
    acknowledged = look_through(place)
    for kill in range(kills):
        desk = OtherDesk(place, store_many, kill * 1000)
        acknowledged |= set(interrupted(desk, after=dice.randint(0, 4), delay=dice.uniform(0, 0.05)))
        assert acknowledged <= look_through(place)
