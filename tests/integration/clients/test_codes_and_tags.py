"""Codes that open the door, and words the studio sorts its clients by."""

from collections.abc import Callable

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients.codes import MOST_CODES
from fitnesscrm_desktop.services.clients.events import ClientsTagged
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from tests.support.people import People


def test_a_code_opens_the_door_however_it_is_typed(services: Services, desk: Actor, people: People) -> None:
    anna = people.add("Anna Ivanova")
    code = services.records.add_code(desk, anna, " fob 77a ", "blue fob")
    assert (code.code, code.label) == ("FOB77A", "blue fob")
    assert services.directory.by_code(desk, "Fob77A\n") == anna
    assert people.names("fob77") == ["Anna Ivanova"]
    services.records.remove_code(desk, code.id)
    assert services.directory.by_code(desk, "FOB77A") is None
    assert people.names("fob77") == []
    with pytest.raises(NotFound):
        services.records.remove_code(desk, code.id)


def test_a_code_belongs_to_one_person_who_is_named(services: Services, desk: Actor, people: People) -> None:
    anna, bo = people.add("Anna Ivanova"), people.add("Bo Novak")
    services.records.add_code(desk, anna, "FOB1")
    for code in ("fob1", "1"):
        with pytest.raises(RuleBroken, match=r"Anna Ivanova \(number 1\)") as refused:
            services.records.add_code(desk, bo, code)
        assert "code" in refused.value.fields
    with pytest.raises(RuleBroken, match="this client"):
        services.records.add_code(desk, bo, "2")


@pytest.mark.parametrize("code", ["", "  ", "\x00", "x" * 81])
def test_a_code_that_is_none_is_refused(services: Services, desk: Actor, people: People, code: str) -> None:
    with pytest.raises(RuleBroken):
        services.records.add_code(desk, people.add(), code)


def test_codes_are_not_collected_without_end(services: Services, desk: Actor, people: People) -> None:
    anna = people.add()
    for number in range(MOST_CODES):
        services.records.add_code(desk, anna, f"FOB-{number}")
    with pytest.raises(RuleBroken, match="at most 20"):
        services.records.add_code(desk, anna, "ONE-MORE")


def test_member_numbers_are_found_with_zeros_and_a_hash(
    services: Services, desk: Actor, people: People
) -> None:
    anna = people.add()
    assert [services.directory.by_code(desk, code) for code in ("1", "#1", "0001", "2", "1a", "")] == [
        anna,
        anna,
        anna,
        None,
        None,
        None,
    ]


def test_the_same_tag_is_not_made_twice(services: Services, desk: Actor) -> None:
    vip = services.records.create_tag(desk, " VIP ", "#1A2B3C")
    assert services.records.create_tag(desk, "vip") == vip
    assert services.directory.tags(desk) == [vip]
    for name, color in (("", ""), ("\u200b", ""), ("x" * 61, ""), ("ok", "red")):
        with pytest.raises(RuleBroken):
            services.records.create_tag(desk, name, color)


def test_many_clients_are_tagged_and_only_the_change_is_undone(
    services: Services, desk: Actor, people: People, heard: Callable[[], list[Event]]
) -> None:
    anna, bo, mia = (people.add(f"{name} Novak") for name in ("Anna", "Bo", "Mia"))
    vip = services.records.create_tag(desk, "VIP")
    services.records.tag(desk, [bo], vip.id)
    done = services.records.tag(desk, [mia, bo, anna, 99], vip.id)
    assert done.client_ids == (anna, mia)
    assert services.directory.ids(desk, ListQuery(tag_id=vip.id)) == [anna, bo, mia]
    services.records.untag(desk, done.client_ids, vip.id)
    assert services.directory.ids(desk, ListQuery(tag_id=vip.id)) == [bo]
    tagged = [event for event in heard() if isinstance(event, ClientsTagged)]
    assert [event.client_ids for event in tagged] == [(bo,), (anna, mia), (anna, mia)]
    assert services.records.untag(desk, [anna], vip.id).client_ids == ()


def test_a_tag_that_is_gone_is_told(services: Services, desk: Actor, people: People) -> None:
    with pytest.raises(NotFound):
        services.records.tag(desk, [people.add()], 99)


def test_rows_and_the_page_show_the_tags(services: Services, desk: Actor, people: People) -> None:
    anna = people.add()
    tags = [services.records.create_tag(desk, name) for name in ("Zumba", "Early")]
    for tag in tags:
        services.records.tag(desk, [anna], tag.id)
    (row,) = services.directory.rows(desk, [anna])
    assert [tag.name for tag in row.tags] == ["Early", "Zumba"]
    assert people.detail(anna).tags == row.tags
