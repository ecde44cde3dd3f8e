"""Which clients a list holds, and in which order; every statement reads some thousand short rows at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import chain, repeat
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, or_, select

from fitnesscrm_desktop.models.client import Client, ClientFigures, StageSpan
from fitnesscrm_desktop.models.values import ClientStage
from fitnesscrm_desktop.services.clients.names import fold
from fitnesscrm_desktop.services.clients.ranges import (
    Identity,
    bare_ids,
    bare_of_ids,
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

_SORTED_BY: dict[ClientSort, tuple[Any, Identity]] = {
    ClientSort.NUMBER: (Client.member_number, Client.id),
    ClientSort.LAST_VISIT: (ClientFigures.last_visit_on, ClientFigures.client_id),
    ClientSort.VISITS: (ClientFigures.visits, ClientFigures.client_id),
    ClientSort.BALANCE: (ClientFigures.balance, ClientFigures.client_id),
    ClientSort.ENDS_ON: (ClientFigures.ends_on, ClientFigures.client_id),
}


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
    values = _values(look, query.sort, by_name)
    if query.sort is ClientSort.NUMBER:  # everybody has one of their own
        return sorted(by_name, key=values.__getitem__, reverse=query.descending)
    alike: dict[Any, list[int]] = defaultdict(list)  # many have the same: only the values are put in order
    for each in by_name:
        alike[values.get(each)].append(each)
    unknown = alike.pop(None, [])
    return [*chain.from_iterable(alike[value] for value in sorted(alike, reverse=query.descending)), *unknown]


def _values(look: Look, sort: ClientSort, ids: list[int]) -> Mapping[int, Any]:
    """What to sort by, for those who have it."""
    if sort is ClientSort.STAGE:
        return _standing(look, ids)
    if sort is ClientSort.PLAN:
        return _plans(look, ids)
    column, identity = _SORTED_BY[sort]
    return _read(look, select(identity, column).where(column.is_not(None)), identity, ids)


def _plans(look: Look, ids: list[int]) -> Mapping[int, str]:
    """The folded name of everybody's plan of today; of most it is the one that lasts longest."""
    folded = cache(fold)  # a studio has few plans
    plans: dict[int, str] = {}
    lasting, identity = ClientFigures.plan_name, ClientFigures.client_id
    if len(ids) <= ONE_BY_ONE:
        names = _read(look, select(identity, lasting).where(lasting != ""), identity, ids)
        plans |= {client_id: folded(name) for client_id, name in names.items()}
    else:
        for name, members in ids_by_value(look.session, lasting, identity).items():
            plans.update(zip(members if name else (), repeat(folded(name))))
    others = plans.keys() & bare_ids(look.session, other_plan_may_run(look.today))
    running = bare_of_ids(look.session, plans_running(look.today), Client.id, others)
    plans |= {client_id: folded(name) for client_id, name in running if name is not None}
    return plans


def _standing(look: Look, ids: list[int]) -> Mapping[int, int]:
    """Where everybody stands today, as a number: a lead first, who is blocked last."""
    places = {stage.value: place for place, stage in enumerate(ClientStage)}
    spans = select(StageSpan.client_id, StageSpan.stage).where(
        StageSpan.from_day <= look.today, or_(StageSpan.to_day.is_(None), StageSpan.to_day >= look.today)
    )
    blocked = select(Client.id, Client.blocked_reason).where(Client.blocked_reason != "")
    standing = dict.fromkeys(ids, places[ClientStage.LEAD.value])
    stages = _read(look, spans, StageSpan.client_id, ids)
    standing.update(zip(stages, map(places.__getitem__, stages.values()), strict=True))
    return standing | dict.fromkeys(_read(look, blocked, Client.id, ids), len(places))


def _read(look: Look, query: Select[*tuple[Any, ...]], identity: Identity, ids: list[int]) -> dict[int, Any]:
    """The second value of *query* by the first, for these clients at least."""
    if len(ids) <= ONE_BY_ONE:
        rows = bare_of_ids(look.session, query, identity, ids)
    else:
        rows = in_ranges(look.session, query, identity, several=identity is StageSpan.client_id)
    return dict(cast("Iterable[tuple[int, Any]]", rows))
