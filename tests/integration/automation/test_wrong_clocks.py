"""A clock that is wrong for a while, or made up by a command, takes no message away and makes none double."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.automation import RuleMark
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.clock import ClockSetTo
from fitnesscrm_desktop.services.core.engine import open_database
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
MAIL = "anna@example.org"


@pytest.mark.parametrize("ahead", [9, 20, 89, 100, 300, 4000])
def test_what_a_clock_far_ahead_made_too_late_is_done_on_its_day(
    people: People, book: RuleBook, clock: FakeClock, ahead: int
) -> None:
    born = [people.add(f"Anna Day{day}", born=date(1990, 3, day), email=MAIL) for day in range(5, 11)]
    rule = book.mail(Trigger.BIRTHDAY)
    book.look()
    clock.advance(days=ahead)
    book.look()
    clock.advance(days=-ahead)
    for _ in range(8):
        book.look()
        clock.advance(days=1)
    this_year = [each for each in book.matches(rule) if each[1] == "year:2026"]
    assert sorted(this_year) == [(client, "year:2026", "queued", "") for client in born]
    assert sorted(each.client_id or 0 for each in book.messages() if each.client_id in born) == born


@pytest.mark.parametrize("ahead", [20, 60, 100, 400])
def test_days_off_before_a_wrong_clock_are_made_up_for(
    people: People, book: RuleBook, rows: StudioRows, clock: FakeClock, ahead: int
) -> None:
    people.add(born=date(1990, 3, 6))
    long_ago = people.add("Hugo Rossi", born=date(1990, 3, 5))
    ending = people.add("Maria Meyer")
    rows.membership(ending, rows.plan(), ends_on=TODAY + 20 * DAY)
    book.add(Trigger.BIRTHDAY)
    book.add(Trigger.MEMBERSHIP_ENDING, 7)
    book.look()
    clock.advance(days=9 + ahead)  # the PC was off for nine days, and its clock is wrong afterwards
    book.look()
    clock.advance(days=-ahead)
    book.look()
    clock.advance(days=4)
    book.look()
    done = {(client, state) for client, key, state, _ in book.matches() if "2026" in key}
    assert (ending, "queued") in done
    assert (long_ago, "queued") not in done, "eight days after the birthday nobody is greeted"
    assert len([state for _, state in done if state == "queued"]) == 2


def test_what_has_just_happened_is_not_lost_to_a_wrong_clock(
    people: People, book: RuleBook, clock: FakeClock
) -> None:
    people.add("Maria Before")
    rule = book.add(Trigger.CLIENT_CREATED)
    added = [people.add(f"Anna Number{each}") for each in range(130)]
    clock.advance(days=40)
    assert book.look() == {"too_late": 130}
    clock.advance(days=-40)
    assert book.look() == {"queued": 130}
    assert book.look() == {}
    assert [client for client, *_ in book.matches(rule)] == added
    assert len(book.tasks()) == 130


def test_what_was_too_late_in_truth_stays_so(people: People, book: RuleBook, clock: FakeClock) -> None:
    people.add(born=date(1990, 3, 5))
    rule = book.mail(Trigger.BIRTHDAY)
    book.look()
    clock.advance(days=12)
    assert book.look() == {"too_late": 1}
    clock.advance(hours=-1)
    assert book.look() == {}
    clock.advance(days=1)
    assert book.look() == {}
    assert [state for _, _, state, _ in book.matches(rule)] == ["too_late"]


def test_a_clock_that_was_behind_greets_nobody_of_before_the_rule(
    people: People, book: RuleBook, clock: FakeClock
) -> None:
    before = people.add(born=date(1990, 3, 1))
    rule = book.add(Trigger.BIRTHDAY)
    clock.advance(days=-10)
    book.look()
    clock.advance(days=10)
    book.look()
    assert [each for each in book.matches(rule) if each[0] == before] == []


@pytest.fixture
def made_up(database_url: str, services: Services, owner: Actor) -> Iterator[RuleBook]:
    """Give a second program that acts as if it were 60 days later."""
    other = build(open_database(database_url), Home.find(), clock=ClockSetTo(datetime.now(UTC) + 60 * DAY))
    yield RuleBook(other, owner)
    other.close()


def test_a_look_as_if_it_were_another_moment_leaves_the_real_ones_as_they_were(
    services: Services, people: People, book: RuleBook, made_up: RuleBook, clock: FakeClock
) -> None:
    clock.set(datetime.now(UTC))
    today = clock.now().date()
    coming = today + 55 * DAY
    people.add("Anna Then", born=date(1980, coming.month, min(coming.day, 28)), email=MAIL)
    people.add("Hugo Soon", born=(today + 2 * DAY).replace(year=1984), email=MAIL)
    rule = book.mail(Trigger.BIRTHDAY)
    made_up.look()
    with services.core.read() as session:
        mark = session.get_one(RuleMark, (Trigger.BIRTHDAY, rule.id))
        assert mark.day == services.settings.profile().day_of(clock.now())
    clock.advance(days=2)
    assert book.look() == {"queued": 1}
