"""The lists every studio needs, their counts and their order."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ClientStage, Role
from fitnesscrm_desktop.services.clients import listing, ranges
from fitnesscrm_desktop.services.clients.results import ClientSort, ListQuery, SavedList
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.actors import an_actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
Listed = Callable[..., list[str]]


@pytest.fixture
def listed(services: Services, owner: Actor) -> Listed:
    """First names on a list, in its order."""

    def names(saved: SavedList | None = None, **query: object) -> list[str]:
        ids = services.directory.ids(owner, ListQuery(saved=saved, **query))  # type: ignore[arg-type]
        return [row.first_name for row in services.directory.rows(owner, ids)]

    return names


def test_everybody_current_by_name(services: Services, owner: Actor, people: People, listed: Listed) -> None:
    for name in ("Zoe abel", "Anna Abel", "Änne Ähn", "Bo Zorn"):
        people.add(name)
    services.clients.archive(owner, people.add("Gone Abel"))
    assert listed() == ["Anna", "Zoe", "Änne", "Bo"]
    assert listed(descending=True) == ["Bo", "Änne", "Zoe", "Anna"]
    assert listed(SavedList.ARCHIVED) == ["Gone"]


def test_stages_and_days(people: People, rows: StudioRows, listed: Listed, clock: FakeClock) -> None:
    plan = rows.plan()

    def member(name: str, days: int) -> int:
        client_id = people.add(f"{name} Novak")
        return rows.membership(client_id, plan, ends_on=TODAY + timedelta(days=days))

    member("Runs", 60)
    member("Soon", 7)
    member("Today", 0)
    member("Ended", -1)
    rows.hold(member("Rests", 60), TODAY, TODAY + timedelta(days=9))
    people.add("Lead Novak")
    assert set(listed(SavedList.ACTIVE)) == {"Runs", "Soon", "Today"}
    assert listed(SavedList.LEADS) == ["Lead"]
    assert listed(SavedList.FROZEN) == ["Rests"]
    assert set(listed(SavedList.ENDS_SOON)) == {"Soon", "Today"}
    assert listed(stage=ClientStage.EXPIRED) == ["Ended"]
    clock.advance(days=10)
    assert set(listed(SavedList.ACTIVE)) == {"Runs", "Rests"}
    assert listed(SavedList.FROZEN) == []


def test_the_studio_says_what_soon_means(people: People, rows: StudioRows, listed: Listed) -> None:
    rows.membership(people.add("Anna Novak"), rows.plan(), ends_on=TODAY + timedelta(days=10))
    assert listed(SavedList.ENDS_SOON) == []
    rows.change_studio(ends_soon_days=10)
    assert listed(SavedList.ENDS_SOON) == ["Anna"]


def test_who_stays_away_is_an_active_one_who_had_time_to_come(
    services: Services, owner: Actor, people: People, rows: StudioRows, listed: Listed, clock: FakeClock
) -> None:
    plan = rows.plan()
    came = {}
    for name, joined, last in (("Away", 30, 14), ("Here", 30, 13), ("Never", 30, None), ("New", 3, None)):
        came[name] = people.add(f"{name} Novak")
        rows.membership(
            came[name],
            plan,
            starts_on=TODAY - timedelta(days=joined),
            ends_on=TODAY + timedelta(days=60),
        )
        if last is not None:
            at = clock.now() - timedelta(days=last)
            services.checkin.check_in(owner, client_id=came[name], at=at)
    people.add("Lead Novak")
    assert set(listed(SavedList.NO_RECENT_VISIT)) == {"Away", "Never"}


def test_money_birthdays_photos_and_newcomers(
    people: People, rows: StudioRows, listed: Listed, clock: FakeClock
) -> None:
    rows.debt(people.add("Owes Novak"), 100, TODAY)
    people.add("Today Novak", date(1990, 3, 4))
    people.add("Sixth Novak", date(1990, 3, 10))
    people.add("Later Novak", date(1990, 3, 11))
    rows.photo(people.add("Pictured Novak"))
    assert listed(SavedList.OWES_MONEY) == ["Owes"]
    assert set(listed(SavedList.BIRTHDAYS)) == {"Today", "Sixth"}
    assert "Pictured" not in listed(SavedList.WITHOUT_PHOTO)
    assert len(listed(SavedList.WITHOUT_PHOTO)) == 4
    assert len(listed(SavedList.NEW_THIS_MONTH)) == 5
    clock.advance(days=30)
    assert listed(SavedList.NEW_THIS_MONTH) == []


def test_a_leap_day_birthday_is_not_forgotten(people: People, listed: Listed, clock: FakeClock) -> None:
    people.add("Leap Novak", date(2000, 2, 29))
    assert listed(SavedList.BIRTHDAYS) == []
    clock.advance(days=-5)
    assert listed(SavedList.BIRTHDAYS) == ["Leap"]


def test_counts_are_those_of_the_lists(
    services: Services, owner: Actor, people: People, rows: StudioRows
) -> None:
    rows.debt(people.add("Owes Novak"), 100, TODAY)
    services.clients.archive(owner, people.add("Gone Novak"))
    merged = people.add("Merged Novak")
    services.clients.merge(owner, people.add("Kept Novak"), merged)
    counts = services.directory.counts(owner)
    assert counts.current == 2
    for saved in SavedList:
        assert counts.saved[saved] == len(services.directory.ids(owner, ListQuery(saved=saved)))


@pytest.mark.parametrize("few", [0, 1000], ids=["walking through everybody", "sorting a few"])
def test_order_puts_what_is_missing_last_and_equals_by_name(
    few: int, people: People, rows: StudioRows, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_FEW", few)
    monkeypatch.setattr(listing, "ONE_BY_ONE", few)
    monkeypatch.setattr(ranges, "AT_ONCE", 2)
    monkeypatch.setattr(ranges, "IN_A_RANGE", 2)
    plan = rows.plan()
    for name, days in (("Cara", 9), ("Bo", 5), ("Anna", 9), ("Dan", None)):
        client_id = people.add(f"{name} {name}")
        if days is not None:
            rows.membership(client_id, plan, ends_on=TODAY + timedelta(days=days))
        if days == 9:
            rows.debt(client_id, 500, TODAY)
    assert listed(sort=ClientSort.ENDS_ON) == ["Bo", "Anna", "Cara", "Dan"]
    assert listed(sort=ClientSort.ENDS_ON, descending=True) == ["Anna", "Cara", "Bo", "Dan"]
    assert listed(sort=ClientSort.BALANCE, descending=True)[:2] == ["Anna", "Cara"]
    assert listed(sort=ClientSort.NUMBER) == ["Cara", "Bo", "Anna", "Dan"]
    assert listed(sort=ClientSort.LAST_VISIT) == ["Anna", "Bo", "Cara", "Dan"]
    assert listed(sort=ClientSort.VISITS) == ["Anna", "Bo", "Cara", "Dan"]


@pytest.mark.parametrize("few", [0, 1000], ids=["walking through everybody", "sorting a few"])
def test_plan_and_status_are_orders_too(
    few: int,
    services: Services,
    owner: Actor,
    people: People,
    rows: StudioRows,
    listed: Listed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listing, "_FEW", few)
    monkeypatch.setattr(listing, "ONE_BY_ONE", few)
    monkeypatch.setattr(ranges, "IN_A_RANGE", 2)
    silver, gold = rows.plan("silver"), rows.plan("Gold")
    for name, plan, days in (("Cara", silver, 9), ("Bo", gold, -2), ("Anna", gold, 9), ("Eve", silver, 9)):
        rows.membership(people.add(f"{name} {name}"), plan, ends_on=TODAY + timedelta(days=days))
    people.add("Dan Dan")
    eve = next(each for each in services.directory.search(owner, "Eve"))
    services.clients.block(owner, eve.id, "Owes us a towel.")
    assert listed(sort=ClientSort.PLAN) == ["Anna", "Bo", "Cara", "Eve", "Dan"]
    assert listed(sort=ClientSort.PLAN, descending=True) == ["Cara", "Eve", "Anna", "Bo", "Dan"]
    assert listed(sort=ClientSort.STAGE) == ["Dan", "Anna", "Cara", "Bo", "Eve"]
    assert listed(sort=ClientSort.STAGE, descending=True) == ["Eve", "Bo", "Anna", "Cara", "Dan"]


def test_conditions_add_up(services: Services, owner: Actor, people: People, listed: Listed) -> None:
    anna, bo = people.add("Anna Novak"), people.add("Bo Novak")
    vip = services.records.create_tag(owner, "VIP")
    services.records.tag(owner, [anna, bo], vip.id)
    people.add("Anna Meyer")
    assert listed(text="novak", tag_id=vip.id) == ["Anna", "Bo"]
    assert listed(SavedList.LEADS, text="anna", tag_id=vip.id) == ["Anna"]
    assert listed(SavedList.ACTIVE, text="anna") == []


def test_rows_tell_what_the_table_shows(
    services: Services, owner: Actor, people: People, rows: StudioRows
) -> None:
    anna = people.add("Anna Ivanova", phone="0151 1058756", email="a@web.de")
    rows.membership(anna, rows.plan("Gold"), ends_on=TODAY + timedelta(days=9))
    rows.debt(anna, 4900, TODAY)
    services.checkin.check_in(owner, client_id=anna)
    services.clients.block(owner, anna, "x")
    (row,) = services.directory.rows(owner, [anna, 99])
    assert (row.name, row.phone, row.email) == ("Anna Ivanova", "+491511058756", "a@web.de")
    assert (row.plan_name, row.stage, row.ends_on) == ("Gold", ClientStage.ACTIVE, TODAY + timedelta(days=9))
    assert (row.visits, row.last_visit_on, row.balance) == (1, TODAY, 4900)
    assert (row.blocked, row.archived, row.has_photo, row.tags) == (True, False, False, ())


def test_rows_come_in_the_order_asked_for(services: Services, owner: Actor, people: People) -> None:
    ids = [people.add() for _ in range(3)][::-1]
    assert [row.id for row in services.directory.rows(owner, ids)] == ids


def test_money_is_for_those_who_may_see_it(services: Services, people: People, rows: StudioRows) -> None:
    anna = people.add()
    rows.debt(anna, 100, TODAY)
    (row,) = services.directory.rows(an_actor(Role.TRAINER), [anna])
    assert row.balance is None


def test_birthdays_of_today_for_the_desk(
    services: Services, owner: Actor, people: People, clock: FakeClock
) -> None:
    people.add("Zoe Today", born=date(1990, 3, 4))
    people.add("Anna Today", born=date(2001, 3, 4))
    people.add("Bo Tomorrow", born=date(1990, 3, 5))
    services.clients.archive(owner, people.add("Gone Today", born=date(1980, 3, 4)))
    people.add("Leap Day", born=date(2004, 2, 29))
    assert [hit.first_name for hit in services.directory.birthdays(owner)] == ["Anna", "Zoe"]
    assert [hit.first_name for hit in services.directory.birthdays(owner, limit=1)] == ["Anna"]
    clock.advance(days=-4)
    assert [hit.first_name for hit in services.directory.birthdays(owner)] == ["Leap"]
