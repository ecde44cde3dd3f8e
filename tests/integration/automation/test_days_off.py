"""However long the PC was off, the rules find what they would have found day by day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.values import Role, Trigger
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.engine import open_database
from tests.support.actors import an_actor
from tests.support.clock import START, FakeClock
from tests.support.databases import SqliteTemplate
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import Till
from tests.support.studio import open_studio
from tests.support.studio_rows import StudioRows

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 3, 4)
WAITING_FOR = (
    (Trigger.BIRTHDAY, 0),
    (Trigger.MEMBERSHIP_ENDING, 3),
    (Trigger.MEMBERSHIP_ENDING, 0),
    (Trigger.MEMBERSHIP_ENDED, 2),
    (Trigger.MEMBERSHIP_RETURNED, 0),
    (Trigger.DUE_SOON, 2),
    (Trigger.OVERDUE, 3),
    (Trigger.ANNIVERSARY, 1),
    (Trigger.CLIENT_CREATED, 0),
    (Trigger.PAYMENT, 0),
)


class OneStudio:
    """A studio with a life that is the same whenever it is made from the same dice."""

    def __init__(self, services: Services, clock: FakeClock, seed: int) -> None:
        self.services, self.clock = services, clock
        owner = an_actor(Role.OWNER)
        self.book, self.till, self.rows = (
            RuleBook(services, owner),
            Till(services, owner),
            StudioRows(services),
        )
        self.people = People(services)
        dice = random.Random(seed)
        plan = self.rows.plan()
        for number in range(30):
            born = date(1980, 1, 1) + timedelta(days=dice.randint(58, 75))
            client = self.people.add(f"Anna Number{number}", born=born)
            starts_on = TODAY - timedelta(days=dice.choice((20, 355, 360, 365)))
            ends_on = TODAY + timedelta(days=dice.randint(-2, 14))
            membership = self.rows.membership(client, plan, starts_on=starts_on, ends_on=ends_on)
            if dice.random() < 0.3:
                first = TODAY - timedelta(days=dice.randint(1, 9))
                self.rows.hold(membership, first, TODAY + timedelta(days=dice.randint(0, 5)))
            if dice.random() < 0.5:
                self.till.charge(client, 1000, TODAY + timedelta(days=dice.randint(0, 9)))
        for trigger, days in WAITING_FOR:
            self.book.add(trigger, days)

    def live(self, day: int) -> None:
        """What happens on a day, whether or not anybody looks."""
        self.till.pay(day % 30 + 1, 100 + day)
        self.people.add(f"Hugo Day{day}")

    def found(self) -> set[tuple[int, int, str]]:
        """Everything the rules have found."""
        with self.services.core.read() as session:
            return {
                (row.rule_id, row.client_id, row.occurrence)
                for row in session.execute(
                    select(RuleMatch.rule_id, RuleMatch.client_id, RuleMatch.occurrence)
                )
            }


@pytest.fixture
def studios(
    sqlite_template: SqliteTemplate, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[OneStudio, OneStudio]]:
    with ExitStack() as stack:
        made = []
        for name in ("daily", "seldom"):
            folder = tmp_path / name
            folder.mkdir()
            database = open_database(stack.enter_context(sqlite_template.copy(folder)))
            clock = FakeClock(START)
            services = build(database, Home(folder), clock=clock)
            stack.callback(services.close)
            with services.core.write() as work:
                open_studio(work.session, work.now)
            made.append(OneStudio(services, clock, request.param))
        yield made[0], made[1]


@pytest.mark.parametrize("studios", [1, 2, 3], indirect=True)
@pytest.mark.parametrize("off", [2, 4, 7])
def test_after_days_off_the_same_is_found_as_day_by_day(
    studios: tuple[OneStudio, OneStudio], off: int
) -> None:
    daily, seldom = studios
    for day in range(14):
        for studio in studios:
            studio.live(day)
        daily.book.look()
        if day % off == 0:
            seldom.book.look()
        for studio in studios:
            studio.clock.advance(days=1)
    daily.book.look()
    seldom.book.look()
    assert len(daily.found()) > 40
    assert seldom.found() <= daily.found()
    # Who has paid, or has left, before anybody looked is neither reminded nor congratulated.
    missed = {row[2].partition(":")[0] for row in daily.found() - seldom.found()}
    assert missed <= {"due", "years"}


@pytest.mark.parametrize("studios", [4], indirect=True)
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 28, 22, 30, tzinfo=BERLIN),
        datetime(2026, 10, 24, 23, 30, tzinfo=BERLIN),
    ],
)
def test_in_the_nights_when_the_clocks_change_everything_is_found_once(
    studios: tuple[OneStudio, OneStudio], moment: datetime
) -> None:
    studio, _ = studios
    studio.people.add("Maria Spring", born=date(1990, 3, 29))
    studio.people.add("Maria Autumn", born=date(1990, 10, 25))
    studio.clock.set(moment)
    for _ in range(12):
        studio.clock.advance(minutes=30)
        studio.book.look(Trigger.BIRTHDAY)
    on_the_day = moment.date() + timedelta(days=1)
    with studio.services.core.read() as session:
        days = session.scalars(select(RuleMatch.on_day).where(RuleMatch.on_day == on_the_day)).all()
    assert len(days) == 1


@pytest.mark.parametrize("studios", [5], indirect=True)
def test_a_studio_that_moves_to_another_zone_greets_nobody_twice(
    studios: tuple[OneStudio, OneStudio],
) -> None:
    studio, _ = studios
    studio.people.add("Maria Meyer", born=date(1990, 3, 5))
    studio.clock.set(datetime.fromisoformat("2026-03-05T00:30:00+01:00"))
    studio.book.look(Trigger.BIRTHDAY)
    before = studio.found()
    studio.rows.change_studio(zone="America/New_York")  # where it is the evening before
    studio.book.look(Trigger.BIRTHDAY)
    studio.clock.advance(days=1)
    studio.book.look(Trigger.BIRTHDAY)
    assert before <= studio.found()
    assert len([row for row in studio.found() if row[2] == "year:2026" and row in before]) == len(before)
