"""Search as you type in a studio of 50,000 clients: every kind of thing one can type."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client
from fitnesscrm_desktop.services.clients.results import ClientSort, ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from tests.benchmarks.table import Table, median_time

GOAL = 0.050
SAMPLES, ROUNDS, SCREEN = 15, 5, 50


def bench_search_on_sqlite(large_studio: Services, owner: Actor, table: Table) -> None:
    """The hits below the search field, and the clients table that narrows down while one types."""
    measure(large_studio, "SQLite", owner, table)


def bench_search_on_postgresql(large_server: Services, owner: Actor, table: Table) -> None:
    """The same with pg_trgm."""
    measure(large_server, "PostgreSQL", owner, table)


def measure(studio: Services, server: str, owner: Actor, table: Table) -> None:
    """Every kind of thing one can type."""
    for kind, texts in typed(studio).items():
        hits = slowest(texts, lambda text: studio.directory.search(owner, text))
        listed = slowest(texts, lambda text: narrow(studio, owner, text))
        table.bound(f"search of 50,000 on {server}: {kind}", ours=hits, goal=GOAL)
        table.bound(f"list of 50,000 on {server}, narrowed by {kind}", ours=listed, goal=GOAL)
        by_plan = slowest(texts, lambda text: narrow(studio, owner, text, ClientSort.PLAN))
        table.bound(f"list of 50,000 on {server} by plan, narrowed by {kind}", ours=by_plan, goal=GOAL)


def narrow(studio: Services, owner: Actor, text: str, sort: ClientSort = ClientSort.NAME) -> None:
    """What the clients page asks for after each letter: the ids, and the lines that can be seen."""
    ids = studio.directory.ids(owner, ListQuery(text, sort=sort))
    studio.directory.rows(owner, ids[:SCREEN])


def slowest(texts: list[str], search: Callable[[str], object]) -> float:
    """The median time of the slowest of these searches."""
    return max(median_time(partial(search, text), ROUNDS) for text in texts)


def typed(studio: Services) -> dict[str, list[str]]:
    """What people type, by kind, taken from clients all over the studio."""
    with studio.core.read() as session:
        people = session.execute(
            select(Client.first_name, Client.last_name, Client.phone, Client.email, Client.member_number)
            .where(Client.phone.is_not(None), Client.email.is_not(None), Client.id % 3001 == 1)
            .limit(SAMPLES)
        ).all()
    first = [person.first_name for person in people]
    last = [person.last_name for person in people]
    return {
        "one letter": list("aemsž"),
        "two letters": sorted({name[:2] for name in last}),
        "two letters inside": sorted({name[-2:] for name in [*last, *(each.phone for each in people)]}),
        "three letters": sorted({name[:3] for name in last}),
        "first name": first,
        "last name": last,
        "full name": [f"{person.first_name} {person.last_name}" for person in people],
        "last name, first letter": [f"{person.last_name} {person.first_name[0]}" for person in people],
        "middle of a word": [name[1:-1] for name in last if len(name) > 4],
        "last four digits": [person.phone[-4:] for person in people],
        "phone with blanks": [f"{each.phone[:3]} {each.phone[3:6]} {each.phone[6:]}" for each in people],
        "number": [str(person.member_number) for person in people],
        "e-mail": [person.email for person in people],
        "part of an e-mail": [person.email.partition("@")[2] for person in people[:3]],
        "no match, letters": ["zzxqy", "qqq", "anna zzxqy"],
        "no match, digits": ["00000000", "99999999999"],
    }
