"""Who looks after a client, now and before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from tests.support.clock import START, FakeClock
from tests.support.people import People
from tests.support.staff import hire, make_hashing_cheap
from tests.support.visits import audited

TODAY = START.date()


@pytest.fixture
def tom(services: Services, monkeypatch: pytest.MonkeyPatch) -> int:
    make_hashing_cheap(monkeypatch)
    hire(services, "owner", Role.OWNER)
    return hire(services, "tom", Role.TRAINER).id


@pytest.fixture
def mia(services: Services, tom: int) -> int:
    assert tom
    return hire(services, "mia", Role.TRAINER).id


def spans(services: Services, owner: Actor, client: int) -> list[tuple[str, int, int | None]]:
    """Name, first day and last day, as days from today on."""
    return [
        (
            span.trainer.name,
            (span.from_day - TODAY).days,
            None if span.to_day is None else (span.to_day - TODAY).days,
        )
        for span in services.directory.trainers(owner, client)
    ]


def test_a_client_has_one_trainer_and_a_history(
    services: Services, owner: Actor, people: People, clock: FakeClock, tom: int, mia: int
) -> None:
    anna = people.add()
    assert people.detail(anna).trainer is None
    assert services.records.set_trainer(owner, anna, tom) is None
    clock.advance(timedelta(days=10))
    before = services.records.set_trainer(owner, anna, mia)
    assert before is not None
    assert before.staff_id == tom
    clock.advance(timedelta(days=5))
    services.records.set_trainer(owner, anna, None)
    assert spans(services, owner, anna) == [("Mia", 10, 14), ("Tom", 0, 9)]
    assert people.detail(anna).trainer is None
    assert len(audited(services, "client.trainer")) == 3


def test_the_same_trainer_again_is_no_change(
    services: Services, owner: Actor, people: People, tom: int
) -> None:
    anna = people.add()
    services.records.set_trainer(owner, anna, tom)
    services.records.set_trainer(owner, anna, tom)
    assert len(audited(services, "client.trainer")) == 1
    trainer = people.detail(anna).trainer
    assert trainer is not None
    assert (trainer.staff_id, trainer.name) == (tom, "Tom")


def test_a_slip_of_today_leaves_no_trace(
    services: Services, owner: Actor, people: People, clock: FakeClock, tom: int, mia: int
) -> None:
    anna = people.add()
    services.records.set_trainer(owner, anna, tom)
    clock.advance(timedelta(days=10))
    services.records.set_trainer(owner, anna, mia)
    services.records.set_trainer(owner, anna, tom)
    assert spans(services, owner, anna) == [("Tom", 0, None)]


def test_who_has_left_cannot_be_chosen_but_stays_until_changed(
    services: Services, owner: Actor, people: People, tom: int, mia: int
) -> None:
    anna, bo = people.add(), people.add("Bo Novak")
    services.records.set_trainer(owner, anna, tom)
    services.staff.leave(owner, tom)
    trainer = people.detail(anna).trainer
    assert trainer is not None
    assert trainer.left
    with pytest.raises(RuleBroken, match="Tom does not work here"):
        services.records.set_trainer(owner, bo, tom)
    with pytest.raises(NotFound):
        services.records.set_trainer(owner, bo, 4711)
    assert [each.name for each in services.directory.possible_trainers(owner)] == ["Mia", "Owner"]
    assert mia in {each.staff_id for each in services.directory.possible_trainers(owner)}


def test_a_trainer_sees_own_clients_by_name_without_former_and_archived_ones(
    services: Services, owner: Actor, people: People, tom: int, mia: int
) -> None:
    zoe, anna, ben, cleo = (people.add(name) for name in ("Zoe Ash", "Anna Birch", "Ben Cedar", "Cleo Oak"))
    for each in (zoe, anna, ben, cleo):
        services.records.set_trainer(owner, each, tom)
    services.records.set_trainer(owner, ben, mia)
    services.clients.archive(owner, cleo)
    own = replace(owner, staff_id=tom)
    assert [row.name for row in services.directory.looked_after(own)] == ["Zoe Ash", "Anna Birch"]
    assert services.directory.looked_after(replace(owner, staff_id=None)) == []
