"""A client needs a first and a last name, gets the next number, and is a lead."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.client import Client, ClientFigures, StageSpan
from fitnesscrm_desktop.models.values import ClientStage, CustomFieldKind, Permission, StageReason
from fitnesscrm_desktop.services.clients.events import ClientAdded
from fitnesscrm_desktop.services.clients.results import NewClient
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from tests.support.people import People
from tests.support.visits import audited

TODAY = date(2026, 3, 4)


def stored(services: Services, table: type) -> int:
    with services.core.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_two_names_are_enough(services: Services, owner: Actor, heard: Callable[[], list[Event]]) -> None:
    card = services.clients.add(owner, NewClient("Anna", "Ivanova"))
    assert (card.member_number, card.name, card.version, card.archived) == (1, "Anna Ivanova", 1, False)
    assert heard() == [ClientAdded(card.id)]
    (entry,) = audited(services, "client.add")
    assert (entry["entity_id"], entry["member_number"]) == (card.id, 1)


def test_a_new_client_is_a_lead_with_figures_of_nothing(services: Services, owner: Actor) -> None:
    card = services.clients.add(owner, NewClient("Anna", "Ivanova"))
    standing = services.directory.stage_on(owner, card.id, TODAY)
    assert (standing.stage, standing.reason) == (ClientStage.LEAD, StageReason.NEVER_JOINED)
    with services.core.read() as session:
        figures = session.get_one(ClientFigures, card.id)
        assert (figures.balance, figures.visits, figures.plan_name) == (0, 0, "")
        assert session.scalars(select(StageSpan.from_day)).all() == [TODAY]


def test_everything_else_is_stored_in_its_normal_form(people: People) -> None:
    anna = people.add(
        "Anna   Ivanova ",
        date(2000, 2, 29),
        email=" Anna@Web.DE",
        phone="0151 1058756",
        emergency_phone="0151 1058757",
        goals="Run\r\n10 km\x00",
        city=" Berlin ",
    )
    details = people.detail(anna).details
    assert (details.first_name, details.last_name) == ("Anna", "Ivanova")
    assert (details.email, details.phone) == ("anna@web.de", "+491511058756")
    assert (details.emergency_phone, details.city, details.goals) == ("+491511058757", "Berlin", "Run\n10 km")


def test_a_child_shares_the_address_of_a_parent(people: People) -> None:
    people.add("Anna Ivanova", email="family@web.de", phone="0151 1058756")
    people.add("Mia Ivanova", email="family@web.de", phone="0151 1058756")


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_stored(
    services: Services, owner: Actor
) -> None:
    new = NewClient(" ", "x" * 201, email="nope", phone="--", born=date(1899, 1, 1), postal_code="9" * 21)
    with pytest.raises(RuleBroken) as refused:
        services.clients.add(owner, new)
    assert set(refused.value.fields) == {"first_name", "last_name", "email", "phone", "born", "postal_code"}
    assert stored(services, Client) == stored(services, StageSpan) == 0


def test_a_refused_client_uses_up_no_number(services: Services, owner: Actor, people: People) -> None:
    people.add()
    with pytest.raises(RuleBroken):
        services.clients.add(owner, NewClient("", "Nobody"))
    with pytest.raises(NotFound):
        services.clients.add(owner, NewClient("Bo", "Nobody"), custom={99: "x"})
    assert people.detail(people.add()).member_number == 2


def test_a_number_that_is_somebodys_old_card_is_passed_over(
    services: Services, owner: Actor, people: People
) -> None:
    anna = people.add()
    services.records.add_code(owner, anna, "3")
    numbers = [people.detail(people.add()).member_number for _ in range(2)]
    assert numbers == [2, 4]


@pytest.mark.parametrize(
    "name", ["👩‍👩‍👧 💪", "أحمد العربي", "Ẩn Nguyễn", "<b>Bo</b> <img src=x>", "%_ '; DROP", "x" * 200 + " y"]
)
def test_a_name_of_any_kind_comes_back_as_it_was(people: People, name: str) -> None:
    assert people.detail(people.add(name)).name == name


def test_the_studios_own_fields_can_be_filled_at_once(
    services: Services, owner: Actor, people: People
) -> None:
    shoe = services.records.define_field(owner, "Shoe size", CustomFieldKind.NUMBER)
    card = services.clients.add(owner, NewClient("Anna", "Ivanova"), custom={shoe.id: "38,5"})
    assert [(each.field.name, each.value) for each in people.detail(card.id).fields] == [
        ("Shoe size", "38.5")
    ]


def test_only_those_who_may_edit_add(services: Services, desk: Actor) -> None:
    assert desk.may(Permission.EDIT_CLIENTS)
    services.clients.add(desk, NewClient("Anna", "Ivanova"))


def test_who_was_added_by_mistake_is_taken_back_while_nothing_hangs_on_them(
    services: Services, owner: Actor
) -> None:
    card = services.clients.add(owner, NewClient("Anna", "Ivanova"))
    assert services.clients.undo_add(owner, card.id).archived
    kept = services.clients.add(owner, NewClient("Ben", "Okoye"))
    services.records.add_note(owner, kept.id, "Asked for a tour")
    with pytest.raises(RuleBroken, match="Ben Okoye has notes by now: this cannot be undone"):
        services.clients.undo_add(owner, kept.id)
    assert services.directory.detail(owner, kept.id).archived_at is None
