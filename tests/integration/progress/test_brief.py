"""The session brief says what a trainer should know, and nothing its reader may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed
from fitnesscrm_desktop.services.progress.brief import birthday_about
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.services.progress.history_results import NewInjury
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock
from tests.support.people import People
from tests.support.sales import PACK, Till

TODAY = START.date()


def test_it_is_short_for_somebody_new(services: Services, owner: Actor, anna: int) -> None:
    brief = services.brief.of(owner, anna)
    assert brief.name == "Anna Ivanova"
    assert brief.age == 35
    assert (brief.measured, brief.visits, brief.injuries, brief.goals, brief.packs) == ((), (), (), (), ())
    assert brief.birthday is None


def test_it_shows_the_last_measurements_with_their_change(
    services: Services, owner: Actor, anna: int, clock: FakeClock
) -> None:
    services.progress.measure(owner, anna, {"weight": "81", "waist": "90 cm", "neck": "40 cm"})
    clock.advance(days=7)
    services.progress.measure(owner, anna, {"weight": "80", "waist": "89 cm"})
    measured = services.brief.of(owner, anna).measured
    assert [each.metric.key for each in measured] == ["weight", "waist", "neck"]
    assert measured[0].change == -1.0
    assert measured[0].now.day == TODAY + timedelta(days=7)


def test_it_counts_visits_and_what_is_left_of_a_pack(
    services: Services, owner: Actor, anna: int, clock: FakeClock
) -> None:
    till = Till(services, owner)
    services.memberships.sell(owner, anna, till.plan(9900, PACK).id)
    for _ in range(4):
        services.checkin.check_in(owner, str(services.directory.detail(owner, anna).member_number))
        clock.advance(days=1)
    brief = services.brief.of(owner, anna)
    assert [line.day for line in brief.visits] == [TODAY + timedelta(days=day) for day in (3, 2, 1)]
    assert brief.visits_lately == 4
    assert [(pack.plan_name, pack.visits_left) for pack in brief.packs] == [("Ten visits", 6)]


def test_it_names_goals_injuries_and_pinned_notes(services: Services, owner: Actor, anna: int) -> None:
    services.progress.measure(owner, anna, {"weight": "80"})
    services.goals.add(owner, anna, NewGoal("weight", 74.0))
    services.injuries.add(owner, anna, NewInjury("Left knee", avoids=("jump",)))
    over = NewInjury("Cold", from_day=TODAY - timedelta(days=9), to_day=TODAY - timedelta(days=2))
    services.injuries.add(owner, anna, over)
    services.records.add_note(owner, anna, "Call her Anya", pinned=True)
    services.records.add_note(owner, anna, "Likes rowing")
    brief = services.brief.of(an_actor(Role.TRAINER), anna)
    assert [goal.gap for goal in brief.goals] == [-6.0]
    assert [injury.text for injury in brief.injuries] == ["Left knee"]
    assert [note.text for note in brief.notes] == ["Call her Anya"]


def test_whoever_may_not_see_health_data_is_told_none(services: Services, owner: Actor, anna: int) -> None:
    services.injuries.add(owner, anna, NewInjury("Left knee"))
    trainer = an_actor(Role.TRAINER)
    without = replace(trainer, permissions=trainer.permissions - {Permission.VIEW_HEALTH})
    brief = services.brief.of(without, anna)
    assert not brief.health_shown
    assert brief.injuries == ()
    assert brief.medical_alert == ""


def test_the_front_desk_has_no_brief(services: Services, anna: int) -> None:
    with pytest.raises(NotAllowed):
        services.brief.of(an_actor(Role.FRONT_DESK), anna)


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (date(1990, 3, 4), (date(2026, 3, 4), 36)),
        (date(1990, 3, 18), (date(2026, 3, 18), 36)),
        (date(1990, 3, 19), None),
        (date(1990, 3, 1), (date(2026, 3, 1), 36)),
        (date(1990, 2, 28), None),
        (date(2000, 2, 29), None),
        (None, None),
    ],
)
def test_a_birthday_about_now(born: date | None, told: tuple[date, int] | None) -> None:
    line = birthday_about(born, date(2026, 3, 4))
    assert (None if line is None else (line.on, line.turns)) == told


def test_a_birthday_across_the_new_year() -> None:
    line = birthday_about(date(1990, 1, 5), date(2026, 12, 29))
    assert line is not None
    assert (line.on, line.turns) == (date(2027, 1, 5), 37)


def test_the_oldest_clients_fit_too(services: Services, owner: Actor, people: People) -> None:
    assert services.brief.of(owner, people.add("Old Oak", date(1900, 1, 1))).age == 126
