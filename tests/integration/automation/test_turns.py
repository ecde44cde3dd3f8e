"""Each rule has its turn by itself: what goes wrong for one is told, and stops no other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import Rule
from fitnesscrm_desktop.models.values import JobResult, Trigger
from fitnesscrm_desktop.services.automation import matching
from fitnesscrm_desktop.services.automation.turns import Matched
from fitnesscrm_desktop.services.core.actor import Actor
from fitnesscrm_desktop.services.core.errors import RuleBroken, StorageTrouble
from fitnesscrm_desktop.services.core.unit_of_work import Work
from fitnesscrm_desktop.services.jobs.results import JobRunRow
from fitnesscrm_desktop.services.messaging.queueing import queue_message
from fitnesscrm_desktop.services.messaging.results import Composed
from tests.support.clock import FakeClock
from tests.support.logs import LogGuard
from tests.support.people import People
from tests.support.rule_book import RuleBook

BORN = date(1990, 3, 4)
DAY = timedelta(days=1)


def set_conditions(services: Services, rule_id: int, conditions: str) -> None:
    with services.core.write() as work:
        work.session.execute(update(Rule).where(Rule.id == rule_id).values(conditions=conditions))


def last_run(services: Services, owner: Actor) -> JobRunRow:
    return services.jobs.runs(owner, "birthdays").rows[0]


def test_a_rule_that_cannot_even_look_is_named_and_the_others_do_their_work(
    services: Services, owner: Actor, book: RuleBook, expected_log: LogGuard
) -> None:
    anna = People(services).add(born=BORN)
    broken = book.add(Trigger.BIRTHDAY, name="Call the jubilee")
    healthy = book.add(Trigger.BIRTHDAY, name="Greet them")
    set_conditions(services, broken.id, "{ nonsense")
    expected_log("the rule 1 failed")
    expected_log("the job birthdays failed")
    services.jobs.tick()
    assert [each.match_id for each in book.tasks()] == [1]
    assert book.matches(healthy) == [(anna, "year:2026", "queued", "")]
    run = last_run(services, owner)
    assert run.result is JobResult.FAILED
    assert run.text.startswith("Found 1: 1 acted on. The rule “Call the jubilee” could not do its work")
    assert "Greet them" not in run.text


def test_a_rule_that_failed_is_tried_again_and_doubles_nothing(
    services: Services, owner: Actor, book: RuleBook, clock: FakeClock, expected_log: LogGuard
) -> None:
    People(services).add(born=BORN)
    broken = book.add(Trigger.BIRTHDAY, name="Call the jubilee")
    book.add(Trigger.BIRTHDAY, name="Greet them")
    set_conditions(services, broken.id, "{ nonsense")
    expected_log("the rule 1 failed")
    expected_log("the job birthdays failed")
    services.jobs.tick()
    clock.advance(days=1)
    services.jobs.tick()
    assert len(book.tasks()) == 1
    set_conditions(services, broken.id, "")
    clock.advance(minutes=16)
    services.jobs.tick()
    assert last_run(services, owner).text == "Found 1: 1 acted on."
    assert len(book.tasks()) == 2, "what it has missed meanwhile is found"
    clock.advance(minutes=16)
    services.jobs.tick()
    assert len(book.tasks()) == 2
    assert last_run(services, owner).result is JobResult.DONE


def test_a_rule_that_fails_in_the_middle_keeps_what_it_has_done_and_stops_no_other(
    services: Services,
    owner: Actor,
    book: RuleBook,
    clock: FakeClock,
    expected_log: LogGuard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There is a mistake that only shows with Boris, whose birthday is a day later than that of Anna."""

    def queue(work: Work, composed: Composed, *more: Any, **named: Any) -> int:
        if composed.recipient.name.startswith("Boris"):
            raise ZeroDivisionError("division by zero")
        return queue_message(work, composed, *more, **named)

    people = People(services)
    book.mail(Trigger.BIRTHDAY, name="Write to them")
    book.add(Trigger.BIRTHDAY, name="Call them")
    people.add("Anna Ivanova", BORN, email="anna@example.com")
    people.add("Boris Novak", BORN + DAY, email="boris@example.com")
    clock.advance(days=1)
    expected_log("the rule 1 failed")
    expected_log("the job birthdays failed")
    with monkeypatch.context() as mistaken:
        mistaken.setattr(matching, "queue_message", queue)
        services.jobs.tick()
    assert [each.to_address for each in book.messages()] == ["anna@example.com"]
    assert len(book.tasks()) == 2
    run = last_run(services, owner)
    assert run.result is JobResult.FAILED
    assert "“Write to them” could not do its work" in run.text
    assert "The program has made a mistake (ZeroDivisionError: division by zero)" in run.text
    clock.advance(minutes=16)
    services.jobs.tick()
    assert last_run(services, owner).text == "Found 1: 1 acted on."
    assert [each.to_address for each in book.messages()] == ["anna@example.com", "boris@example.com"]
    assert len(book.tasks()) == 2


def test_trouble_that_befalls_every_rule_is_told_once(expected_log: LogGuard) -> None:
    expected_log("the rule . failed")
    one, two, three = (Rule(id=number, name=f"Rule {number}") for number in (1, 2, 3))
    matched = Matched()
    away = StorageTrouble("The server is away.")
    for rule, error in ((one, away), (one, away), (two, RuleBroken("The words are missing."))):
        fail(matched, rule, error)
    assert list(matched.failed) == [1, 2]
    with pytest.raises(StorageTrouble):
        fail(matched, three, away)


def fail(matched: Matched, rule: Rule, error: Exception) -> None:
    with matched.by_itself(rule):
        raise error
