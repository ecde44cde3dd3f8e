"""Finds clients by what somebody types: on SQLite by an FTS5 trigram table, on PostgreSQL by pg_trgm.

The typed text never reaches MATCH as it is: it is quoted word by word. In LIKE its wildcards are escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    and_,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from fitnesscrm_desktop.models.client import Client, ClientCode
from fitnesscrm_desktop.services.clients.finding import normal_code
from fitnesscrm_desktop.services.clients.ranges import bare_ids, ids_by_key
from fitnesscrm_desktop.services.clients.search_key import Wanted
from fitnesscrm_desktop.services.core.errors import RuleBroken

CANDIDATES = 2000
"""A search for a few hits looks at no more than this many; who sees so many types another letter."""
SCREENFUL = 50
"""If fewer names begin with one or two typed letters, these are looked for in the middle of words too."""
_Key = InstrumentedAttribute[str]
_WILDCARDS = frozenset("%_\\")
_LAST_LETTER = "\U0010ffff"
_SHOWN = {
    False: Client.archived_at.is_(None),
    # COALESCE keeps SQLite from taking "merged into nobody" for a good index to start from.
    True: func.coalesce(Client.merged_into_id, 0) == 0,
}
_KEYS = "octet_length(client.sort_key) + octet_length(client.given_key) + octet_length(client.search_key)"
# As revision 12 says: a server takes its index for nothing else.
_IN_INDEX = literal_column(f"{_KEYS} <= 2500", Boolean)
_NOT_IN_INDEX = literal_column(f"{_KEYS} > 2500", Boolean)
_SEARCH = table("client_search", column("rowid", Integer))


def plan_for_what_is_typed(session: Session) -> None:
    """Keep a server from one plan for all texts: what is best for a rare word takes longest for a digit."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


def widened(session: Session, wanted: Wanted) -> Wanted:
    """*wanted*, with ``inside`` if the names that begin with one or two letters do not fill a screen.

    Trigrams do not find so few letters. Everybody is asked then, which takes some milliseconds; of a long
    list nobody would see more than its beginning.
    """
    if wanted.long_words:
        return wanted
    found: set[int] = set()
    for _, condition in _short_conditions(wanted):
        found.update(bare_ids(session, select(Client.id).where(condition).limit(SCREENFUL)))
    return wanted if len(found) >= SCREENFUL else replace(wanted, inside=True)


def few_matching(session: Session, wanted: Wanted, at_most: int, *, archived: bool) -> set[int] | None:
    """The ids of everybody *wanted* fits: of those in the lists or of the archived ones at least.

    None: they are more than *at_most* or would take as long to find as to ask everybody ``in_order``.
    """
    on_server = session.get_bind().dialect.name != "sqlite"
    if wanted.inside and on_server:
        return None
    found = set(_exact(session, wanted))
    anywhere = _anywhere(wanted) if on_server else _matches(wanted, with_clients=False)
    if wanted.inside:
        anywhere.append(select(Client.id).where(*_inside(wanted), *([] if archived else [_SHOWN[False]])))
    for query in (*anywhere, *(select(Client.id).where(each) for _, each in _short_conditions(wanted))):
        found.update(bare_ids(session, query.limit(at_most + 1)))
        if len(found) > at_most:
            return None
    return found


def in_order(session: Session, which: ColumnElement[bool], wanted: Wanted) -> list[int]:
    """The ids of those of *which* whom *wanted* fits, by name, from an index that holds all it asks for."""
    both = and_(which, fits(session, wanted))
    if session.get_bind().dialect.name == "sqlite":
        return ids_by_key(session, both, Client.sort_key)
    short = ids_by_key(session, and_(both, _IN_INDEX), Client.sort_key)
    long = bare_ids(session, select(Client.id).where(both, _NOT_IN_INDEX))
    if not long:
        return short
    found = {*short, *long}
    return [each for each in ids_by_key(session, which, Client.sort_key) if each in found]


def fits(session: Session, wanted: Wanted) -> ColumnElement[bool]:
    """Whether *wanted* fits a client; the same ones as ``few_matching`` tells."""
    exact = _exact(session, wanted)
    return or_(_fits(wanted), Client.id.in_(exact)) if exact else _fits(wanted)


def best_hits(session: Session, wanted: Wanted, limit: int, *, archived: bool) -> list[int]:
    """At most *limit* ids: the number or code itself, then names that begin so, then everything else."""
    plan_for_what_is_typed(session)
    found = dict.fromkeys(_only(session, _exact(session, wanted), archived=archived))
    for query in _hit_queries(session, wanted, _SHOWN[archived]):
        if len(found) >= limit:
            break
        found.update(dict.fromkeys(session.scalars(query.limit(limit))))
    return list(found)[:limit]


def _exact(session: Session, wanted: Wanted) -> list[int]:
    """Whose member number or code it is; asked one by one, so that each has its index."""
    try:
        code = normal_code(wanted.text)
    except RuleBroken:
        return []
    owners = [select(ClientCode.client_id).where(ClientCode.code == code)]
    if wanted.number is not None:
        owners.append(select(Client.id).where(Client.member_number == wanted.number))
    return sorted({owner for query in owners for owner in session.scalars(query)})


def _only(session: Session, ids: list[int], *, archived: bool) -> list[int]:
    if not ids:
        return []
    return list(session.scalars(select(Client.id).where(Client.id.in_(ids), _SHOWN[archived])))


def _hit_queries(session: Session, wanted: Wanted, shown: ColumnElement[bool]) -> Iterator[Select[int]]:
    """Best first; each one reads little, whatever was typed."""
    for key in (Client.sort_key, Client.given_key):
        yield select(Client.id).where(_begins(key, wanted.text), shown).order_by(key)
    for key, condition in _short_conditions(wanted):
        yield select(Client.id).where(condition, shown).order_by(key)
    for query in _finders(session, replace(wanted, inside=True)):
        some = query.add_columns(Client.sort_key).where(shown).limit(CANDIDATES).subquery()
        yield select(some.c[0]).order_by(some.c.sort_key, some.c[0])


def _fits(wanted: Wanted) -> ColumnElement[bool]:
    """Who is found by the beginning of a name is found inside, too: the search key holds the names."""
    begins = [] if wanted.inside else [condition for _, condition in _short_conditions(wanted)]
    return or_(*_long_conditions(wanted), *begins)


def _long_conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What may stand anywhere; one of these is enough."""
    conditions = [_holds_any(wanted.whole)] if wanted.whole else []
    if wanted.long_words:
        conditions.append(and_(*map(_holds_any, wanted.words)))
    return [*conditions, *_inside(wanted)]


def _inside(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What no index can find."""
    return [and_(*map(_holds_any, wanted.words))] if wanted.inside and not wanted.long_words else []


def _finders(session: Session, wanted: Wanted) -> list[Select[int]]:
    """Queries for ids by what may stand anywhere: their union; more may be asked about these clients."""
    if session.get_bind().dialect.name == "sqlite":
        return [*_matches(wanted, with_clients=True), *map(select(Client.id).where, _inside(wanted))]
    return _anywhere(wanted)


def _anywhere(wanted: Wanted) -> list[Select[int]]:
    conditions = _long_conditions(wanted)
    return [select(Client.id).where(or_(*conditions))] if conditions else []


def _matches(wanted: Wanted, *, with_clients: bool) -> list[Select[int]]:
    """What trigrams find in a file."""
    finders = []
    if wanted.long_words:
        short = [_holds_any(word) for word in wanted.short_words]
        by_words = _match(
            " AND ".join(map(_quoted_any, wanted.long_words)), with_clients=with_clients or bool(short)
        )
        finders.append(by_words.where(*short))
    if wanted.whole:
        finders.append(_match(_quoted_any(wanted.whole), with_clients=with_clients))
    return finders


def _match(expression: str, *, with_clients: bool) -> Select[int]:
    found = select(_SEARCH.c.rowid).where(literal_column("client_search").op("MATCH")(literal(expression)))
    return found.join(Client, Client.id == _SEARCH.c.rowid) if with_clients else found


def _quoted_any(ways: Iterable[str]) -> str:
    """One way is enough; in quotes nothing is an operator."""
    quoted = ['"' + way.replace('"', '""') + '"' for way in ways]
    return f"({' OR '.join(quoted)})"


def _holds_any(ways: Iterable[str]) -> ColumnElement[bool]:
    return or_(*map(_holds, ways))


def _holds(way: str) -> ColumnElement[bool]:
    """A server puts a pattern with wildcards to escape together once for every client, which takes longer."""
    if _WILDCARDS.isdisjoint(way):
        return Client.search_key.like(f"%{way}%")
    return Client.search_key.contains(way, autoescape=True)


def _begins(key: _Key, text: str) -> ColumnElement[bool]:
    return and_(key >= text, key < text + _LAST_LETTER)


def _short_conditions(wanted: Wanted) -> Iterator[tuple[_Key, ColumnElement[bool]]]:
    """One or two letters are too few for trigrams: this key of a name has to begin with one of the words."""
    if wanted.long_words:
        return
    for key in (Client.sort_key, Client.given_key):
        for word in wanted.words:
            others = [_holds_any(other) for other in wanted.words if other != word]
            for way in word:
                yield key, and_(_begins(key, way), *others)
