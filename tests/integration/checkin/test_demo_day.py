"""A demo that was made for a later day is worked with on that day; a real studio stores no visit to come."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Verdict
from fitnesscrm_desktop.models.visit import Visit
from fitnesscrm_desktop.services.checkin.results import CheckInResult
from fitnesscrm_desktop.services.clients.results import ListQuery
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken
from tests.support.studio_rows import StudioRows
from tests.support.visits import stored_visit, stored_visits

DEMO_DAY = date(2026, 6, 1)
EVENING = datetime(2026, 6, 1, 19, 30, tzinfo=UTC)


def first_admitted(services: Services, owner: Actor, at: datetime) -> CheckInResult:
    """Let everybody try; the first whom the door lets in."""
    for client_id in services.directory.ids(owner, ListQuery()):
        found = services.checkin.check_in(owner, client_id=client_id, at=at)
        if found.verdict is not Verdict.REFUSED:
            return found
    message = "nobody of the demo may come in"
    raise AssertionError(message)


def test_a_demo_is_worked_with_on_its_own_day(services: Services, owner: Actor) -> None:
    services.demo.fill(owner, clients=40, years=1, seed=5, today=DEMO_DAY)
    found = first_admitted(services, owner, EVENING)
    assert found.visit_id is not None
    visit = stored_visit(services, found.visit_id)
    assert visit.day == DEMO_DAY
    left = services.checkin.check_out(owner, found.visit_id)
    assert left.left_at >= visit.at, "nobody leaves before coming"
    assert not services.checkin.undo(owner, found.visit_id).already


@pytest.mark.parametrize("later", [timedelta(hours=5), timedelta(days=1), timedelta(days=2_900_000)])
def test_a_demo_has_no_tomorrow(services: Services, owner: Actor, later: timedelta) -> None:
    services.demo.fill(owner, clients=20, years=1, seed=5, today=DEMO_DAY)
    before = services.directory.ids(owner, ListQuery())
    with pytest.raises(RuleBroken, match="still to come"):
        services.checkin.check_in(owner, client_id=before[0], at=EVENING + later)


def test_a_real_studio_takes_no_visit_to_come_whatever_it_holds(
    services: Services, rows: StudioRows, owner: Actor
) -> None:
    """Even if a clock was wrong once, and a visit of a later day is there."""
    anna = rows.member(days=400)
    with services.core.write() as work:
        work.session.add(Visit(client_id=anna, at=EVENING, day=DEMO_DAY, verdict=Verdict.ADMITTED))
    with pytest.raises(RuleBroken, match="still to come"):
        services.checkin.check_in(owner, client_id=anna, at=EVENING)
    assert len(stored_visits(services)) == 1
