"""The visits feed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, text

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.checkin.results import VisitRow
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import NotAllowed, RuleBroken
from fitnesscrm_desktop.services.core.paging import PageSource
from tests.support.clock import START, FakeClock
from tests.support.sent_statements import query_plans
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)


def come_in(services: Services, actor: Actor, client_id: int) -> int:
    visit = services.checkin.check_in(actor, client_id=client_id).visit_id
    assert visit is not None
    return visit


def everything(source: PageSource[VisitRow], limit: int = 2) -> list[int]:
    found: list[int] = []
    after = None
    for _ in range(100):
        page = source.fetch(after, limit)
        found += [row.id for row in page.rows]
        if page.next_cursor is None:
            return found
        after = page.next_cursor
    pytest.fail("the pages do not end")


def test_pages_hold_every_visit_once_even_at_the_same_moment(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    visits = []
    for _ in range(3):
        visits += [come_in(services, desk, rows.member()) for _ in range(3)]
        clock.advance(minutes=1)
    for limit in (1, 2, 9, 100):
        assert everything(services.visits.last_visits(desk), limit) == visits[::-1]


def test_a_row_says_what_a_list_shows(services: Services, rows: StudioRows, owner: Actor) -> None:
    anna = rows.member("Anna Ivanova", days=-3)
    visit = services.checkin.check_in(owner, client_id=anna, override="Pays later").visit_id
    (row,) = services.visits.last_visits(owner).fetch(None, 10).rows
    assert (row.id, row.client_id, row.name) == (visit, anna, "Anna Ivanova")
    assert (row.at, row.day, row.plan, row.override_reason) == (START, TODAY, "", "Pays later")
    assert (row.left_at, row.undone_at) == (None, None)


def test_what_was_taken_back_shows_on_the_client_s_page_only(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    anna = rows.member()
    undone = come_in(services, desk, anna)
    services.checkin.undo(desk, undone)
    clock.advance(hours=1)
    visit = come_in(services, desk, anna)
    come_in(services, desk, rows.member())
    assert everything(services.visits.feed(desk, client_id=anna)) == [visit]
    assert everything(services.visits.visits_of(desk, anna)) == [visit, undone]


def test_days_are_the_studio_s_days(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    clock.advance(hours=13, minutes=30)  # 23:30 in Berlin
    evening = come_in(services, desk, rows.member())
    clock.advance(hours=1)
    night = come_in(services, desk, rows.member())
    feed = services.visits.feed
    assert everything(feed(desk, first=TODAY, last=TODAY)) == [evening]
    assert everything(feed(desk, first=TODAY + timedelta(days=1))) == [night]
    assert everything(feed(desk, last=TODAY + timedelta(days=1))) == [night, evening]
    assert everything(feed(desk, last=TODAY - timedelta(days=1))) == []


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_days_of_no_studio_are_refused(services: Services, desk: Actor, day: date) -> None:
    with pytest.raises(RuleBroken):
        services.visits.feed(desk, first=day)
    with pytest.raises(RuleBroken):
        services.visits.feed(desk, last=day)


def test_who_may_not_see_clients_sees_no_visits(services: Services) -> None:
    nobody = Actor("nobody", Role.TRAINER)
    for look in (services.visits.inside, services.visits.occupancy, services.visits.last_visits):
        with pytest.raises(NotAllowed):
            look(nobody)


def test_a_server_in_another_zone_pages_the_same(
    services: Services, rows: StudioRows, desk: Actor, clock: FakeClock
) -> None:
    if services.core.database.is_sqlite:
        return

    def move(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("SET TIME ZONE 'Pacific/Auckland'")
        cursor.close()
        connection.commit()  # type: ignore[attr-defined]

    services.core.database.engine.dispose()
    event.listen(services.core.database.engine, "connect", move)
    visits = []
    for _ in range(5):
        visits.append(come_in(services, desk, rows.member()))
        clock.advance(hours=1)
    with services.core.read() as session:
        assert session.scalar(text("SHOW TIME ZONE")) == "Pacific/Auckland"
    assert everything(services.visits.last_visits(desk)) == visits[::-1]


@pytest.mark.sqlite_only
def test_the_feed_walks_an_index_and_never_the_table(services: Services, desk: Actor) -> None:
    with query_plans(services, "FROM visit") as plans:
        services.visits.last_visits(desk).fetch((START, 7), 50)
        services.visits.visits_of(desk, 3).fetch((START, 7), 50)
        services.visits.inside(desk)
    assert len(plans) == 3
    for plan in plans:
        assert "USING INDEX ix_visit_" in plan[0], plan
        assert all(line.startswith("SEARCH") for line in plan), plan
