"""Which clients a list holds, and in which order; every statement reads some thousand short rows at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cache
from itertools import chain
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm.attributes import InstrumentedAttribute

from fitnesscrm_desktop.models.client import Client, ClientFigures, StageSpan
from fitnesscrm_desktop.models.values import ClientStage
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.clients.ranges import (
    Identity,
    bare_ids,
    bare_of_ids,
    by_id,
    ids_by_key,
    ids_by_value,
    in_ranges,
    of_ids,
)
from fitnesscrm_desktop.services.clients.results import ClientSort, ListCounts, ListQuery, SavedList
from fitnesscrm_desktop.services.clients.saved_lists import Look, at_stage, on_list, with_tag
from fitnesscrm_desktop.services.clients.search_key import Wanted, understand
from fitnesscrm_desktop.services.clients.searching import (
    few_matching,
    fits,
    in_order,
    plan_for_what_is_typed,
    widened,
)
from fitnesscrm_desktop.services.lifecycle.running import other_plan_may_run, plans_running

_FEW = 1000
"""So few ids are sorted by themselves instead of walking through everybody."""
ONE_BY_ONE = 10_000
"""Of so few clients what a list sorts by is looked up one by one."""

_SORTED_BY: dict[ClientSort, InstrumentedAttribute[Any]] = {
    ClientSort.LAST_VISIT: ClientFigures.last_visit_on,
    ClientSort.VISITS: ClientFigures.visits,
    ClientSort.BALANCE: ClientFigures.balance,
    ClientSort.ENDS_ON: ClientFigures.ends_on,
}
_INDEXED = {ClientSort.LAST_VISIT, ClientSort.ENDS_ON}


def listed_ids(look: Look, query: ListQuery) -> list[int]:
    """The ids *query* asks for, in its order."""
    return _sorted(look, _by_name(look, query), query)


def _by_name(look: Look, query: ListQuery) -> list[int]:
    archived = query.saved is SavedList.ARCHIVED
    which, chosen = _in_lists(archived=archived), _chosen(look, query)
    wanted: Wanted | None = understand(query.text)
    if wanted:
        plan_for_what_is_typed(look.session)
        wanted = widened(look.session, wanted)
        found = few_matching(look.session, wanted, _FEW, archived=archived)
        if found is not None:
            wanted, chosen = None, found if chosen is None else chosen & found
    if chosen is not None and (archived or len(chosen) <= _FEW):
        return _some_by_name(look, and_(which, fits(look.session, wanted)) if wanted else which, chosen)
    if wanted:
        everybody = in_order(look.session, which, wanted)
    else:
        everybody = ids_by_key(look.session, which, Client.sort_key)
    return everybody if chosen is None else [each for each in everybody if each in chosen]


def list_counts(look: Look) -> ListCounts:
    """How many there are, and how many on each saved list."""
    current = set(ids_by_key(look.session, _in_lists(archived=False), Client.sort_key))
    saved = {each: len(on_list(look, each) & current) for each in SavedList}
    saved[SavedList.ARCHIVED] = len(_by_name(look, ListQuery(saved=SavedList.ARCHIVED)))
    return ListCounts(len(current), saved)


def _chosen(look: Look, query: ListQuery) -> set[int] | None:
    """Whom the conditions beside the typed text leave; None: there are none."""
    sets: list[set[int]] = []
    if query.saved is not None:
        sets.append(on_list(look, query.saved))
    if query.stage is not None:
        sets.append(at_stage(look, query.stage))
    if query.tag_id is not None:
        sets.append(with_tag(look, query.tag_id))
    return set.intersection(*sets) if sets else None


def _in_lists(*, archived: bool) -> ColumnElement[bool]:
    """Who was merged into somebody else is in no list at all."""
    if archived:
        return and_(Client.archived_at.is_not(None), Client.merged_into_id.is_(None))
    return Client.archived_at.is_(None)


def _some_by_name(look: Look, which: ColumnElement[bool], ids: Collection[int]) -> list[int]:
    query = select(Client.sort_key, Client.id).where(which)
    return [client_id for _, client_id in sorted(of_ids(look.session, query, Client.id, ids))]


def _sorted(look: Look, by_name: list[int], query: ListQuery) -> list[int]:
    """Equal ones stay in the order of their names; who has no value comes last in both directions."""
    if query.sort is ClientSort.NAME:
        return by_name[::-1] if query.descending else by_name
    if query.sort is ClientSort.NUMBER:  # everybody has one of their own
        return _by_number(look, by_name)[:: -1 if query.descending else 1]
    value = _values(look, query.sort, by_name)
    alike: dict[Any, list[int]] = defaultdict(list)  # many have the same: only the values are put in order
    for its, each in zip(map(value, by_name), by_name, strict=True):
        alike[its].append(each)
    unknown = alike.pop(None, [])
    return [*chain.from_iterable(alike[value] for value in sorted(alike, reverse=query.descending)), *unknown]


def _by_number(look: Look, ids: list[int]) -> list[int]:
    if len(ids) <= ONE_BY_ONE:
        return sorted(ids, key=_read(look, Client.member_number, Client.id, ids).__getitem__)
    wanted, query = set(ids), select(Client.id).order_by(Client.member_number)
    return [each for each in bare_ids(look.session, query) if each in wanted]


def _values(look: Look, sort: ClientSort, ids: list[int]) -> Callable[[int], Any]:
    """Says what to sort a client by; None: nothing."""
    if sort is ClientSort.STAGE:
        return _standing(look, ids)
    if sort is ClientSort.PLAN:
        return _plans(look, ids)
    column, identity = _SORTED_BY[sort], ClientFigures.client_id
    if len(ids) <= ONE_BY_ONE or (_is_file(look) and sort not in _INDEXED):
        return _read(look, column, identity, ids).get
    return by_id(ids_by_value(look.session, column, identity), ids).__getitem__


def _plans(look: Look, ids: list[int]) -> Callable[[int], str | None]:
    """Says the folded name of a client's plan of today; of most it is the one that lasts longest."""
    folded = cache(fold)  # a studio has few plans
    others = set(bare_ids(look.session, other_plan_may_run(look.today))).intersection(ids)
    running = bare_of_ids(look.session, plans_running(look.today), Client.id, others)
    exceptions = {client_id: folded(name) for client_id, name in running if name is not None}
    plan, identity = ClientFigures.plan_name, ClientFigures.client_id
    if len(ids) <= ONE_BY_ONE // 2:  # names are dearer to hand over than days or sums
        names = _read(look, plan, identity, ids, plan != "")
        return ({client_id: folded(name) for client_id, name in names.items()} | exceptions).get
    members: dict[str | None, list[int]] = defaultdict(list)  # two names may be folded alike
    for name, owners in ids_by_value(look.session, plan, identity).items():
        members[folded(name) if name else None] += owners
    plans = by_id(members, ids)
    for client_id, name in exceptions.items():
        plans[client_id] = name
    return plans.__getitem__


def _standing(look: Look, ids: list[int]) -> Callable[[int], int]:
    """Says where a client stands today, as a number: a lead first, who is blocked last."""
    places = {stage.value: place for place, stage in enumerate(ClientStage)}
    lead, last = places[ClientStage.LEAD.value], len(places)
    stage, identity = StageSpan.stage, StageSpan.client_id
    today = StageSpan.from_day <= look.today, or_(StageSpan.to_day.is_(None), StageSpan.to_day >= look.today)
    blocked = _read(look, Client.blocked_reason, Client.id, ids, Client.blocked_reason != "")
    if len(ids) <= ONE_BY_ONE:
        stages = _read(look, stage, identity, ids, *today)
        standing = dict.fromkeys(ids, lead) | {each: places[found] for each, found in stages.items()}
        return (standing | dict.fromkeys(blocked, last)).__getitem__
    by_stage: dict[str, list[int]] = defaultdict(list)
    if _is_file(look):  # would put them in order to find those who are alike
        for each, found in in_ranges(look.session, select(identity, stage).where(*today), identity):
            by_stage[found].append(each)
    else:
        by_stage |= ids_by_value(look.session, stage, identity, *today)
    everybody = by_id({places[found]: owners for found, owners in by_stage.items()}, ids, lead)
    for each in blocked.keys() & ids:
        everybody[each] = last
    return everybody.__getitem__


def _is_file(look: Look) -> bool:
    return look.session.get_bind().dialect.name == "sqlite"


def _read(
    look: Look,
    value: InstrumentedAttribute[Any],
    identity: Identity,
    ids: list[int],
    *where: ColumnElement[bool],
) -> dict[int, Any]:
    """The *value* of these clients at least, of those who have one."""
    query = select(identity, value).where(value.is_not(None), *where)
    if len(ids) <= ONE_BY_ONE:
        rows = bare_of_ids(look.session, query, identity, ids)
    else:
        rows = in_ranges(look.session, query, identity, several=False)
    return dict(cast("Iterable[tuple[int, Any]]", rows))
