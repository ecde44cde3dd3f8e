"""Which ends of memberships rules speak of: each of its own plan, on its own day, if nothing goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.membership import Membership
from fitnesscrm_desktop.models.values import PlanKind, Trigger
from fitnesscrm_desktop.services.automation.conditions import Comparison, Field, Op
from fitnesscrm_desktop.services.core.actor import Actor
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import PACK, Till
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
ENDS = TODAY + 7 * DAY
WORDS = "{{ membership.plan }} ended on {{ membership.ends_on }}, {{ membership.days_left }} days left"

Beside = Callable[[StudioRows, int, int], int]


@pytest.fixture
def anna(services: Services) -> int:
    """Somebody who can be written to."""
    return People(services).add("Anna Ivanova", email="anna@example.org", language="en")


def a_pack(rows: StudioRows, client: int, _plan: int) -> int:
    return rows.pack(client, 5)


def a_used_up_pack(rows: StudioRows, client: int, _plan: int) -> int:
    return rows.pack(client, 0)


def a_day_pass(rows: StudioRows, client: int, _plan: int) -> int:
    day = rows.plan("Day pass", PlanKind.DAY, days=1)
    return rows.membership(client, day, starts_on=ENDS + DAY, ends_on=ENDS + DAY)


def taken_back(rows: StudioRows, client: int, plan: int) -> int:
    return rows.membership(
        client, plan, starts_on=ENDS + DAY, ends_on=ENDS + 30 * DAY, cancelled_on=ENDS + DAY
    )


def the_next(rows: StudioRows, client: int, plan: int) -> int:
    return rows.membership(client, plan, starts_on=ENDS + DAY, ends_on=ENDS + 30 * DAY)


def another_plan(rows: StudioRows, client: int, _plan: int) -> int:
    return rows.membership(client, rows.plan("Sauna"), ends_on=ENDS + 90 * DAY)


def one_that_rests(rows: StudioRows, client: int, _plan: int) -> int:
    other = rows.membership(client, rows.plan("Sauna"), ends_on=ENDS - DAY)
    rows.hold(other, TODAY)
    return other


@pytest.mark.parametrize("beside", [a_pack, a_used_up_pack, a_day_pass, taken_back])
@pytest.mark.parametrize(("trigger", "days"), [(Trigger.MEMBERSHIP_ENDING, 7), (Trigger.MEMBERSHIP_ENDED, 1)])
def test_an_end_is_told_whatever_else_there_is_that_lets_in_in_another_way(
    rows: StudioRows, book: RuleBook, clock: FakeClock, anna: int, beside: Beside, trigger: Trigger, days: int
) -> None:
    plan = rows.plan()
    rows.membership(anna, plan, ends_on=ENDS)
    beside(rows, anna, plan)
    book.mail(trigger, days)
    if trigger is Trigger.MEMBERSHIP_ENDED:
        clock.advance(days=8)
    trial = book.services.rules.dry_run(book.actor, back=0, ahead=0)
    assert [(each.client_id, each.state.value) for each in trial.entries] == [(anna, "queued")]
    assert book.look() == {"queued": 1}


@pytest.mark.parametrize("beside", [the_next, another_plan, one_that_rests])
@pytest.mark.parametrize(("trigger", "days"), [(Trigger.MEMBERSHIP_ENDING, 7), (Trigger.MEMBERSHIP_ENDED, 1)])
@pytest.mark.parametrize("task", [False, True])
def test_an_end_that_is_followed_is_left_out_and_says_so(
    rows: StudioRows,
    book: RuleBook,
    clock: FakeClock,
    anna: int,
    beside: Beside,
    trigger: Trigger,
    days: int,
    task: bool,
) -> None:
    plan = rows.plan()
    ends = rows.membership(anna, plan, ends_on=ENDS)
    beside(rows, anna, plan)
    rule = book.add(trigger, days) if task else book.mail(trigger, days)
    if trigger is Trigger.MEMBERSHIP_ENDED:
        clock.advance(days=8)
    trial = book.services.rules.dry_run(book.actor, back=0, ahead=0)
    assert [(each.state.value, each.reason) for each in trial.entries] == [("skipped", "followed")]
    assert book.look() == {"skipped": 1}
    ((_, key, _, _),) = book.matches(rule)
    assert f":{ends}:" in key
    assert book.services.rules.statistics(book.actor, rule.id).skipped == {"followed": 1}
    assert book.look() == {}


def test_an_end_is_told_after_all_when_what_was_to_follow_does_not(
    services: Services, owner: Actor, rows: StudioRows, book: RuleBook, anna: int
) -> None:
    plan = rows.plan()
    rows.membership(anna, plan, ends_on=ENDS)
    follows = the_next(rows, anna, plan)
    rule = book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    assert book.look() == {"skipped": 1}
    services.memberships.cancel(owner, follows, ENDS + DAY)
    assert book.look() == {"queued": 1}
    assert [(state, reason) for _, _, state, reason in book.matches(rule)] == [("queued", "")]
    assert book.look() == {}


def test_a_pack_is_followed_by_a_pack_only(rows: StudioRows, book: RuleBook, anna: int) -> None:
    pack = rows.plan("Ten visits", PlanKind.PACK, visits=10, days=90)
    rows.membership(anna, pack, visits_left=3, ends_on=ENDS)
    rows.membership(anna, rows.plan(), ends_on=ENDS + 90 * DAY)
    rule = book.add(Trigger.MEMBERSHIP_ENDING, 7)
    (found,) = book.found(rule, TODAY)
    assert found.left_out is None
    rows.membership(anna, pack, visits_left=10, ends_on=ENDS + 90 * DAY)
    (found,) = book.found(rule, TODAY)
    assert found.left_out == "followed"


def test_a_pack_that_is_used_up_is_not_reminded_of_its_last_day(
    rows: StudioRows, book: RuleBook, anna: int
) -> None:
    pack = rows.plan("Ten visits", PlanKind.PACK, visits=10, days=90)
    rows.membership(anna, pack, visits_left=0, ends_on=ENDS)
    assert book.found(book.add(Trigger.MEMBERSHIP_ENDING, 7), TODAY) == []


class Trials:
    """A pack whose only visit is used up today, and a trial of eight days that ends."""

    def __init__(self, services: Services, owner: Actor, till: Till, anna: int, clock: FakeClock) -> None:
        pack = till.plan(draft=PACK, name="Pack", visits=1, days=365)
        trial = till.plan(draft=PACK, name="Trial", kind=PlanKind.TRIAL, visits=None, days=8)
        self.pack, self.trial = pack.id, trial.id
        services.memberships.sell(owner, anna, pack.id)
        services.checkin.check_in(owner, client_id=anna)
        self.ended = services.memberships.sell(owner, anna, trial.id, confirmed=True)
        clock.advance(days=3)


@pytest.fixture
def trials(services: Services, owner: Actor, till: Till, anna: int, clock: FakeClock) -> Trials:
    return Trials(services, owner, till, anna, clock)


@pytest.mark.parametrize("op", [Op.IS, Op.IS_NOT])
def test_the_plan_of_what_has_ended_is_asked_for_at_every_look(
    services: Services, owner: Actor, book: RuleBook, clock: FakeClock, anna: int, trials: Trials, op: Op
) -> None:
    condition = Comparison(Field.PLAN, op, str(trials.trial))
    book.mail(Trigger.MEMBERSHIP_ENDED, 1, conditions=condition)
    clock.advance(days=5)
    meant = [anna] if op is Op.IS else []
    trial = services.rules.dry_run(owner, back=0, ahead=0)
    assert [each.client_id for each in trial.entries] == meant
    book.look()
    assert [client for client, *_ in book.matches()] == meant
    ids = [each.id for each in book.messages()]
    assert list(services.outbox.approve(owner, ids).done) == ids


def test_the_words_are_about_the_membership_that_has_ended(
    book: RuleBook, clock: FakeClock, trials: Trials
) -> None:
    subject = "{{ membership.plan }} has ended"
    book.mail(Trigger.MEMBERSHIP_ENDED, 1, template_id=book.words(WORDS, subject=subject))
    clock.advance(days=5)
    book.look()
    (message,) = book.messages()
    day = trials.ended.ends_on
    assert message.subject == "Trial has ended"
    assert message.text.startswith("Trial ended on")
    assert str(day.day) in message.text
    assert str(day.year) in message.text


def test_a_used_up_pack_has_ended_with_its_last_visit(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    sold = services.memberships.sell(owner, anna, till.plan(draft=PACK, visits=1, days=365).id)
    services.checkin.check_in(owner, client_id=anna)
    book.mail(Trigger.MEMBERSHIP_ENDED, 1, template_id=book.words(WORDS))
    clock.advance(days=1)
    assert book.look() == {"queued": 1}
    (message,) = book.messages()
    assert "2026" in message.text
    assert "0 days left" in message.text
    assert str(sold.ends_on.year) not in message.text


def test_what_was_found_before_an_end_had_its_membership_in_its_name_is_not_found_again(
    services: Services, rows: StudioRows, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    rows.membership(anna, rows.plan(), ends_on=ENDS)
    rule = book.mail(Trigger.MEMBERSHIP_ENDED, 1)
    clock.advance(days=8)
    assert book.look() == {"queued": 1}
    book_of_old_names(services, rule.id, f"ended:{ENDS}")
    assert book.look() == {}


def book_of_old_names(services: Services, rule_id: int, key: str) -> None:
    with services.core.write() as work:
        match = work.session.scalars(select(RuleMatch).where(RuleMatch.rule_id == rule_id)).one()
        match.occurrence = key


def test_a_visit_is_judged_by_the_plan_it_was_made_on(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    pack = till.plan(draft=PACK, visits=1, days=365)
    services.memberships.sell(owner, anna, pack.id)
    book.mail(Trigger.VISIT, conditions=Comparison(Field.PLAN, Op.IS, str(pack.id)))
    services.checkin.check_in(owner, client_id=anna)
    assert book.look() == {"queued": 1}
    with services.core.write() as work:
        row = work.session.scalars(select(Membership)).one()
        row.ends_on = TODAY - DAY
    clock.advance(days=1)
    ids = [each.id for each in book.messages()]
    assert list(services.outbox.approve(owner, ids).done) == ids


def cancelled_for_a_while(services: Services, owner: Actor, clock: FakeClock, membership: int) -> None:
    services.memberships.cancel(owner, membership, ENDS - 3 * DAY)
    clock.advance(days=3)
    services.memberships.uncancel(owner, membership)


def frozen_for_a_while(services: Services, owner: Actor, clock: FakeClock, membership: int) -> None:
    services.memberships.freeze(owner, membership, TODAY)
    clock.advance(days=3)
    services.memberships.resume(owner, membership)


def extended_for_a_while(services: Services, owner: Actor, clock: FakeClock, membership: int) -> None:
    gift = services.memberships.extend(owner, membership, 30)
    clock.advance(days=3)
    services.memberships.undo_extend(owner, membership, gift.fact_id)


@pytest.mark.parametrize("for_a_while", [cancelled_for_a_while, frozen_for_a_while, extended_for_a_while])
def test_an_end_that_is_near_before_it_is_known_is_told_by_the_nearest_rule(
    services: Services,
    owner: Actor,
    rows: StudioRows,
    book: RuleBook,
    clock: FakeClock,
    anna: int,
    for_a_while: Callable[[Services, Actor, FakeClock, int], None],
) -> None:
    """Its day was past: nobody was told of it as long as it was cancelled, at rest, or to last longer."""
    membership = rows.membership(anna, rows.plan(), starts_on=TODAY - 20 * DAY, ends_on=ENDS - DAY)
    farther, near, nearer = (book.mail(Trigger.MEMBERSHIP_ENDING, days) for days in (20, 10, 1))
    book.look()
    for_a_while(services, owner, clock, membership)
    assert book.look() == {"queued": 1}
    assert [len(book.matches(each)) for each in (farther, near, nearer)] == [0, 1, 0]
    clock.advance(days=1)
    assert book.look() == {}


def test_an_end_that_was_told_is_not_told_again_after_a_slip(
    services: Services, owner: Actor, rows: StudioRows, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    membership = rows.membership(anna, rows.plan(), starts_on=TODAY - 20 * DAY, ends_on=ENDS)
    book.add(Trigger.MEMBERSHIP_ENDING, 7)
    assert book.look() == {"queued": 1}
    cancelled_for_a_while(services, owner, clock, membership)
    assert book.look() == {}


def test_an_end_that_is_known_afterwards_is_told_by_the_last_rule_whose_day_is_past(
    services: Services, owner: Actor, rows: StudioRows, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    """Somebody calls on Friday, and it is written down on Tuesday."""
    membership = rows.membership(anna, rows.plan(), starts_on=TODAY - 20 * DAY, ends_on=ENDS)
    first, second, third = (book.mail(Trigger.MEMBERSHIP_ENDED, days) for days in (1, 3, 6))
    book.look()
    clock.advance(days=4)
    assert book.look() == {}
    services.memberships.cancel(owner, membership, TODAY)
    assert book.look() == {"queued": 1}
    assert [len(book.matches(each)) for each in (first, second, third)] == [0, 1, 0]
    clock.advance(days=1)
    assert book.look() == {"queued": 1}
    assert [len(book.matches(each)) for each in (first, second, third)] == [0, 1, 1]
    ids = [each.id for each in book.messages()]
    assert len(services.outbox.approve(owner, ids).done) == 2


def test_an_end_long_ago_that_is_known_afterwards_means_nothing_any_more(
    services: Services, owner: Actor, rows: StudioRows, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    membership = rows.membership(anna, rows.plan(), starts_on=TODAY - 20 * DAY, ends_on=ENDS + 30 * DAY)
    book.mail(Trigger.MEMBERSHIP_ENDED, 1)
    clock.advance(days=20)
    book.look()
    services.memberships.cancel(owner, membership, TODAY)
    assert book.look() == {}
