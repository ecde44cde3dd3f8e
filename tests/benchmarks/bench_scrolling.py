"""Lists that are long: no single query holds up the desk, wherever one scrolls to."""

import itertools
from collections.abc import Callable
from functools import partial

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients.results import ClientSort, ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.paging import PageSource
from tests.benchmarks.statements import Watch, watched
from tests.benchmarks.table import Table

GOAL = 0.020
BLOCK, PAGE = 100, 200
ROUNDS = 3
"""The best of so many looks at the same list: what counts is the query, not what else the computer does."""


def bench_clients_table(large_studio: Services, owner: Actor, table: Table) -> None:
    """All orders of 50,000 clients, then a block of lines at each of fifty places."""
    measure_clients(large_studio, "", owner, table)


def bench_visits_feed(large_studio: Services, owner: Actor, table: Table) -> None:
    """More than two million visits, from the newest to the oldest."""
    feed = large_studio.visits.last_visits(owner)
    with watched(large_studio) as watch:
        pages = scrolled(feed)
    assert pages * PAGE > 1_000_000
    table.bound(
        "slowest query: the first million visits, page by page (99.9 %)", ours=all_but(watch), goal=GOAL
    )


def bench_owing_and_day(large_studio: Services, owner: Actor, table: Table) -> None:
    """The lists of the money page and of the door."""
    measure_pages(large_studio, "", owner, table)


def bench_lists_on_postgresql(large_server: Services, owner: Actor, table: Table) -> None:
    """The same lists on a server."""
    measure_clients(large_server, " on PostgreSQL", owner, table)
    measure_pages(large_server, " on PostgreSQL", owner, table)


def measure_clients(studio: Services, where: str, owner: Actor, table: Table) -> None:
    """Whatever the clients page asks for."""
    directory = studio.directory
    ways = [ListQuery(sort=sort, descending=down) for sort in ClientSort for down in (False, True)]
    ways += [ListQuery(saved=saved) for saved in SavedList]
    slowest = max(best(studio, partial(directory.ids, owner, way)) for way in ways)
    table.bound(f"slowest query{where}: ids of 50,000 clients, every order and list", ours=slowest, goal=GOAL)
    everybody = directory.ids(owner, ListQuery())
    places = range(0, len(everybody), len(everybody) // 50)
    blocks = [everybody[at : at + BLOCK] for at in places]
    slowest = max(best(studio, partial(directory.rows, owner, block)) for block in blocks)
    table.bound(f"slowest query{where}: a block of the clients table", ours=slowest, goal=GOAL)
    slowest = best(studio, lambda: directory.counts(owner))
    table.bound(f"slowest query{where}: counts beside the saved lists", ours=slowest, goal=GOAL)


def measure_pages(studio: Services, where: str, owner: Actor, table: Table) -> None:
    """Whatever the pages for the money and the door ask for."""
    billing, visits = studio.billing, studio.visits
    looks: dict[str, Callable[[], object]] = {
        "who owes what": lambda: billing.who_owes(owner).fetch(None, PAGE),
        "takings of a day": lambda: billing.day_takings(owner),
        "who is in now": lambda: visits.inside(owner),
        "memberships that end soon": lambda: studio.memberships.ending_soon(owner),
        "birthdays of today": lambda: studio.directory.birthdays(owner),
        "a page of the visits": lambda: visits.last_visits(owner).fetch(None, PAGE),
    }
    for what, look in looks.items():
        table.bound(f"slowest query{where}: {what}", ours=best(studio, look), goal=GOAL)


def best(studio: Services, look: Callable[[], object]) -> float:
    """Seconds of the slowest query of a look, in the best of some rounds."""
    found = []
    with watched(studio) as watch:
        for _ in range(ROUNDS):
            watch.seconds.clear()
            watch.sent.clear()
            look()
            found.append(watch.slowest)
    return min(found)


def scrolled(feed: PageSource[object]) -> int:
    """Scroll through a million rows; how many pages that were."""
    after = None
    for pages in itertools.count(1):
        page = feed.fetch(after, PAGE)
        after = page.next_cursor
        if after is None or pages * PAGE >= 1_001_000:
            return pages
    raise AssertionError


def all_but(watch: Watch) -> float:
    """The slowest of the 99.9 % fastest: one in a thousand meets whatever else the computer does."""
    fastest = sorted(watch.seconds)
    return fastest[int(len(fastest) * 0.999) - 1]
