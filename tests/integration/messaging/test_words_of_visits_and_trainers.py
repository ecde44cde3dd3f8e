"""What is written anew, and what is not: visits and trainers count, and other words of a template do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import MessageState, Purpose, Role, Trigger
from fitnesscrm_desktop.services.messaging.results import TextPart
from fitnesscrm_desktop.services.messaging.template_rules import TemplateDraft
from tests.support.clock import START, FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sales import PACK, Till
from tests.support.staff import hire

TODAY = START.date()
WORDS = TemplateDraft("Thanks", Purpose.SERVICE, (TextPart("en", "Thanks", "Thank you"),))


@pytest.fixture
def book(services: Services, outbox: OutboxDesk) -> RuleBook:
    return RuleBook(services, outbox.owner)


@pytest.fixture
def anna(services: Services) -> int:
    return People(services).add("Anna Ivanova", email="anna@example.com", language="en")


def test_visits_that_are_left_are_told_as_they_are_when_it_goes_out(
    services: Services, outbox: OutboxDesk, book: RuleBook, till: Till, clock: FakeClock, anna: int
) -> None:
    words = book.words("{{ membership.visits_left }} left")
    book.mail(Trigger.MEMBERSHIP_SOLD, template_id=words, by_itself=True)
    services.memberships.sell(outbox.owner, anna, till.plan(draft=PACK).id, confirmed=True)
    clock.advance(hours=3)
    assert book.look() == {"queued": 1}
    clock.advance(hours=3)
    services.checkin.check_in(outbox.owner, client_id=anna)
    assert outbox.deliver().sent == 1
    assert outbox.stored()[0].text == "9 left"


def promise_the_trainer(book: RuleBook, till: Till, clock: FakeClock, client_id: int) -> None:
    """What the rule sends by itself names who trains the client; it waits."""
    till.charge(client_id, 7900, TODAY - timedelta(days=3))
    words = book.words("{{ trainer.first_name }} takes time for you")
    book.mail(Trigger.OVERDUE, 3, template_id=words, by_itself=True)
    clock.advance(hours=3)
    assert book.look() == {"queued": 1}
    clock.advance(minutes=5)


@pytest.mark.parametrize("leaves", [True, False])
def test_nobody_is_told_of_a_trainer_who_has_left_or_has_another_name(
    services: Services,
    outbox: OutboxDesk,
    book: RuleBook,
    till: Till,
    clock: FakeClock,
    anna: int,
    *,
    leaves: bool,
) -> None:
    owner = outbox.owner
    hire(services, "boss", Role.OWNER)
    tom = hire(services, "tom", Role.TRAINER)
    services.records.set_trainer(owner, anna, tom.id)
    promise_the_trainer(book, till, clock, anna)
    if leaves:
        services.staff.leave(owner, tom.id)
    else:
        version = services.staff.member(owner, tom.id).version
        services.staff.edit(owner, tom.id, version, name="Thomas", login="tom", role=Role.TRAINER)
    assert outbox.deliver().sent == (0 if leaves else 1)
    (message,) = outbox.stored()
    if leaves:
        assert (message.state, message.outcome) == (MessageState.DRAFT, "figures_changed")
    else:
        assert message.text == "Thomas takes time for you"


def test_the_visit_that_is_celebrated_is_told_though_there_was_another_since(
    services: Services, outbox: OutboxDesk, book: RuleBook, clock: FakeClock, anna: int
) -> None:
    words = book.words("Your visit number {{ visit.count }}, {{ client.first_name }}")
    book.mail(Trigger.VISITS_REACHED, 1, template_id=words, by_itself=True)
    services.checkin.check_in(outbox.owner, client_id=anna, override="Guest")
    clock.advance(hours=3)
    assert book.look() == {"queued": 1}
    clock.advance(hours=3)
    services.checkin.check_in(outbox.owner, client_id=anna, override="Guest")
    version = services.directory.detail(outbox.owner, anna).version
    services.clients.edit(outbox.owner, anna, version, {"first_name": "Hannah"})
    assert outbox.deliver().sent == 1
    assert outbox.stored()[0].text == "Your visit number 1, Hannah"


@pytest.mark.parametrize("approved_before", [False, True])
def test_who_has_another_trainer_by_now_is_not_told_of_the_one_who_left(
    services: Services,
    outbox: OutboxDesk,
    book: RuleBook,
    till: Till,
    clock: FakeClock,
    anna: int,
    *,
    approved_before: bool,
) -> None:
    """What could not be written anew is the program's own words all the same: it can be once there is one."""
    owner = outbox.owner
    hire(services, "boss", Role.OWNER)
    tom, eva = hire(services, "tom", Role.TRAINER), hire(services, "eva", Role.TRAINER)
    services.records.set_trainer(owner, anna, tom.id)
    promise_the_trainer(book, till, clock, anna)
    services.staff.leave(owner, tom.id)
    assert outbox.deliver().sent == 0
    message_id = outbox.stored()[0].id
    clock.advance(minutes=5)
    if approved_before:
        assert services.outbox.approve(owner, [message_id]).done == (message_id,)
    services.records.set_trainer(owner, anna, eva.id)
    clock.advance(minutes=5)
    if approved_before:
        assert outbox.deliver().sent == 0
    else:
        assert services.outbox.approve(owner, [message_id]).done == ()
    (message,) = outbox.stored()
    assert (message.state, message.outcome) == (MessageState.DRAFT, "figures_anew")
    assert services.outbox.approve(owner, [message_id]).done == (message_id,)
    assert outbox.deliver().sent == 1
    assert outbox.stored()[0].text.lower() == "eva takes time for you"


@pytest.mark.parametrize("edited", ["template", "studio"])
def test_other_words_of_a_template_take_no_yes_back(
    services: Services,
    outbox: OutboxDesk,
    server: MailServer,
    book: RuleBook,
    till: Till,
    clock: FakeClock,
    anna: int,
    edited: str,
) -> None:
    owner = outbox.owner
    text = replace(WORDS.texts[0], text="Thank you! {{ studio.name }}")
    template = services.templates.add(owner, replace(WORDS, texts=(text,)))
    book.mail(Trigger.PAYMENT, template_id=template.row.id)
    till.pay(anna, 2900)
    clock.advance(minutes=1)
    assert book.look() == {"queued": 1}
    (message,) = outbox.stored()
    assert services.outbox.approve(owner, [message.id]).done == (message.id,)
    clock.advance(minutes=1)
    if edited == "template":
        services.templates.edit(owner, template.row.id, template.row.version, WORDS)
    else:
        services.settings.change(owner, services.settings.profile().version, name="Another name")
    assert outbox.deliver().sent == 1
    assert len(server.received) == 1
    assert outbox.stored()[0].text == message.text
