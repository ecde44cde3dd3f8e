"""A check-in is taken back."""

from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ClientStage, Role, Verdict
from fitnesscrm_desktop.services.checkin.events import CheckInUndone
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, NotFound
from fitnesscrm_desktop.services.lifecycle.refresh import standing_of
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock
from tests.support.studio_rows import StudioRows
from tests.support.visits import audited, figures_of, hours, pack_of, stored_visit

TODAY = date(2026, 3, 4)


def come_in(services: Services, actor: Actor, client_id: int) -> int:
    visit = services.checkin.check_in(actor, client_id=client_id).visit_id
    assert visit is not None
    return visit


def test_takes_the_visit_out_of_every_count(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    anna = rows.member("Anna Ivanova")
    come_in(services, desk, anna)
    clock.advance(days=1)
    heard: list[CheckInUndone] = []
    services.core.bus.subscribe(CheckInUndone, heard.append)
    visit = come_in(services, desk, anna)
    undone = services.checkin.undo(desk, visit)
    assert (undone.name, undone.already) == ("Anna Ivanova", False)
    assert figures_of(services, anna) == (1, TODAY)
    assert hours(services) == {(TODAY, 10): 1, (TODAY + timedelta(days=1), 10): 0}
    assert services.visits.inside(desk) == ()
    assert services.visits.occupancy(desk).visits_today == 0
    assert stored_visit(services, visit).cancelled_at == START + timedelta(days=1)
    assert heard == [CheckInUndone(anna, visit)]
    assert [entry["entity_id"] for entry in audited(services, "checkin.undo")] == [visit]


def test_of_the_only_visit_leaves_none(services: Services, rows: StudioRows, desk: Actor) -> None:
    anna = rows.member()
    services.checkin.undo(desk, come_in(services, desk, anna))
    assert figures_of(services, anna) == (0, None)


def test_twice_is_told_and_counted_once(services: Services, rows: StudioRows, desk: Actor) -> None:
    anna = rows.client()
    pack = rows.pack(anna, 3)
    visit = come_in(services, desk, anna)
    services.checkin.undo(desk, visit)
    again = services.checkin.undo(desk, visit)
    assert again.already
    assert pack_of(services, pack) == (3, 3)
    assert figures_of(services, anna) == (0, None)
    assert len(audited(services, "checkin.undo")) == 1


def test_lets_the_client_in_again_at_once(services: Services, rows: StudioRows, desk: Actor) -> None:
    anna = rows.member()
    first = come_in(services, desk, anna)
    services.checkin.undo(desk, first)
    second = services.checkin.check_in(desk, client_id=anna)
    assert (second.verdict, second.visit_id != first) == (Verdict.ADMITTED, True)


def test_gives_the_visit_of_a_pack_back(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    anna = rows.client()
    pack = rows.pack(anna, 1)
    visit = come_in(services, desk, anna)
    clock.advance(days=1)
    services.checkin.undo(desk, visit)
    assert pack_of(services, pack) == (1, 1)
    with services.core.read() as session:
        assert standing_of(session, anna, TODAY + timedelta(days=1)).stage is ClientStage.ACTIVE
    assert figures_of(services, anna) == (0, None)


def test_leaves_the_pack_alone_for_a_visit_that_took_nothing(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    anna = rows.client()
    pack = rows.pack(anna, 3)
    come_in(services, desk, anna)
    clock.advance(hours=2)
    services.checkin.undo(desk, come_in(services, desk, anna))
    assert pack_of(services, pack) == (2, 2)


def test_lets_another_visit_of_the_day_take_the_pack_s_visit_over(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    anna = rows.client()
    pack = rows.pack(anna, 3)
    morning = come_in(services, desk, anna)
    clock.advance(hours=2)
    noon = come_in(services, desk, anna)
    services.checkin.undo(desk, morning)
    assert pack_of(services, pack) == (2, 2)
    services.checkin.undo(desk, noon)
    assert pack_of(services, pack) == (3, 3)


def test_a_visit_that_is_not_there(services: Services, desk: Actor) -> None:
    with pytest.raises(NotFound):
        services.checkin.undo(desk, 4711)


def test_needs_the_permission(services: Services, rows: StudioRows, desk: Actor) -> None:
    visit = come_in(services, desk, rows.member())
    with pytest.raises(NotAllowed):
        services.checkin.undo(an_actor(Role.TRAINER), visit)
    assert stored_visit(services, visit).cancelled_at is None


def test_an_old_visit_is_taken_out_of_its_own_hour(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    anna = rows.member()
    clock.advance(days=5)
    late = services.checkin.check_in(desk, client_id=anna, at=START).visit_id
    assert late is not None
    clock.advance(days=5)
    services.checkin.undo(desk, late)
    assert hours(services) == {(TODAY, 10): 0}
