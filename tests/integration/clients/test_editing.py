"""Changing a client, alone and against somebody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import CustomFieldKind
from fitnesscrm_desktop.services.clients.events import ClientAdded, ClientChanged
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from tests.support.people import People
from tests.support.visits import audited


def test_only_what_is_named_changes(
    services: Services, owner: Actor, people: People, heard: Callable[[], list[Event]]
) -> None:
    anna = people.add("Anna Ivanova", email="a@web.de")
    before = people.detail(anna)
    card = services.clients.edit(owner, anna, before.version, {"last_name": "Meyer", "city": "Berlin"})
    after = people.detail(anna)
    assert after.details == replace(before.details, last_name="Meyer", city="Berlin")
    assert card.version == after.version == before.version + 1
    assert heard() == [ClientAdded(anna), ClientChanged(anna)]


def test_an_edited_client_is_found_by_the_new_name_and_not_by_the_old(
    services: Services, owner: Actor, people: People
) -> None:
    anna = people.add("Anna Ivanova", phone="0151 1058756")
    services.clients.edit(owner, anna, 1, {"last_name": "Meyer", "phone": "0171 999888"})
    assert people.names("meyer") == people.names("999888") == ["Anna Meyer"]
    assert people.names("ivanova") == people.names("8756") == []


def test_an_edit_that_changes_nothing_leaves_no_trace(
    services: Services, owner: Actor, people: People
) -> None:
    anna = people.add("Anna Ivanova", phone="0151 1058756")
    card = services.clients.edit(owner, anna, 1, {"first_name": " Anna ", "phone": "+49 151 1058756"})
    assert card.version == 1
    assert audited(services, "client.edit") == []


def test_a_stale_edit_names_what_differs_and_stores_nothing(
    services: Services, owner: Actor, people: People
) -> None:
    anna = people.add("Anna Ivanova", city="Bonn")
    services.clients.edit(owner, anna, 1, {"city": "Berlin", "email": "a@web.de"})
    with pytest.raises(Conflict) as conflict:
        services.clients.edit(owner, anna, 1, {"city": "Kiel", "email": "A@web.de", "born": None})
    assert conflict.value.mine == {"city": "Kiel"}
    assert conflict.value.theirs == {"city": "Berlin"}
    assert people.detail(anna).details.city == "Berlin"


def test_two_who_want_the_same_have_no_conflict(services: Services, owner: Actor, people: People) -> None:
    anna = people.add("Anna Ivanova")
    services.clients.edit(owner, anna, 1, {"city": "Berlin"})
    assert services.clients.edit(owner, anna, 1, {"city": "Berlin"}).version == 2


def test_a_card_or_a_photo_does_not_disturb_an_edit_that_has_begun(
    services: Services, owner: Actor, people: People
) -> None:
    anna = people.add("Anna Ivanova")
    services.records.add_code(owner, anna, "FOB-1")
    services.clients.edit(owner, anna, 1, {"city": "Berlin"})
    assert people.names("fob-1") == ["Anna Ivanova"]


def test_own_fields_conflict_like_all_others(services: Services, owner: Actor, people: People) -> None:
    shoe = services.records.define_field(owner, "Shoe size", CustomFieldKind.NUMBER)
    anna = people.add("Anna Ivanova")
    services.clients.edit(owner, anna, 1, {}, custom={shoe.id: "38"})
    with pytest.raises(Conflict) as conflict:
        services.clients.edit(owner, anna, 1, {}, custom={shoe.id: "40"})
    assert conflict.value.mine == {f"custom_{shoe.id}": "40"}
    assert conflict.value.theirs == {f"custom_{shoe.id}": "38"}


def test_wrong_values_are_told_by_field(services: Services, owner: Actor, people: People) -> None:
    shoe = services.records.define_field(owner, "Shoe size", CustomFieldKind.NUMBER)
    anna = people.add("Anna Ivanova")
    with pytest.raises(RuleBroken) as refused:
        services.clients.edit(owner, anna, 1, {"last_name": "", "born": date(2030, 1, 1)})
    assert set(refused.value.fields) == {"last_name", "born"}
    with pytest.raises(RuleBroken) as refused:
        services.clients.edit(owner, anna, 1, {"city": "Berlin"}, custom={shoe.id: "large"})
    assert set(refused.value.fields) == {f"custom_{shoe.id}"}
    assert people.detail(anna).details.city == ""


def test_a_field_that_is_none_is_refused(services: Services, owner: Actor, people: People) -> None:
    with pytest.raises(NotFound, match="no field"):
        services.clients.edit(owner, people.add(), 1, {"member_number": 7})


def test_health_data_is_changed_by_those_who_see_it_and_told_to_nobody(
    services: Services, owner: Actor, desk: Actor, people: People
) -> None:
    anna = people.add("Anna Ivanova", medical_alert="Asthma")
    with pytest.raises(NotAllowed):
        services.clients.edit(desk, anna, 1, {"medical_alert": ""})
    services.clients.edit(owner, anna, 1, {"medical_alert": "None", "goals": "Secret", "city": "Berlin"})
    (entry,) = audited(services, "client.edit")
    assert entry["fields"] == ["medical_alert", "goals", "city"]
    assert entry["before"] == {"city": ""}
    assert entry["after"] == {"city": "Berlin"}


def test_nobody_is_nobody(services: Services, owner: Actor) -> None:
    with pytest.raises(NotFound):
        services.clients.edit(owner, 99, 1, {"city": "Berlin"})
