"""Eight programs check in the same clients at the same moment."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.integration.checkin.deeds import scan_and_take_back, scan_everybody, take_back_everything
from tests.support.other_desks import Place, all_at_once
from tests.support.studio_rows import StudioRows
from tests.support.visits import figures_of, hours, pack_of, stored_visits

DESKS = 8
TODAY = date(2026, 3, 4)
pytestmark = pytest.mark.slow


@pytest.fixture
def place(services: Services, tmp_path: Path, database_url: str) -> Place:
    return Place(tmp_path, database_url)


def test_nobody_gets_a_second_visit_and_no_pack_is_spent_twice(
    services: Services, rows: StudioRows, place: Place
) -> None:
    members = [rows.member() for _ in range(5)]
    last_visits = {client: rows.pack(client, 1) for client in (rows.client() for _ in range(5))}
    clients = [*members, *last_visits]
    answers = all_at_once(place, scan_everybody, [rows.number_of(each) for each in clients], count=DESKS)
    said = Counter(reason for answer in answers for _, reason, _ in answer)
    assert said == {
        None: len(members),
        "last_pack_visit": len(last_visits),
        "already_in": (DESKS - 1) * len(clients),
    }
    for answer in answers[1:]:
        assert {(code, visit) for code, _, visit in answer} == {(c, v) for c, _, v in answers[0]}
    assert sorted(visit.client_id for visit in stored_visits(services)) == sorted(clients)
    assert [pack_of(services, pack) for pack in last_visits.values()] == [(0, 0)] * len(last_visits)
    assert {figures_of(services, client) for client in clients} == {(1, TODAY)}
    assert hours(services) == {(TODAY, 10): len(clients)}


def test_an_undo_counts_once(services: Services, rows: StudioRows, owner: Actor, place: Place) -> None:
    packs = {client: rows.pack(client, 2) for client in (rows.client() for _ in range(5))}
    visits = [services.checkin.check_in(owner, client_id=client).visit_id for client in packs]
    answers = all_at_once(place, take_back_everything, visits, count=DESKS)
    assert Counter(already for answer in answers for already in answer) == {
        False: len(visits),
        True: (DESKS - 1) * len(visits),
    }
    assert [pack_of(services, pack) for pack in packs.values()] == [(2, 2)] * len(packs)
    assert {figures_of(services, client) for client in packs} == {(0, None)}
    assert hours(services) == {(TODAY, 10): 0}


def test_scans_and_undos_of_one_client_leave_the_books_in_order(
    services: Services, rows: StudioRows, place: Place
) -> None:
    anna = rows.client()
    pack = rows.pack(anna, 3)
    assert sum(all_at_once(place, scan_and_take_back, anna, 10, count=DESKS)) == 0
    standing = [visit for visit in stored_visits(services, anna) if visit.cancelled_at is None]
    assert standing == []
    assert pack_of(services, pack) == (3, 3)
    assert figures_of(services, anna) == (0, None)
    assert hours(services) == {(TODAY, 10): 0}
