"""Injuries hold from day to day, rule movements out, and are seen by those who may see health data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.staff import AuditEntry
from fitnesscrm_desktop.models.values import InjuryKind, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, RuleBroken
from fitnesscrm_desktop.services.progress.history_results import NewInjury
from fitnesscrm_desktop.services.progress.injuries import ruled_out
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock

TODAY = START.date()
KNEE = NewInjury("Left knee, torn meniscus", body_part="knee", avoids=("jump", "squat"), note="MRI in May")


def test_an_injury_holds_until_its_last_day(
    services: Services, owner: Actor, anna: int, clock: FakeClock
) -> None:
    made = services.injuries.add(owner, anna, KNEE)
    assert made.holds
    assert made.from_day == TODAY
    last = TODAY + timedelta(days=10)
    ended = services.injuries.edit(
        owner, made.id, made.version, NewInjury(KNEE.text, body_part="knee", avoids=("jump",), to_day=last)
    )
    assert ended.avoids == ("jump",)
    clock.set(START + timedelta(days=10))
    assert [each.holds for each in services.injuries.list(owner, anna)] == [True]
    clock.advance(days=1)
    assert [each.holds for each in services.injuries.list(owner, anna)] == [False]
    assert services.injuries.list(owner, anna, over=False) == []


def test_what_holds_rules_movements_out(services: Services, owner: Actor, anna: int) -> None:
    services.injuries.add(owner, anna, KNEE)
    heart = NewInjury("Heart rate under 140", InjuryKind.CONTRAINDICATION, "heart", ("high_intensity",))
    services.injuries.add(owner, anna, heart)
    with services.core.read() as session:
        assert ruled_out(session, anna, TODAY) == {"jump", "squat", "high_intensity"}
        assert ruled_out(session, anna, TODAY - timedelta(days=1)) == frozenset()


def test_a_mistake_is_taken_away_and_brought_back(services: Services, owner: Actor, anna: int) -> None:
    made = services.injuries.add(owner, anna, KNEE)
    services.injuries.remove(owner, made.id)
    assert services.injuries.list(owner, anna) == []
    services.injuries.restore(owner, made.id)
    assert [each.text for each in services.injuries.list(owner, anna)] == [KNEE.text]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewInjury("  "), "text"),
        (NewInjury("Knee", body_part="tail"), "body_part"),
        (NewInjury("Knee", avoids=("levitation",)), "avoids"),
        (NewInjury("Knee", from_day=TODAY + timedelta(days=1)), "from_day"),
        (NewInjury("Knee", to_day=TODAY - timedelta(days=1)), "to_day"),
    ],
)
def test_what_makes_no_sense_is_refused(
    services: Services, owner: Actor, anna: int, new: NewInjury, field: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        services.injuries.add(owner, anna, new)
    assert field in caught.value.fields


def test_a_stale_edit_is_a_conflict(services: Services, owner: Actor, anna: int) -> None:
    made = services.injuries.add(owner, anna, KNEE)
    services.injuries.edit(owner, made.id, made.version, NewInjury("Right knee"))
    with pytest.raises(Conflict):
        services.injuries.edit(owner, made.id, made.version, NewInjury("Both knees"))


def test_nobody_without_the_right_to_health_data_sees_them(
    services: Services, owner: Actor, anna: int
) -> None:
    services.injuries.add(owner, anna, KNEE)
    with pytest.raises(NotAllowed):
        services.injuries.list(an_actor(Role.FRONT_DESK), anna)
    assert len(services.injuries.list(an_actor(Role.TRAINER), anna)) == 1


def test_the_audit_log_says_nothing_about_health(services: Services, owner: Actor, anna: int) -> None:
    services.injuries.add(owner, anna, KNEE)
    with services.core.read() as session:
        detail = session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "injury.add")).one()
    assert "knee" not in detail.casefold()
    assert "MRI" not in detail
