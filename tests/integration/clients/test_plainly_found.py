"""However a list is read, it holds whom a plain look at each client finds, in the order of their names."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client, ClientCode
from fitnesscrm_desktop.models.values import ClientStage
from fitnesscrm_desktop.services.clients import listing, ranges, searching
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.clients.results import ClientRow, ClientSort, ListQuery, SavedList
from fitnesscrm_desktop.services.clients.search_key import understand
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.studio_rows import StudioRows

SCREEN = 4
LONGER_THAN_AN_INDEX_HOLDS = "𐐨" * 200
SLOW_FIXTURES = [HealthCheck.function_scoped_fixture]


@dataclass(frozen=True)
class Stored:
    """What is kept of a client."""

    id: int
    sort_key: str
    given_key: str
    search_key: str
    number: int
    codes: tuple[str, ...]
    archived: bool


@pytest.fixture
def stored(
    services: Services, owner: Actor, people: People, rows: StudioRows, clock: FakeClock
) -> list[Stored]:
    """A studio with shared names, codes, plans that overlap or rest, and keys of any length."""
    names = [
        "Anna Meyer",
        "Änne Meyer",
        "Joan Annan",
        "Bo Zorn",
        "Mia Abel",
        "Ian Manna",
        "Eva O'Neil",
        "Bo Zorn",
    ]
    ids = [
        people.add(name, phone=f"0151 22{at}0026", email=f"{name[0]}{at}@web.de")
        for at, name in enumerate(names)
    ]
    ids += [people.add(f"An_na 5{at}%", phone=f"+43 664 12345{at}7") for at in range(4)]
    ids += [people.add(f"{LONGER_THAN_AN_INDEX_HOLDS} {LONGER_THAN_AN_INDEX_HOLDS}", email="long@web.de")]
    services.records.add_code(owner, ids[3], "AN7")
    plans = [rows.plan(name) for name in ("Silver", "gold", "Bronze")]
    for at, client_id in enumerate(ids[:-2]):
        rows.membership(client_id, plans[at % 3], ends_on=rows.today + timedelta(days=at + 2))
        if at % 2:
            later = rows.today + timedelta(days=at % 4 + 2)
            other = rows.membership(client_id, plans[1], starts_on=later, ends_on=later + timedelta(days=90))
            if at % 3 == 0:
                rows.hold(other, later)
    for visitor in (ids[2], ids[4], ids[4]):
        services.checkin.check_in(owner, client_id=visitor)
        clock.advance(days=1)
    rows.debt(ids[3], 900, rows.today)
    rows.debt(ids[0], 500, rows.today)
    services.clients.block(owner, ids[5], "Owes us a towel.")
    for client_id in (ids[1], ids[9]):
        services.clients.archive(owner, client_id)
    with services.core.read() as session:
        codes = session.execute(select(ClientCode.client_id, ClientCode.code)).all()
        return [
            Stored(
                client.id,
                client.sort_key,
                client.given_key,
                client.search_key,
                client.member_number,
                tuple(code for owner_id, code in codes if owner_id == client.id),
                archived=client.archived_at is not None,
            )
            for client in session.scalars(select(Client))
        ]


def plainly(stored: list[Stored], typed: str, *, archived: bool) -> list[int]:
    """Look at each client, one after the other."""
    wanted = understand(typed)

    def holds(client: Stored, word: tuple[str, ...]) -> bool:
        return any(way in client.search_key for way in word)

    def begins(client: Stored) -> bool:
        return not wanted.long_words and any(
            key.startswith(way) and all(holds(client, other) for other in wanted.words if other != word)
            for word in wanted.words
            for way in word
            for key in (client.sort_key, client.given_key)
        )

    inside = bool(wanted.long_words) or sum(map(begins, stored)) < SCREEN

    def fits(client: Stored) -> bool:
        is_it = wanted.number == client.number or "".join(wanted.text.split()).upper() in client.codes
        by_words = all(holds(client, word) for word in wanted.words) if inside else begins(client)
        return not wanted or is_it or by_words or holds(client, wanted.whole)

    found = [client for client in stored if client.archived == archived and fits(client)]
    return [client.id for client in sorted(found, key=lambda client: (client.sort_key, client.id))]


def typed_of(stored: list[Stored]) -> st.SearchStrategy[str]:
    """What somebody may type: parts of what is kept, one or two of them, and things nobody has."""
    keys = st.sampled_from(
        [part for client in stored for part in [*client.search_key.split("\n"), "zq", "%", "_"]]
    )
    part = st.tuples(keys, st.integers(0, 30), st.integers(1, 6)).map(lambda of: of[0][of[1] :][: of[2]])
    return st.lists(part, min_size=1, max_size=2).map(" ".join)


@pytest.mark.parametrize("few", [0, 3, 1000], ids=["everybody in order", "between", "a few by themselves"])
@settings(max_examples=60, suppress_health_check=SLOW_FIXTURES)
@given(data=st.data())
def test_a_list_holds_whom_a_plain_look_finds(
    services: Services, owner: Actor, stored: list[Stored], few: int, data: st.DataObject
) -> None:
    typed, archived = data.draw(typed_of(stored)), data.draw(st.booleans())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "SCREENFUL", SCREEN)
        patch.setattr(listing, "_FEW", few)
        patch.setattr(ranges, "AT_ONCE", 3)
        saved = SavedList.ARCHIVED if archived else None
        found = services.directory.ids(owner, ListQuery(typed, saved=saved))
    assert list(found) == plainly(stored, typed, archived=archived)


SHOWN: dict[ClientSort, Callable[[ClientRow], Any]] = {
    ClientSort.NUMBER: lambda row: row.member_number,
    ClientSort.LAST_VISIT: lambda row: row.last_visit_on,
    ClientSort.VISITS: lambda row: row.visits,
    ClientSort.BALANCE: lambda row: row.balance,
    ClientSort.ENDS_ON: lambda row: row.ends_on,
    ClientSort.PLAN: lambda row: fold(row.plan_name) or None,
    ClientSort.STAGE: lambda row: len(ClientStage) if row.blocked else list(ClientStage).index(row.stage),
}


@pytest.mark.parametrize("few", [0, 10_000], ids=["of everybody", "of a few"])
@pytest.mark.parametrize("sort", SHOWN)
def test_a_list_is_in_the_order_of_what_it_shows_and_then_of_names(
    services: Services,
    owner: Actor,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
    stored: list[Stored],
    few: int,
    sort: ClientSort,
) -> None:
    monkeypatch.setattr(listing, "ONE_BY_ONE", few)
    monkeypatch.setattr(ranges, "IN_A_RANGE", 3)
    monkeypatch.setattr(searching, "SCREENFUL", SCREEN)
    for days, typed in itertools.product((0, 1, 40), ("", "an", "web.de", "0026")):
        clock.advance(days=days if not typed else 0)
        by_name = plainly(stored, typed, archived=False)
        shown = {row.id: SHOWN[sort](row) for row in services.directory.rows(owner, by_name)}
        assert typed or len(set(shown.values())) > 1, "there is something to sort by"
        known = [each for each in by_name if shown[each] is not None]
        unknown = [each for each in by_name if shown[each] is None]
        for descending in (False, True):
            found = services.directory.ids(owner, ListQuery(typed, sort=sort, descending=descending))
            assert list(found) == [*sorted(known, key=shown.__getitem__, reverse=descending), *unknown]


def test_the_last_digits_of_a_number_are_no_country(
    services: Services, owner: Actor, stored: list[Stored]
) -> None:
    with_digits = [client.id for client in stored if "0026" in client.search_key and not client.archived]
    assert set(services.directory.ids(owner, ListQuery("0026"))) == set(with_digits)
    assert {client.id for client in stored if "26" in client.search_key} > set(with_digits)
