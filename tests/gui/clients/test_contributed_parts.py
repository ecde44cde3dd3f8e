"""Parts of the client page that other features add."""

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.core.actor import Actor
from tests.gui.clients.screen import ClientsScreen
from tests.support.people import People
from tests.support.stand_ins import NotedPart, noted_part


@pytest.fixture
def notes(screen: ClientsScreen) -> list[str]:
    """What the two parts of another feature write down."""
    written: list[str] = []
    screen.at_hand.window.parts = (noted_part("files", 65, written), noted_part("size", 10, written))
    return written


def test_each_stands_in_its_place(screen: ClientsScreen, people: People, notes: list[str]) -> None:
    page = screen.client_page(people.add("Anna Ivanova"))
    names = ["overview", "size", "timeline", "membership", "account", "visits", "notes", "files", "consents"]
    assert list(page.parts) == names
    assert [page.tabs.tabText(place) for place in (1, 7)] == ["Size", "Files"]


def test_a_part_is_made_when_somebody_turns_to_it(
    screen: ClientsScreen, people: People, notes: list[str]
) -> None:
    anna = people.add("Anna Ivanova")
    page = screen.client_page(anna)
    assert notes == []
    page.show_part("size")
    assert notes == ["size made", f"size shows {anna}"]
    page.show_part("overview")
    page.show_part("size")
    assert notes[2:] == ["size leaves", f"size shows {anna}"]


def test_it_is_told_about_the_next_client(screen: ClientsScreen, people: People, notes: list[str]) -> None:
    anna, bo = people.add("Anna Ivanova"), people.add("Bo Novak")
    page = screen.client_page(anna, tab="size")
    notes.clear()
    page.arrive(client_id=bo, tab="size")
    screen.settle()
    assert notes == [f"size shows {bo}"]


def test_it_loads_again_when_something_has_happened(
    screen: ClientsScreen, services: Services, owner: Actor, people: People, notes: list[str]
) -> None:
    anna = people.add("Anna Ivanova")
    screen.client_page(anna, tab="size")
    notes.clear()
    services.clients.block(owner, anna, "Broke the rules")
    screen.settle()
    assert notes == [f"size shows {anna}"]


def test_one_can_be_led_to_one_thing_in_it(screen: ClientsScreen, people: People, notes: list[str]) -> None:
    anna = people.add("Anna Ivanova")
    page = screen.client_page(anna, tab="size", metric="waist")
    assert notes == ["size made", f"size shows {anna}", "size is led to {'metric': 'waist'}"]
    page.arrive(client_id=anna)
    screen.settle()
    assert notes[3:] == [f"size shows {anna}"]


def test_what_is_typed_in_it_is_known_before_the_end(
    screen: ClientsScreen, people: People, notes: list[str]
) -> None:
    page = screen.client_page(people.add("Anna Ivanova"), tab="size")
    assert page.unfinished() == ""
    part = page.findChild(NotedPart)
    assert part is not None
    screen.type(part.field, "82")
    assert page.unfinished() == "size is not stored."


def test_leaving_the_page_leaves_the_part(screen: ClientsScreen, people: People, notes: list[str]) -> None:
    page = screen.client_page(people.add("Anna Ivanova"), tab="size")
    page.leave()
    assert notes[-1] == "size leaves"
