"""What rules do about what they find: once, in order, and only what still means something."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.values import (
    Channel,
    MessageState,
    PaymentMethod,
    Trigger,
)
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.automation.conditions import Comparison, Field, Op
from fitnesscrm_desktop.services.core.actor import Actor, the_program
from fitnesscrm_desktop.services.core.engine import open_database
from tests.support.clock import FakeClock
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import Till
from tests.support.studio_rows import StudioRows

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
MAIL = "anna@example.org"


def test_a_birthday_becomes_a_draft_with_the_clients_name(people: People, book: RuleBook) -> None:
    anna = people.add("Anna Ivanova", born=date(1990, 3, 4), email=MAIL)
    template = book.words(
        "Dear {{ client.first_name }}, all the best.", subject="For {{ client.first_name }}"
    )
    rule = book.mail(Trigger.BIRTHDAY, template_id=template)
    assert book.look() == {"queued": 1}
    (message,) = book.messages()
    assert (message.client_id, message.to_address, message.rule_id) == (anna, MAIL, rule.id)
    assert (message.subject, message.text) == ("For Anna", "Dear Anna, all the best.")
    assert (message.state, message.channel) == (MessageState.DRAFT, Channel.EMAIL)
    assert message.good_until == datetime(2026, 3, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def test_who_is_overdue_again_for_an_older_day_is_found(till: Till, book: RuleBook, clock: FakeClock) -> None:
    anna = till.client()
    book.add(Trigger.OVERDUE, 3)
    till.charge(anna, 1000, TODAY)
    till.charge(anna, 500, TODAY + DAY)
    clock.advance(days=5)
    assert book.look() == {"queued": 1}
    till.pay(anna, 1000)
    assert book.look() == {"queued": 1}  # the second debt has been due for four days
    assert [key for _, key, _, _ in book.matches()] == [f"due:{TODAY}", f"due:{TODAY + DAY}"]
    assert book.look() == {}


def test_a_rule_may_send_by_itself(people: People, book: RuleBook) -> None:
    people.add(born=date(1990, 3, 4), email=MAIL)
    book.mail(Trigger.BIRTHDAY, by_itself=True, name="Congratulations")
    book.look()
    (message,) = book.messages()
    assert (message.state, message.approved_by) == (MessageState.APPROVED, "Congratulations")


def test_looking_again_finds_nothing_new(people: People, book: RuleBook, clock: FakeClock) -> None:
    people.add(born=date(1990, 3, 4), email=MAIL)
    book.mail(Trigger.BIRTHDAY)
    assert book.look() == {"queued": 1}
    for hours in (0, 1, -1, 10):
        clock.advance(hours=hours)
        assert book.look() == {}
    assert len(book.messages()) == 1


def test_editing_and_switching_a_rule_off_and_on_never_doubles(
    services: Services, owner: Actor, people: People, book: RuleBook
) -> None:
    people.add(born=date(1990, 3, 4), email=MAIL)
    rule = book.mail(Trigger.BIRTHDAY)
    book.look()
    services.rules.disable(owner, rule.id)
    on = services.rules.enable(owner, rule.id)
    edited = services.rules.edit(owner, rule.id, book.draft(Trigger.VISIT), on.version)
    book.look()
    services.rules.edit(owner, rule.id, rule.draft, edited.version)
    assert book.look() == {}
    assert len(book.matches()) == 1


def test_a_rule_that_is_off_or_put_away_finds_nothing(
    services: Services, owner: Actor, people: People, book: RuleBook
) -> None:
    people.add(born=date(1990, 3, 4), email=MAIL)
    book.add(Trigger.BIRTHDAY, on=False)
    services.rules.archive(owner, book.add(Trigger.BIRTHDAY).id)
    assert book.look() == {}


def test_what_was_before_the_rule_is_none_of_its_business(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock
) -> None:
    anna = till.client(born=date(1990, 3, 3))
    till.pay(anna, 100)
    for trigger in (Trigger.BIRTHDAY, Trigger.CLIENT_CREATED, Trigger.PAYMENT):
        book.add(trigger)
    assert book.look() == {}
    till.pay(anna, 100)
    till.client("Hugo")
    clock.advance(days=1)
    assert book.look() == {"queued": 2}
    assert [key.partition(":")[0] for _, key, _, _ in book.matches()] == ["client", "payment"]
    del services, owner


def test_every_kind_of_event_is_found_once(
    services: Services, owner: Actor, till: Till, book: RuleBook, clock: FakeClock
) -> None:
    anna, plan = till.client(), till.plan(0)
    triggers = (
        Trigger.VISIT,
        Trigger.PAYMENT,
        Trigger.REFUND,
        Trigger.MEMBERSHIP_SOLD,
        Trigger.MEMBERSHIP_FROZEN,
        Trigger.MEMBERSHIP_RETURNED,
    )
    rules = {trigger: book.add(trigger) for trigger in triggers}
    rules[Trigger.VISITS_REACHED] = book.add(Trigger.VISITS_REACHED, 2)
    sold = services.memberships.sell(owner, anna, plan.id)
    number = str(services.directory.detail(owner, anna).member_number)
    visits = []
    for _ in range(3):
        visits.append(services.checkin.check_in(owner, number).visit_id)
        clock.advance(hours=5)
        book.look()
    paid = services.billing.take_payment(owner, anna, 500, PaymentMethod.CASH)
    services.billing.refund(owner, paid.payment_id, None, "mistake")
    services.memberships.freeze(owner, sold.membership_id, TODAY + DAY, TODAY + 2 * DAY)
    for _ in range(4):
        book.look()
        clock.advance(days=1)
    book.look()
    found = {trigger: [key for _, key, _, _ in book.matches(rule)] for trigger, rule in rules.items()}
    assert found[Trigger.VISIT] == [f"visit:{visit}" for visit in visits]
    assert found[Trigger.VISITS_REACHED] == ["visits:2"]
    assert [len(found[trigger]) for trigger in triggers[1:]] == [1, 1, 1, 1, 1]


def test_a_visit_that_was_taken_back_is_no_occasion(
    services: Services, owner: Actor, till: Till, book: RuleBook
) -> None:
    anna = till.client()
    services.memberships.sell(owner, anna, till.plan(0).id)
    book.add(Trigger.VISIT)
    number = str(services.directory.detail(owner, anna).member_number)
    visit = services.checkin.check_in(owner, number).visit_id
    assert visit is not None
    services.checkin.undo(owner, visit)
    assert book.look() == {}


def test_after_four_days_off_over_the_end_of_a_month_all_is_done_once_and_in_order(
    people: People, rows: StudioRows, book: RuleBook, clock: FakeClock
) -> None:
    clock.set(datetime(2026, 2, 26, 9, tzinfo=ZoneInfo("Europe/Berlin")))
    plan = rows.plan()
    greeted = [people.add(f"Anna {day}", born=date(1980, *day)) for day in ((2, 27), (2, 28), (3, 1), (3, 2))]
    leap = people.add("Hugo Leap", born=date(1980, 2, 29))
    ends = [people.add(f"Maria {day}") for day in range(4)]
    for offset, client in enumerate(ends, start=1):
        rows.membership(client, plan, ends_on=date(2026, 2, 26) + timedelta(days=7 + offset))
    birthdays, ending = book.add(Trigger.BIRTHDAY), book.add(Trigger.MEMBERSHIP_ENDING, 7)
    assert book.look() == {}
    clock.set(datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Berlin")))
    assert book.look() == {"queued": 9}
    assert {client for client, *_ in book.matches(birthdays)} == {*greeted, leap}
    assert [client for client, *_ in book.matches(ending)] == ends
    with book.services.core.read() as session:
        days = session.scalars(select(RuleMatch.on_day).order_by(RuleMatch.id)).all()
    assert list(days) == sorted(days)
    assert book.look() == {}


def test_what_means_nothing_any_more_is_written_down_and_not_sent(
    people: People, rows: StudioRows, book: RuleBook, clock: FakeClock
) -> None:
    anna = people.add("Anna Ivanova", born=date(1980, 3, 5), email=MAIL)
    hugo = people.add("Hugo Rossi", email=MAIL)
    rows.membership(hugo, rows.plan(), ends_on=TODAY + 10 * DAY)
    book.mail(Trigger.BIRTHDAY)
    book.mail(Trigger.MEMBERSHIP_ENDING, 7)
    book.look()
    clock.advance(days=12)
    assert book.look() == {"too_late": 2}
    assert {(client, state, reason) for client, _, state, reason in book.matches()} == {
        (anna, "too_late", "too_late"),
        (hugo, "too_late", "too_late"),
    }
    assert book.messages() == []


def test_a_clock_that_was_years_ahead_for_a_while_stops_no_rule(
    people: People, book: RuleBook, clock: FakeClock
) -> None:
    anna = people.add(born=date(1980, 3, 6))
    book.add(Trigger.BIRTHDAY)
    clock.advance(days=4000)
    book.look()
    clock.advance(days=-4000)
    book.look()
    clock.advance(days=2)
    assert book.look() == {"queued": 1}
    assert (anna, "year:2026", "queued", "") in book.matches()


def test_a_clock_that_was_ahead_when_a_rule_was_switched_on_does_not_keep_it_asleep(
    people: People, book: RuleBook, clock: FakeClock
) -> None:
    people.add(born=date(1980, 3, 5))
    clock.advance(days=40)
    book.add(Trigger.BIRTHDAY)
    clock.advance(days=-39)
    assert book.look() == {"queued": 1}


def test_conditions_are_asked_of_everybody_who_is_found(
    services: Services, owner: Actor, people: People, book: RuleBook
) -> None:
    old, young = people.add(born=date(1950, 3, 4)), people.add("Hugo Rossi", born=date(2000, 3, 4))
    book.add(Trigger.BIRTHDAY, conditions=Comparison(Field.AGE, Op.AT_LEAST, "60"))
    book.look()
    assert [client for client, *_ in book.matches()] == [old]
    del services, owner, young


def test_who_was_put_away_is_no_occasion(
    services: Services, owner: Actor, people: People, book: RuleBook
) -> None:
    services.clients.archive(owner, people.add(born=date(1990, 3, 4)))
    book.add(Trigger.BIRTHDAY)
    assert book.look() == {}
    assert services.rules.dry_run(owner, back=3, ahead=3).entries == ()


def test_a_condition_on_the_plan_is_about_the_membership_that_ends(rows: StudioRows, book: RuleBook) -> None:
    gold, trial = rows.plan("Gold"), rows.plan("Silver")
    anna, hugo = rows.client(), rows.client()
    for client, ending, other in ((anna, gold, trial), (hugo, trial, gold)):
        rows.membership(client, other, ends_on=TODAY + 3 * DAY)
        rows.membership(client, ending, ends_on=TODAY + 7 * DAY)
    book.add(Trigger.MEMBERSHIP_ENDING, 7, conditions=Comparison(Field.PLAN, Op.IS, str(gold)))
    book.look()
    assert [client for client, *_ in book.matches()] == [anna]


def test_eight_that_look_at_once_find_each_occasion_once(
    services: Services, people: People, book: RuleBook, clock: FakeClock
) -> None:
    for number in range(60):
        people.add(f"Anna Number{number}", born=date(1990, 3, 4), email=f"a{number}@example.org")
    book.mail(Trigger.BIRTHDAY, ignores_cap=True)
    book.add(Trigger.BIRTHDAY)
    desks = [
        build(
            open_database(services.core.database.url.render_as_string(hide_password=False)),
            Home.find(),
            clock=clock,
        )
        for _ in range(8)
    ]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda desk: desk.rules.look(the_program()).total, desks))
    for desk in desks:
        desk.close()
    assert sum(found) == 120
    assert (len(book.matches()), len(book.messages()), len(book.tasks())) == (120, 60, 60)


def test_one_who_is_told_to_stop_leaves_the_rest_to_the_next(people: People, book: RuleBook) -> None:
    people.add(born=date(1990, 3, 4))
    book.add(Trigger.BIRTHDAY)
    stop = threading.Event()
    stop.set()
    assert book.services.rules.look(book.actor, stop=stop).total == 0
    assert book.look() == {"queued": 1}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("{% if membership.plan %}See you soon{% endif %}", "Hello"),
        ("See you soon", "{% if membership.plan %}Hello{% endif %}"),
    ],
)
def test_words_that_come_out_empty_for_one_client_hold_nobody_else_up(
    people: People, rows: StudioRows, book: RuleBook, text: str, subject: str
) -> None:
    anna, hugo, olga = (
        people.add(f"{name} Rossi", born=TODAY.replace(year=1990), email=MAIL)
        for name in ("Anna", "Hugo", "Olga")
    )
    for each in (anna, olga):
        rows.membership(each, rows.plan(f"Plan {each}"))
    book.mail(Trigger.BIRTHDAY, template_id=book.words(text, subject=subject))
    assert book.look() == {"queued": 2, "skipped": 1}
    assert [each.client_id for each in book.messages()] == [anna, olga]
    assert (hugo, "year:2026", "skipped", "no_template") in book.matches()


def test_a_name_as_long_as_a_client_may_have_holds_nobody_up(people: People, book: RuleBook) -> None:
    longest = people.add(f"{'N' * 200} {'M' * 200}", born=TODAY.replace(year=1990), email=MAIL)
    book.mail(Trigger.BIRTHDAY)
    assert book.look() == {"queued": 1}
    (message,) = book.messages()
    assert (message.client_id, len(message.to_name)) == (longest, 401)
