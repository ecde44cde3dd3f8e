"""Tasks for the staff: seen by whom they are for, done once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.automation.staff_tasks import TaskList
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, NotFound, RuleBroken
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.staff import hire, make_hashing_cheap, signed_in

TODAY = date(2026, 3, 4)


def texts(services: Services, actor: Actor, which: TaskList = TaskList.OPEN) -> list[str]:
    return [row.text for row in services.staff_tasks.rows(actor, which).rows]


def test_the_most_urgent_comes_first(services: Services, owner: Actor) -> None:
    add = services.staff_tasks.add
    add(owner, "later", due_on=TODAY + timedelta(days=3))
    add(owner, "today")
    add(owner, "tomorrow", due_on=TODAY + timedelta(days=1))
    assert texts(services, owner) == ["today", "tomorrow", "later"]
    assert services.staff_tasks.open_count(owner) == 1


def test_pages_go_on_where_the_last_one_ended(services: Services, owner: Actor) -> None:
    for number in range(5):
        services.staff_tasks.add(owner, str(number))
    first = services.staff_tasks.rows(owner, limit=3)
    second = services.staff_tasks.rows(owner, after=first.next_cursor, limit=3)
    assert [row.text for row in (*first.rows, *second.rows)] == ["0", "1", "2", "3", "4"]
    assert second.next_cursor is None


def test_everybody_sees_what_is_theirs(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    make_hashing_cheap(monkeypatch)
    hire(services, "boss", Role.OWNER)
    olga = hire(services, "olga", Role.TRAINER)
    boss = signed_in(services, "boss")
    add = services.staff_tasks.add
    add(boss, "for Olga", for_staff_id=olga.id)
    add(boss, "for the desk", for_role=Role.FRONT_DESK)
    add(boss, "for trainers", for_role=Role.TRAINER)
    add(boss, "for anybody")
    assert texts(services, signed_in(services, "olga"), TaskList.MINE) == [
        "for Olga",
        "for trainers",
        "for anybody",
    ]
    assert texts(services, an_actor(Role.FRONT_DESK), TaskList.MINE) == ["for the desk", "for anybody"]
    assert texts(services, an_actor(Role.FRONT_DESK)) == [
        "for Olga",
        "for the desk",
        "for trainers",
        "for anybody",
    ]


def test_done_is_done_once_and_can_be_taken_back(services: Services, owner: Actor, clock: FakeClock) -> None:
    anna = People(services).add("Anna Ivanova")
    task = services.staff_tasks.add(owner, "Call", client_id=anna)
    assert (task.client_name, task.done_at) == ("Anna Ivanova", None)
    done = services.staff_tasks.done(owner, task.id)
    clock.advance(hours=1)
    assert services.staff_tasks.done(an_actor(Role.TRAINER), task.id) == done
    assert done.done_by == owner.name
    assert texts(services, owner) == []
    assert texts(services, owner, TaskList.DONE) == ["Call"]
    services.staff_tasks.undo_done(owner, task.id)
    assert texts(services, owner) == ["Call"]


def test_what_makes_no_sense_is_refused(services: Services, owner: Actor) -> None:
    add = services.staff_tasks.add
    for text in ("", "  \n", "x" * 201):
        with pytest.raises(RuleBroken):
            add(owner, text)
    for day in (TODAY - timedelta(days=1), date(9999, 1, 1)):
        with pytest.raises(RuleBroken):
            add(owner, "Call", due_on=day)
    with pytest.raises(RuleBroken, match="does not work here"):
        add(owner, "Call", for_staff_id=99)
    with pytest.raises(NotFound):
        add(owner, "Call", client_id=99)
    with pytest.raises(NotFound):
        services.staff_tasks.done(owner, 99)
    assert texts(services, owner) == []


def test_it_needs_the_right(services: Services) -> None:
    with pytest.raises(NotAllowed):
        services.staff_tasks.add(Actor("Nobody", Role.TRAINER), "Call")
