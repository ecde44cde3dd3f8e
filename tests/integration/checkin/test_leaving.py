"""Who is in now, and how they leave."""

from datetime import timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.services.checkin.events import ClientCheckedOut
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotFound, RuleBroken
from tests.support.clock import START, FakeClock
from tests.support.studio_rows import StudioRows
from tests.support.visits import audited, stored_visit


def come_in(services: Services, actor: Actor, client_id: int) -> int:
    visit = services.checkin.check_in(actor, client_id=client_id).visit_id
    assert visit is not None
    return visit


def inside(services: Services, actor: Actor) -> list[int]:
    return [row.id for row in services.visits.inside(actor)]


def test_the_newest_is_first(services: Services, rows: StudioRows, desk: Actor, clock: FakeClock) -> None:
    first = come_in(services, desk, rows.member())
    clock.advance(minutes=1)
    second = come_in(services, desk, rows.member())
    assert inside(services, desk) == [second, first]
    rows.change_studio(capacity=40)
    seen = services.visits.occupancy(desk)
    assert (seen.inside, seen.capacity, seen.visits_today) == (2, 40, 2)


def test_check_out(services: Services, rows: StudioRows, desk: Actor, clock: FakeClock) -> None:
    anna = rows.member("Anna Ivanova")
    visit = come_in(services, desk, anna)
    clock.advance(minutes=50)
    heard: list[ClientCheckedOut] = []
    services.core.bus.subscribe(ClientCheckedOut, heard.append)
    left = services.checkin.check_out(desk, visit)
    assert (left.name, left.left_at, left.already) == ("Anna Ivanova", START + timedelta(minutes=50), False)
    assert inside(services, desk) == []
    assert services.visits.occupancy(desk).visits_today == 1
    assert not stored_visit(services, visit).left_by_itself
    assert heard == [ClientCheckedOut(anna, visit)]


def test_check_out_twice_keeps_the_first_time(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    visit = come_in(services, desk, rows.member())
    services.checkin.check_out(desk, visit)
    clock.advance(minutes=5)
    again = services.checkin.check_out(desk, visit)
    assert (again.left_at, again.already) == (START, True)
    assert len(audited(services, "checkin.check_out")) == 1


def test_a_check_out_is_taken_back(services: Services, rows: StudioRows, desk: Actor) -> None:
    visit = come_in(services, desk, rows.member())
    services.checkin.check_out(desk, visit)
    services.checkin.back_inside(desk, visit)
    services.checkin.back_inside(desk, visit)
    assert inside(services, desk) == [visit]
    assert len(audited(services, "checkin.back_inside")) == 1


def test_a_visit_that_was_taken_back_has_nobody_to_leave(
    services: Services, rows: StudioRows, desk: Actor
) -> None:
    visit = come_in(services, desk, rows.member())
    services.checkin.undo(desk, visit)
    with pytest.raises(RuleBroken):
        services.checkin.check_out(desk, visit)
    with pytest.raises(RuleBroken):
        services.checkin.back_inside(desk, visit)
    with pytest.raises(NotFound):
        services.checkin.check_out(desk, 4711)


def test_after_the_studio_s_hours_nobody_is_shown_as_inside(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    visit = come_in(services, desk, rows.member())
    clock.advance(hours=4)
    clock.advance(seconds=-1)
    assert inside(services, desk) == [visit]
    clock.advance(seconds=1)
    assert inside(services, desk) == []
    assert services.visits.occupancy(desk).inside == 0
    assert stored_visit(services, visit).left_at is None  # it is written down later


def test_and_it_is_written_down_with_the_time_of_the_rule(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    early = come_in(services, desk, rows.member())
    clock.advance(hours=3)
    late = come_in(services, desk, rows.member())
    clock.advance(hours=2)
    assert services.checkin.auto_check_out(desk) == 1
    visit = stored_visit(services, early)
    assert (visit.left_at, visit.left_by_itself) == (START + timedelta(hours=4), True)
    assert stored_visit(services, late).left_at is None
    assert services.checkin.auto_check_out(desk) == 0
    assert [entry["visits"] for entry in audited(services, "checkin.auto_check_out")] == [1]


def test_a_check_out_that_comes_too_late_does_not_lengthen_the_visit(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    visit = come_in(services, desk, rows.member())
    clock.advance(hours=9)
    left = services.checkin.check_out(desk, visit)
    assert left.left_at == START + timedelta(hours=4)
    assert stored_visit(services, visit).left_by_itself
