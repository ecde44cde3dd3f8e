"""Remarks and phases stand beside the values, can be changed, and taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import PhaseKind, Role
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import Conflict, NotAllowed, RuleBroken
from tests.support.actors import an_actor
from tests.support.clock import START

TODAY = START.date()
BEFORE = TODAY - timedelta(days=30)


def test_remarks_stand_in_the_order_of_their_days(services: Services, owner: Actor, anna: int) -> None:
    services.chart_marks.add_remark(owner, anna, "New shoes")
    services.chart_marks.add_remark(owner, anna, " Knee\ninjury ", BEFORE, "weight")
    found = services.chart_marks.remarks(owner, anna)
    assert [(each.day, each.text, each.metric) for each in found] == [
        (BEFORE, "Knee injury", "weight"),
        (TODAY, "New shoes", ""),
    ]


def test_a_remark_is_changed_removed_and_brought_back(services: Services, owner: Actor, anna: int) -> None:
    made = services.chart_marks.add_remark(owner, anna, "New shoes")
    services.chart_marks.edit_remark(owner, made.id, made.version, "Old shoes", BEFORE)
    with pytest.raises(Conflict):
        services.chart_marks.edit_remark(owner, made.id, made.version, "No shoes", BEFORE)
    services.chart_marks.remove_remark(owner, made.id)
    assert services.chart_marks.remarks(owner, anna) == []
    services.chart_marks.restore_remark(owner, made.id)
    assert [each.text for each in services.chart_marks.remarks(owner, anna)] == ["Old shoes"]


def test_a_phase_runs_until_it_is_ended(services: Services, owner: Actor, anna: int) -> None:
    made = services.chart_marks.add_phase(owner, anna, PhaseKind.CUT, BEFORE)
    assert made.to_day is None
    services.chart_marks.edit_phase(owner, made.id, made.version, PhaseKind.CUT, BEFORE, TODAY, "Spring")
    (phase,) = services.chart_marks.phases(owner, anna)
    assert (phase.kind, phase.from_day, phase.to_day, phase.name) == (PhaseKind.CUT, BEFORE, TODAY, "Spring")
    services.chart_marks.remove_phase(owner, made.id)
    assert services.chart_marks.phases(owner, anna) == []
    services.chart_marks.restore_phase(owner, made.id)
    assert len(services.chart_marks.phases(owner, anna)) == 1


def test_what_makes_no_sense_is_refused(services: Services, owner: Actor, anna: int) -> None:
    with pytest.raises(RuleBroken):
        services.chart_marks.add_remark(owner, anna, " ")
    with pytest.raises(RuleBroken):
        services.chart_marks.add_remark(owner, anna, "Shoes", date(1700, 1, 1))
    with pytest.raises(RuleBroken):
        services.chart_marks.add_remark(owner, anna, "Shoes", metric="aura")
    with pytest.raises(RuleBroken):
        services.chart_marks.add_phase(owner, anna, PhaseKind.BULK, TODAY, BEFORE)


def test_the_front_desk_sees_none_of_it(services: Services, anna: int) -> None:
    desk = an_actor(Role.FRONT_DESK)
    with pytest.raises(NotAllowed):
        services.chart_marks.remarks(desk, anna)
    with pytest.raises(NotAllowed):
        services.chart_marks.phases(desk, anna)
