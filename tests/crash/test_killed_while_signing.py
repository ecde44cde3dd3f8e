"""Kill -9 in the middle of signing: a paper that is sealed and readable as a whole, or no trace of it."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

from fitnesscrm_desktop.models.values import Role
from tests.support.actors import an_actor
from tests.support.bare_pc import give_back, use_a_bare_pc
from tests.support.form_desk import FormDesk
from tests.support.other_desks import OtherDesk, Place, await_quiet, interrupted
from tests.support.people import People
from tests.support.signing_desks import SIGNED, count_points, sealed, sign_what_lies_there, store_of

FEW = 6
"""Points between two statements that are tried in the quick tests."""
KILLS, NEVER = 4, 10_000


@pytest.fixture
def place(database_url: str, private_home: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    give_back(monkeypatch)
    return Place(private_home, database_url)


def furnish(place: Place, people: int) -> tuple[list[int], int]:
    """Clients, of whom the first has signed, and the form."""
    services = place.open()
    use_a_bare_pc(services.home.root)
    desk = FormDesk(services, an_actor(Role.OWNER))
    clients = [People(services).add(f"Anna Number{number}") for number in range(people)]
    desk.sign(clients[0], "waiver")
    waiver = desk.template("waiver").id
    services.close()
    return clients, waiver


def look_through(place: Place, client_id: int) -> int:
    """How many forms a client has signed; all that is signed opens, and no bytes are left after a sweep."""
    await_quiet(place)
    services = place.open()
    store = store_of(services)
    make_old(store.folder.root, place)
    store.sweep()
    assert store.without_row() == []
    assert list(store.folder.root.glob("*.part")) == []
    papers = sealed(services)
    assert all(paper.startswith(b"%PDF-") for paper, _answers in papers)
    desk = FormDesk(services, an_actor(Role.OWNER))
    forms = desk.forms.of_client(desk.actor, client_id)
    for form in forms:
        assert desk.forms.read(desk.actor, form.id).answers[0].key == "rules"
    services.close()
    return len(forms)


def make_old(folder: Path, place: Place) -> None:
    """Unfinished files are taken after a while."""
    for part in folder.glob("*.part"):
        moment = (place.moment - timedelta(days=1)).timestamp()
        os.utime(part, (moment, moment))


def sign_and_die(place: Place, client_id: int, waiver: int, point: int) -> bool:
    """Whether the desk reached the end."""
    with OtherDesk(place, sign_what_lies_there, client_id, waiver, 0, die_at=point) as desk:
        desk.await_ready()
        desk.go()
        told = list(desk.told())
        assert told in ([], [SIGNED])
        return told == [SIGNED]


def points_of(place: Place, client_id: int, waiver: int) -> int:
    """At how many points a desk could die until the paper is acknowledged."""
    with OtherDesk(place, count_points, client_id, waiver) as desk:
        desk.await_ready()
        desk.go()
        return int(desk.answer())


def try_points(place: Place, clients: list[int], waiver: int, points: range) -> None:
    for client_id, point in zip(clients, points, strict=False):
        signed = sign_and_die(place, client_id, waiver, point)
        kept = look_through(place, client_id)
        assert kept <= 1
        assert kept == 1 or not signed
        if not kept:
            assert sign_and_die(place, client_id, waiver, NEVER), "what is not there is signed again"
            assert look_through(place, client_id) == 1


@pytest.mark.parametrize(
    "most", [pytest.param(FEW, id="few"), pytest.param(None, id="each", marks=pytest.mark.soak)]
)
def test_at_every_statement_it_is_signed_wholly_or_not_at_all(place: Place, most: int | None) -> None:
    clients, waiver = furnish(place, 100 if most is None else most + 2)
    points = points_of(place, clients[1], waiver)
    assert 10 < points < 98
    step = 1 if most is None else -(-points // most)
    try_points(place, clients[2:], waiver, range(0, points, step))


@pytest.mark.parametrize(
    "kills", [pytest.param(KILLS, id="few"), pytest.param(24, id="24kills", marks=pytest.mark.soak)]
)
def test_at_random_moments(place: Place, kills: int) -> None:
    dice = random.Random(5)
    clients, waiver = furnish(place, kills + 1)
    for client_id in clients[1:]:
        desk = OtherDesk(place, sign_what_lies_there, client_id, waiver, 0)
        told = interrupted(desk, after=0, delay=dice.uniform(0, 0.08))
        assert look_through(place, client_id) >= len(told)
