"""Reads long lists of ids in short statements, so that none holds up the desk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from fitnesscrm_desktop.models.client import Client

AT_ONCE = 60_000
"""Clients per statement where one short row of each is read: some milliseconds."""
IN_A_RANGE = 10_000
"""Clients per statement where each may have several rows."""
IN_ONE_LIST = 500
"""Values in one IN list."""

Identity = InstrumentedAttribute[int]


def bare_rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of *query* as the driver gives them."""
    return list(session.connection().execute(query).cursor.fetchall())


def columns_of(session: Session, query: Select[*tuple[Any, ...]]) -> list[list[Any]]:
    """The columns of *query*, each as a list in the order of its rows: for ids, texts, days and sums only.

    The database packs each of them into one value: 50,000 rows would cost several times the query. On SQLite
    days stay ISO texts (which sort alike).
    """
    pack, unpack = _packing(session)
    (packed,) = bare_rows(session, select(*map(pack, query.subquery().c)))
    return list(map(unpack, packed))


def bare_ids(session: Session, query: Select[int]) -> list[int]:
    """The ids of *query*, which asks for nothing else."""
    (ids,) = columns_of(session, query)
    return ids


def ids_by_value(
    session: Session, value: InstrumentedAttribute[Any], identity: Identity, *where: ColumnElement[bool]
) -> dict[Any, list[int]]:
    """Who has which *value*, in no order; in a file only an index on *value* makes this quick."""
    pack, unpack = _packing(session)
    rows = bare_rows(session, select(value, pack(identity)).where(*where).group_by(value))
    return {each: unpack(packed) for each, packed in rows}


def by_id(values: Mapping[Any, list[int]], ids: Iterable[int], nothing: Any = None) -> list[Any]:
    """What each has, at the place of its id: 50,000 are looked up here faster than in a dict."""
    kept: list[Any] = [nothing] * (1 + max(chain(ids, map(max, values.values()))))
    for value, owners in values.items():
        for each in owners:
            kept[each] = value
    return kept


def _packing(session: Session) -> tuple[Callable[[Any], Any], Callable[[Any], list[Any]]]:
    """How a column becomes one value, and that value a list."""
    if session.get_bind().dialect.name == "postgresql":
        return func.array_agg, lambda found: found or []
    return func.json_group_array, json.loads


def in_ranges(
    session: Session, query: Select[*tuple[Any, ...]], identity: Identity, *, several: bool = True
) -> Iterator[tuple[Any, ...]]:
    """The bare rows of *query*, one range of client ids (*identity*) per statement; *several* of each."""
    last, length = session.scalar(select(func.max(Client.id))) or 0, IN_A_RANGE if several else AT_ONCE
    for low in range(0, last, length):
        some = query.where(identity > low, identity <= low + length)
        yield from zip(*columns_of(session, some), strict=True)


def ids_by_key(session: Session, which: ColumnElement[bool], key: InstrumentedAttribute[str]) -> list[int]:
    """The ids of those clients, in the order of the index on *key*; hardly any key is read."""
    query = select(Client.id).where(which).order_by(key, Client.id).limit(AT_ONCE)
    found = bare_ids(session, query)
    more = len(found) == AT_ONCE
    while more:
        last_id = found[-1]
        last_key = session.scalar(select(key).where(Client.id == last_id))
        behind = or_(key > last_key, and_(key == last_key, Client.id > last_id))
        ids = bare_ids(session, query.where(key >= last_key, behind))
        found += ids
        more = len(ids) == AT_ONCE
    return found


def of_ids(
    session: Session, query: Select[*tuple[Any, ...]], identity: Identity, ids: Iterable[int]
) -> Iterator[tuple[Any, ...]]:
    """The rows of *query* for these clients only."""
    if session.get_bind().dialect.name == "postgresql":  # takes a whole array as one value
        wanted = identity == any_(literal(list(ids), ARRAY(Integer)))
        yield from (tuple(row) for row in session.execute(query.where(wanted)))
        return
    for some in portions(ids):
        yield from (tuple(row) for row in session.execute(query.where(identity.in_(some))))


def bare_of_ids(
    session: Session, query: Select[*tuple[Any, ...]], identity: Identity, ids: Iterable[int]
) -> Iterator[tuple[Any, ...]]:
    """The bare rows of *query* for these clients only; for many of them this is quicker than ``of_ids``."""
    for some in portions(ids, IN_A_RANGE):
        if session.get_bind().dialect.name == "postgresql":
            wanted = identity == any_(literal(some, ARRAY(Integer)))
        else:  # one text in place of thousands of values, which take longer to name than to find
            listed = func.json_each(json.dumps(some)).table_valued("value")
            wanted = identity.in_(select(listed.c.value))
        yield from zip(*columns_of(session, query.where(wanted)), strict=True)


def portions(values: Iterable[Any], length: int = IN_ONE_LIST) -> Iterator[list[Any]]:
    """*values* in lists short enough for IN."""
    everything = list(values)
    for start in range(0, len(everything), length):
        yield everything[start : start + length]
