"""Two programs on one database: each hears of what the other stores, and not of its own."""

import threading
from collections.abc import Iterator

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.studio import Counter
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.engine import Database, open_database
from fitnesscrm_desktop.services.core.events import EventBus
from fitnesscrm_desktop.services.core.neighbours import Neighbours, OthersChanged

PATIENCE = 20
SOON = 0.3


class Ear:
    """Another program that listens to the database of the test."""

    def __init__(self, database: Database) -> None:
        self.heard = threading.Event()
        bus = EventBus()
        bus.subscribe(OthersChanged, lambda _event: self.heard.set())
        self.neighbours = Neighbours(database, bus, every=0.05)
        self.neighbours.start()


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[Ear]:
    """Listen from a second program."""
    database = open_database(database_url)
    ear = Ear(database)
    yield ear
    ear.neighbours.stop()
    database.dispose()


@pytest.fixture
def here(services: Services) -> Iterator[Ear]:
    """Listen from the program that makes the changes."""
    ear = Ear(services.core.database)
    yield ear
    ear.neighbours.stop()


def heard_of_changes(services: Services, owner: Actor, ear: Ear) -> bool:
    """Change something until it is heard: the first change may come before the listener is ready."""
    for number in range(PATIENCE * 4):
        services.clients.add(owner, NewClient("Anna", f"Number {number}"))
        if ear.heard.wait(0.25):
            return True
    return False


def test_a_change_is_heard_elsewhere(services: Services, owner: Actor, here: Ear, elsewhere: Ear) -> None:
    assert heard_of_changes(services, owner, elsewhere)


def test_ones_own_changes_are_not_news(services: Services, owner: Actor, here: Ear) -> None:
    services.clients.add(owner, NewClient("Anna", "Ivanova"))
    services.clients.add(owner, NewClient("Bodil", "Hansen"))
    assert not here.heard.wait(SOON)


def test_looking_is_no_change(services: Services, owner: Actor, here: Ear, elsewhere: Ear) -> None:
    assert heard_of_changes(services, owner, elsewhere)
    while elsewhere.heard.wait(SOON):
        elsewhere.heard.clear()
    services.directory.search(owner, "anna")
    assert not elsewhere.heard.wait(SOON)


def test_a_quiet_change_disturbs_no_other_pc(
    services: Services, owner: Actor, here: Ear, elsewhere: Ear
) -> None:
    """A file tells of every change, but programs that share one are on one PC."""
    assert heard_of_changes(services, owner, elsewhere)
    for ear in (here, elsewhere):
        while ear.heard.wait(SOON):
            ear.heard.clear()
    with services.core.write(quiet=True) as work:
        work.next_number("quiet")
    with services.core.read() as session:
        assert session.get_one(Counter, "quiet").value == 1
    assert not here.heard.wait(SOON)
    assert elsewhere.heard.wait(SOON) is services.core.database.is_sqlite


def test_listening_can_be_stopped_and_is_quiet_afterwards(
    services: Services, owner: Actor, here: Ear
) -> None:
    here.neighbours.stop()
    services.clients.add(owner, NewClient("Anna", "Ivanova"))
    here.neighbours.stop()
    assert not here.heard.is_set()
