"""Measurements, goals, injuries, remarks and phases stand in the one timeline of a client."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ActivityLevel, PhaseKind, Role, Sex, UnitSystem
from fitnesscrm_desktop.services.clients.timeline_results import TimelineEntry, TimelineKind
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from fitnesscrm_desktop.services.progress.history_results import NewInjury
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock

TODAY = START.date()
OF_PROGRESS = frozenset(
    {
        TimelineKind.MEASURED,
        TimelineKind.GOAL,
        TimelineKind.GOAL_REACHED,
        TimelineKind.INJURY,
        TimelineKind.REMARK,
        TimelineKind.PHASE,
    }
)


@pytest.fixture
def moved(services: Services, owner: Actor, anna: int, clock: FakeClock) -> int:
    """Somebody with a whole story."""
    services.progress.measure(owner, anna, {"weight": "80 kg", "waist": "90 cm"})
    clock.advance(hours=1)
    services.goals.add(owner, anna, NewGoal("weight", 78.0))
    services.injuries.add(owner, anna, NewInjury("Left knee", from_day=TODAY - timedelta(days=3)))
    services.chart_marks.add_remark(owner, anna, "New shoes", TODAY - timedelta(days=2))
    services.chart_marks.add_phase(owner, anna, PhaseKind.CUT, TODAY - timedelta(days=1))
    clock.advance(days=7)
    services.progress.measure(owner, anna, {"weight": "77.5 kg"})
    return anna


def told(services: Services, actor: Actor, client_id: int, limit: int = 50) -> list[TimelineEntry]:
    found: list[TimelineEntry] = []
    page = services.directory.timeline(actor, client_id, limit=limit)
    while True:
        found += (entry for entry in page.rows if entry.kind in OF_PROGRESS)
        if page.next_cursor is None:
            return found
        page = services.directory.timeline(actor, client_id, page.next_cursor, limit)


def test_everything_stands_at_its_day(services: Services, owner: Actor, moved: int) -> None:
    assert [(entry.kind, entry.text) for entry in told(services, owner, moved)] == [
        (TimelineKind.MEASURED, "Weight 77.5 kg"),
        (TimelineKind.GOAL_REACHED, "Weight: 78 kg"),
        (TimelineKind.GOAL, "Weight: 78 kg"),
        (TimelineKind.MEASURED, "Weight 80 kg · Waist 90 cm"),
        (TimelineKind.PHASE, ""),
        (TimelineKind.REMARK, "New shoes"),
        (TimelineKind.INJURY, "Left knee"),
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_of_any_size_tell_everything_once(
    services: Services, owner: Actor, moved: int, limit: int
) -> None:
    assert told(services, owner, moved, limit) == told(services, owner, moved)


def test_values_are_told_in_the_units_of_the_client(services: Services, owner: Actor, moved: int) -> None:
    body = services.bodies.get(owner, moved)
    services.bodies.save(
        owner,
        moved,
        body.version,
        sex=Sex.UNKNOWN,
        activity=ActivityLevel.UNKNOWN,
        units=UnitSystem.IMPERIAL,
    )
    assert told(services, owner, moved)[0].text == "Weight 170.9 lb"


def test_the_front_desk_is_told_nothing_of_it(services: Services, moved: int) -> None:
    assert told(services, an_actor(Role.FRONT_DESK), moved) == []


def test_what_was_taken_back_is_gone(services: Services, owner: Actor, moved: int) -> None:
    first = services.progress.listed(owner, moved, "waist")[0]
    services.progress.remove(owner, [first.id])
    texts = [entry.text for entry in told(services, owner, moved)]
    assert "Weight 80 kg" in texts
    assert not any("Waist" in text for text in texts)
