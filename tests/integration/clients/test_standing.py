"""Archive, restore, block, payer and household."""

from collections.abc import Callable

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.clients.events import ClientAdded, ClientArchived, ClientRestored
from fitnesscrm_desktop.services.clients.results import ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, RuleBroken
from fitnesscrm_desktop.services.core.events import Event
from tests.support.people import People
from tests.support.visits import audited


def test_an_archived_client_leaves_the_lists_and_comes_back(
    services: Services, owner: Actor, people: People, heard: Callable[[], list[Event]]
) -> None:
    anna = people.add("Anna Ivanova")
    assert services.clients.archive(owner, anna).archived
    assert people.names("anna") == []
    assert services.directory.ids(owner, ListQuery()) == []
    assert services.directory.ids(owner, ListQuery(saved=SavedList.ARCHIVED)) == [anna]
    assert people.detail(anna).archived_at is not None
    assert not services.clients.restore(owner, anna).archived
    assert people.names("anna") == ["Anna Ivanova"]
    assert heard() == [ClientAdded(anna), ClientArchived(anna), ClientRestored(anna)]


def test_twice_is_once(services: Services, owner: Actor, people: People) -> None:
    anna = people.add()
    for _ in range(2):
        services.clients.archive(owner, anna)
    for _ in range(2):
        services.clients.restore(owner, anna)
    assert len(audited(services, "client.archive")) == len(audited(services, "client.restore")) == 1


def test_the_desk_does_not_archive(services: Services, desk: Actor, people: People) -> None:
    with pytest.raises(NotAllowed):
        services.clients.archive(desk, people.add())


def test_a_block_says_why_and_can_be_lifted(services: Services, desk: Actor, people: People) -> None:
    anna = people.add()
    services.clients.block(desk, anna, " Broke the  rules ")
    assert people.detail(anna).blocked_reason == "Broke the rules"
    services.clients.unblock(desk, anna)
    assert people.detail(anna).blocked_reason == ""
    for reason in ("", "  ", "x" * 201):
        with pytest.raises(RuleBroken):
            services.clients.block(desk, anna, reason)


def test_a_parent_pays_for_a_child(services: Services, owner: Actor, people: People) -> None:
    anna, mia = people.add("Anna Ivanova"), people.add("Mia Ivanova")
    services.clients.set_payer(owner, mia, anna)
    payer = people.detail(mia).payer
    assert payer is not None
    assert payer.name == "Anna Ivanova"
    assert [each.name for each in people.detail(anna).pays_for] == ["Mia Ivanova"]
    services.clients.set_payer(owner, mia, None)
    assert people.detail(mia).payer is None


def test_nobody_pays_in_a_circle(services: Services, owner: Actor, people: People) -> None:
    anna, mia, bo = people.add(), people.add(), people.add()
    services.clients.set_payer(owner, mia, anna)
    services.clients.set_payer(owner, bo, mia)
    for client, payer in ((anna, anna), (anna, mia), (anna, bo)):
        with pytest.raises(RuleBroken, match="pay for somebody"):
            services.clients.set_payer(owner, client, payer)


def test_a_household_grows_and_ends_with_the_last_pair(
    services: Services, owner: Actor, people: People
) -> None:
    anna, mia, bo = people.add("Anna Ivanova"), people.add("Mia Meyer"), people.add("Bo Novak")
    services.clients.set_household(owner, mia, anna)
    services.clients.set_household(owner, bo, mia)
    household = people.detail(anna).household
    assert household is not None
    assert household.name == "Ivanova"
    assert [each.name for each in household.others] == ["Mia Meyer", "Bo Novak"]
    services.clients.set_household(owner, anna, None)
    assert people.detail(anna).household is None
    services.clients.set_household(owner, bo, None)
    assert people.detail(mia).household is None
    with pytest.raises(RuleBroken):
        services.clients.set_household(owner, bo, bo)


def test_moving_to_another_household_leaves_the_first(
    services: Services, owner: Actor, people: People
) -> None:
    anna, mia, bo, eva = (people.add(f"{name} Novak") for name in ("Anna", "Mia", "Bo", "Eva"))
    services.clients.set_household(owner, mia, anna)
    services.clients.set_household(owner, eva, bo)
    services.clients.set_household(owner, mia, bo)
    assert people.detail(anna).household is None
    household = people.detail(bo).household
    assert household is not None
    assert {each.id for each in household.others} == {mia, eva}
