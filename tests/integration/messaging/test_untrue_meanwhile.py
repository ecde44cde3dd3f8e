"""What a rule has written is looked at once more before it goes out, and dropped if it is not so any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import ConsentKind, MessageState, PlanKind, Trigger
from fitnesscrm_desktop.services.messaging.outbox_results import Refusal
from fitnesscrm_desktop.services.progress.goal_results import NewGoal
from tests.support.clock import START, FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import Till
from tests.support.studio_rows import StudioRows

TODAY = START.date()
DAY = timedelta(days=1)
BORN = TODAY.replace(year=1990)
CHILD = TODAY.replace(year=TODAY.year - 10)


class Studio:
    """Anna and Boris, of whom a rule writes the same; then something happens to Boris."""

    def __init__(self, services: Services, outbox: OutboxDesk, server: MailServer) -> None:
        self.services, self.owner = services, outbox.owner
        self.outbox, self.server = outbox, server
        self.book, self.till = RuleBook(services, outbox.owner), Till(services, outbox.owner)
        self.rows = StudioRows(services)
        people = People(services)
        self.anna = people.add("Anna Ivanova", BORN, email="anna@example.com")
        self.boris = people.add("Boris Novak", BORN, email="boris@example.com")
        self.both = (self.anna, self.boris)

    def write(self) -> None:
        """The rules look, and both messages are approved."""
        assert self.book.look() == {"queued": 2}
        ids = [each.id for each in self.outbox.stored()]
        assert len(self.services.outbox.approve(self.owner, ids).done) == 2

    def edit(self, client_id: int, **changes: object) -> None:
        """Change a client as the desk does."""
        version = self.services.directory.detail(self.owner, client_id).version
        self.services.clients.edit(self.owner, client_id, version, changes)

    def sold_until(self, last_day: date) -> list[int]:
        """Both have a membership until then; their ids."""
        plan = self.rows.plan()
        return [self.rows.membership(each, plan, ends_on=last_day) for each in self.both]

    def only_anna_is_written_to(self, reason: str) -> None:
        """What is sent, and what became of the rest."""
        done = self.outbox.deliver()
        assert (done.sent, done.dropped) == (1, 1)
        assert [each.to for each in self.server.received] == ["anna@example.com"]
        (dropped,) = [each for each in self.outbox.stored() if each.client_id == self.boris]
        assert (dropped.state, dropped.outcome) == (MessageState.DROPPED, reason)
        assert self.outbox.see(dropped.id).events[-1].text == reason


@pytest.fixture
def studio(services: Services, outbox: OutboxDesk, server: MailServer) -> Studio:
    return Studio(services, outbox, server)


def test_nothing_goes_to_who_was_blocked(studio: Studio) -> None:
    studio.book.mail(Trigger.BIRTHDAY)
    studio.write()
    studio.services.clients.block(studio.owner, studio.boris, "Broke the door")
    studio.only_anna_is_written_to("blocked")


def test_nothing_goes_to_who_turns_out_to_be_a_child(studio: Studio) -> None:
    studio.book.mail(Trigger.BIRTHDAY)
    studio.write()
    studio.edit(studio.boris, born=CHILD)
    studio.only_anna_is_written_to("no_guardian")


def test_who_signs_for_a_child_is_written_to_all_the_same(studio: Studio) -> None:
    studio.edit(studio.boris, born=CHILD)
    studio.services.clients.set_payer(studio.owner, studio.boris, studio.anna)
    studio.book.mail(Trigger.BIRTHDAY)
    studio.write()
    assert studio.outbox.deliver().sent == 2
    assert {each.to for each in studio.server.received} == {"anna@example.com"}


def test_nobody_is_thanked_for_what_was_given_back(studio: Studio) -> None:
    studio.book.mail(Trigger.PAYMENT)
    payments = [studio.till.pay(each, 4900).payment_id for each in studio.both]
    studio.write()
    studio.services.billing.refund(studio.owner, payments[0], 900, "Too much")
    studio.services.billing.refund(studio.owner, payments[1], 2000, "Too much")
    studio.services.billing.refund(studio.owner, payments[1], reason="All of it")
    studio.only_anna_is_written_to("settled")


@pytest.mark.parametrize(("trigger", "days"), [(Trigger.VISIT, 0), (Trigger.VISITS_REACHED, 1)])
def test_nobody_is_written_to_about_a_visit_that_was_taken_back(
    studio: Studio, trigger: Trigger, days: int
) -> None:
    studio.sold_until(TODAY + 30 * DAY)
    studio.book.mail(trigger, days)
    visits = [studio.services.checkin.check_in(studio.owner, client_id=each).visit_id for each in studio.both]
    studio.write()
    studio.services.checkin.undo(studio.owner, visits[1] or 0)
    studio.only_anna_is_written_to("settled")


@pytest.mark.parametrize(
    "happens",
    [
        lambda studio, theirs: studio.services.memberships.cancel(studio.owner, theirs),
        lambda studio, theirs: studio.services.memberships.cancel(studio.owner, theirs, TODAY + 7 * DAY),
        lambda studio, theirs: studio.services.memberships.extend(studio.owner, theirs, 3),
        lambda studio, theirs: studio.services.memberships.renew(studio.owner, theirs),
        lambda studio, theirs: studio.services.memberships.freeze(studio.owner, theirs, TODAY),
    ],
    ids=["cancelled", "cancelled from its last day on", "extended", "renewed", "frozen"],
)
def test_no_end_is_told_that_is_another_now(studio: Studio, happens: Callable[[Studio, int], object]) -> None:
    theirs = studio.sold_until(TODAY + 7 * DAY)[1]
    studio.book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    studio.write()
    happens(studio, theirs)
    studio.only_anna_is_written_to("settled")


@pytest.mark.parametrize("begins", [TODAY, TODAY + 5 * DAY])
def test_nothing_has_ended_for_who_goes_on(studio: Studio, begins: date) -> None:
    studio.sold_until(TODAY - DAY)
    studio.book.mail(Trigger.MEMBERSHIP_ENDED, 1)
    studio.write()
    plan = studio.till.plan()
    studio.services.memberships.sell(studio.owner, studio.boris, plan.id, begins, confirmed=True)
    studio.only_anna_is_written_to("settled")


def test_it_ends_all_the_same_for_who_goes_on_after_a_gap(studio: Studio) -> None:
    studio.sold_until(TODAY + 7 * DAY)
    studio.book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    studio.write()
    plan = studio.till.plan()
    studio.services.memberships.sell(studio.owner, studio.boris, plan.id, TODAY + 9 * DAY, confirmed=True)
    assert studio.outbox.deliver().sent == 2


def test_a_pack_that_is_used_up_has_ended_before_its_last_day(studio: Studio, clock: FakeClock) -> None:
    plan = studio.till.plan(kind=PlanKind.PACK, period=None, visits=1, days=90, name="One visit")
    for each in studio.both:
        studio.services.memberships.sell(studio.owner, each, plan.id, confirmed=True)
        studio.services.checkin.check_in(studio.owner, client_id=each)
    studio.book.mail(Trigger.MEMBERSHIP_ENDED, 1)
    clock.advance(days=1)
    studio.write()
    assert studio.outbox.deliver().sent == 2


def test_nobody_is_reminded_of_what_is_paid_though_something_newer_is_owed(
    studio: Studio, clock: FakeClock
) -> None:
    for each in studio.both:
        studio.till.charge(each, 1000, TODAY)
        studio.till.charge(each, 500, TODAY + DAY)
    studio.book.mail(Trigger.OVERDUE, 3)
    clock.advance(days=3)
    studio.write()
    studio.till.pay(studio.boris, 1000)
    studio.only_anna_is_written_to("settled")


def test_of_what_is_owed_anew_only_the_new_reminder_goes_out(studio: Studio, clock: FakeClock) -> None:
    for each in studio.both:
        studio.till.charge(each, 1000, TODAY)
    studio.book.mail(Trigger.OVERDUE, 3)
    clock.advance(days=3)
    studio.write()
    paid = studio.till.pay(studio.boris, 1000)
    clock.advance(days=1)
    studio.services.billing.refund(studio.owner, paid.payment_id, reason="The bank sent it back")
    studio.only_anna_is_written_to("settled")
    assert studio.book.look() == {"queued": 1}


def test_no_sale_is_welcomed_that_was_taken_back(studio: Studio) -> None:
    studio.book.mail(Trigger.MEMBERSHIP_SOLD)
    plan = studio.till.plan()
    sales = [studio.services.memberships.sell(studio.owner, each, plan.id) for each in studio.both]
    studio.write()
    studio.services.memberships.withdraw(studio.owner, sales[1].membership_id, sales[1].fact_id)
    studio.only_anna_is_written_to("settled")


def test_a_sale_that_was_taken_back_is_not_found(studio: Studio) -> None:
    studio.book.mail(Trigger.MEMBERSHIP_SOLD)
    sale = studio.services.memberships.sell(studio.owner, studio.boris, studio.till.plan().id)
    studio.services.memberships.withdraw(studio.owner, sale.membership_id, sale.fact_id)
    assert studio.book.look() == {}


@pytest.mark.parametrize("begins", [TODAY, TODAY + 3 * DAY])
def test_no_freeze_is_confirmed_that_was_called_off(studio: Studio, begins: date) -> None:
    theirs = studio.sold_until(TODAY + 30 * DAY)
    studio.book.mail(Trigger.MEMBERSHIP_FROZEN)
    for each in theirs:
        studio.services.memberships.freeze(studio.owner, each, begins)
    studio.write()
    studio.services.memberships.resume(studio.owner, theirs[1])
    studio.only_anna_is_written_to("settled")


def test_nobody_is_welcomed_back_who_rests_again(studio: Studio, clock: FakeClock) -> None:
    theirs = studio.sold_until(TODAY + 30 * DAY)
    studio.book.mail(Trigger.MEMBERSHIP_RETURNED)
    for each in theirs:
        studio.services.memberships.freeze(studio.owner, each, TODAY, TODAY + DAY)
    clock.advance(days=2)
    studio.write()
    studio.services.memberships.freeze(studio.owner, theirs[1], TODAY + 2 * DAY)
    studio.only_anna_is_written_to("settled")


def test_nothing_goes_to_who_does_not_sign_for_the_child_any_more(studio: Studio) -> None:
    other = People(studio.services).add("Carla Weiss", email="carla@example.com", born=BORN + DAY)
    for child in studio.both:
        studio.edit(child, born=CHILD)
        studio.services.clients.set_payer(studio.owner, child, other)
    studio.book.mail(Trigger.BIRTHDAY)
    studio.write()
    studio.services.clients.set_payer(studio.owner, studio.boris, None)
    done = studio.outbox.deliver()
    assert (done.sent, done.dropped) == (1, 1)
    assert [each.outcome for each in studio.outbox.stored() if each.client_id == studio.boris] == [
        "not_responsible"
    ]


def blocked(studio: Studio) -> None:
    studio.services.clients.block(studio.owner, studio.boris, "Broke the door")


def a_child(studio: Studio) -> None:
    studio.edit(studio.boris, born=CHILD)


def refused_mail(studio: Studio) -> None:
    records = studio.services.records
    records.record_consent(studio.owner, studio.boris, ConsentKind.EMAIL, given=False, source="desk")


def without_address(studio: Studio) -> None:
    studio.edit(studio.boris, email=None)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (blocked, "blocked"),
        (a_child, "no_guardian"),
        (refused_mail, "opted_out"),
        (without_address, "wrong_state"),
    ],
)
def test_who_approves_is_told_at_once_what_must_not_be_sent(
    studio: Studio, happens: Callable[[Studio], None], reason: str
) -> None:
    studio.book.mail(Trigger.BIRTHDAY)
    assert studio.book.look() == {"queued": 2}
    drafts = {each.client_id: each.id for each in studio.outbox.stored()}
    happens(studio)
    bulk = studio.services.outbox.approve(studio.owner, list(drafts.values()))
    assert bulk.done == (drafts[studio.anna],)
    assert bulk.refused == (Refusal(drafts[studio.boris], reason),)
    seen = studio.outbox.see(drafts[studio.boris])
    assert seen.row.state is MessageState.DROPPED
    assert seen.events[-1].state is MessageState.DROPPED


def test_who_does_not_sign_any_more_is_not_approved_either(studio: Studio) -> None:
    other = People(studio.services).add("Carla Weiss", email="carla@example.com", born=BORN + DAY)
    for child in studio.both:
        studio.edit(child, born=CHILD)
        studio.services.clients.set_payer(studio.owner, child, other)
    studio.book.mail(Trigger.BIRTHDAY)
    assert studio.book.look() == {"queued": 2}
    studio.services.clients.set_payer(studio.owner, studio.boris, None)
    bulk = studio.services.outbox.approve(studio.owner, [each.id for each in studio.outbox.stored()])
    assert [each.reason for each in bulk.refused] == ["not_responsible"]
    assert len(bulk.done) == 1


def test_nobody_is_congratulated_on_a_goal_that_was_a_slip_of_the_pen(
    studio: Studio, clock: FakeClock
) -> None:
    studio.book.mail(Trigger.GOAL_REACHED)
    progress, owner = studio.services.progress, studio.owner
    for client in studio.both:
        progress.measure(owner, client, {"weight": "80"})
        studio.services.goals.add(owner, client, NewGoal("weight", 78.0))
    clock.advance(minutes=1)
    values = [progress.measure(owner, client, {"weight": "77.5"})[0].id for client in studio.both]
    studio.write()
    progress.correct(owner, values[1], "79.5")
    studio.only_anna_is_written_to("settled")


def test_nobody_is_greeted_on_a_day_that_was_a_slip_of_the_pen(studio: Studio, clock: FakeClock) -> None:
    rule = studio.book.mail(Trigger.BIRTHDAY)
    studio.write()
    studio.edit(studio.boris, born=BORN + 5 * DAY)
    studio.only_anna_is_written_to("settled")
    trial = studio.services.rules.dry_run(studio.owner, rule.id, back=2)
    assert [(each.client_id, each.done) for each in trial.entries] == [
        (studio.anna, True),
        (studio.boris, False),
    ]
    clock.advance(days=5)
    assert studio.book.look() == {"queued": 1}
    assert studio.book.look() == {}
    studio.services.outbox.approve(studio.owner, [studio.outbox.stored()[-1].id])
    assert studio.outbox.deliver().sent == 1
    assert [each.to for each in studio.server.received] == ["anna@example.com", "boris@example.com"]
    assert len(studio.book.matches(rule)) == 3


def test_who_was_greeted_once_is_not_greeted_again_on_another_day(studio: Studio, clock: FakeClock) -> None:
    studio.book.mail(Trigger.BIRTHDAY)
    studio.write()
    assert studio.outbox.deliver().sent == 2
    studio.edit(studio.boris, born=BORN + 5 * DAY)
    clock.advance(days=5)
    assert studio.book.look() == {}


def test_who_was_greeted_after_one_correction_is_not_greeted_after_another(
    studio: Studio, clock: FakeClock
) -> None:
    rule = studio.book.mail(Trigger.BIRTHDAY, by_itself=True)
    studio.edit(studio.anna, born=BORN + 60 * DAY)
    assert studio.book.look() == {"queued": 1}
    studio.edit(studio.boris, born=BORN + 2 * DAY)
    assert studio.outbox.deliver().dropped == 1
    clock.advance(days=2)
    assert studio.book.look() == {"queued": 1}
    assert studio.outbox.deliver().sent == 1
    studio.edit(studio.boris, born=BORN + 4 * DAY)
    clock.advance(days=2)
    assert studio.book.look() == {}
    trial = studio.services.rules.dry_run(studio.owner, rule.id, back=2)
    assert [each.done for each in trial.entries] == [True]
    studio.edit(studio.boris, born=BORN)
    assert studio.book.look() == {}
    assert studio.outbox.deliver().sent == 0
    assert len(studio.server.received) == 1


def test_who_has_left_is_not_thanked_for_staying(studio: Studio) -> None:
    plan = studio.rows.plan()
    theirs = [
        studio.rows.membership(each, plan, starts_on=TODAY.replace(year=TODAY.year - 1))
        for each in studio.both
    ]
    studio.book.mail(Trigger.ANNIVERSARY, 1)
    studio.write()
    studio.services.memberships.freeze(studio.owner, theirs[0], TODAY)
    studio.services.memberships.cancel(studio.owner, theirs[1])
    studio.only_anna_is_written_to("settled")


def test_who_rests_is_not_missed(studio: Studio, clock: FakeClock) -> None:
    theirs = studio.sold_until(TODAY + 300 * DAY)
    for _ in range(4):
        for each in studio.both:
            studio.services.checkin.check_in(studio.owner, client_id=each)
        clock.advance(days=2)
    studio.services.jobs.run_now(studio.owner, "rhythm")
    studio.book.mail(Trigger.INACTIVITY)
    clock.advance(days=7)
    studio.write()
    studio.services.memberships.freeze(studio.owner, theirs[1], clock.now().date())
    studio.only_anna_is_written_to("settled")
