"""After a backup is put in the place of the database, nothing is sent again that has left since."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.automation import RuleMatch
from fitnesscrm_desktop.models.message import Message, MessageEvent
from fitnesscrm_desktop.models.values import Channel, MessageState, RuleAction, Trigger
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.sent_record import SentRecord
from tests.support.clock import START, FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook

BORN = START.date().replace(year=1990)
SAID = "Was sent before the restore, on 2026-03-04"


def restore(outbox: OutboxDesk, state: MessageState = MessageState.APPROVED) -> None:
    """Put all messages back to where they stood when the backup was made."""
    with outbox.services.core.write() as work:
        stood = {"state": state, "sent_at": None, "outcome": "", "tries": 0}
        work.session.execute(update(Message).values(**stood))


def test_what_waits_again_is_known_as_sent(outbox: OutboxDesk, server: MailServer, clock: FakeClock) -> None:
    message = outbox.queue()
    assert outbox.deliver().sent == 1
    restore(outbox)
    clock.advance(days=30)
    new = outbox.queue("boris@example.com")
    assert outbox.deliver().sent == 1
    assert [each.to for each in server.received] == ["anna@example.com", "boris@example.com"]
    row = outbox.see(message)
    assert row.row.state is MessageState.SENT
    assert row.row.outcome.startswith(SAID)
    assert row.row.sent_at is not None
    assert row.row.sent_at - START < timedelta(minutes=1)
    assert row.events[-1].text == row.row.outcome
    assert outbox.see(new).row.outcome != row.row.outcome


@pytest.mark.parametrize("state", [MessageState.DRAFT, MessageState.FAILED])
def test_a_program_that_starts_looks_through_all_that_waits(
    outbox: OutboxDesk, server: MailServer, state: MessageState
) -> None:
    message = outbox.queue()
    outbox.deliver()
    restore(outbox, state)
    again = build(outbox.services.core.database, outbox.services.home, clock=outbox.services.core.clock)
    again.outbox.deliver(outbox.owner)
    assert outbox.see(message).row.state is MessageState.SENT
    assert len(server.received) == 1


def test_an_occasion_that_is_found_anew_is_not_written_of_again(
    services: Services, outbox: OutboxDesk, server: MailServer
) -> None:
    """The backup is older than what the rule has found."""
    book = RuleBook(services, outbox.owner)
    People(services).add("Anna Novak", BORN, email="anna@example.com")
    book.mail(Trigger.BIRTHDAY, by_itself=True)
    book.look()
    assert outbox.deliver().sent == 1
    with services.core.write() as work:
        for table in (MessageEvent, Message, RuleMatch):
            work.session.execute(delete(table))
    People(services).add("Boris Novak", BORN, email="boris@example.com")
    assert book.look() == {"queued": 2}
    assert outbox.deliver().sent == 1
    assert [each.to for each in server.received] == ["anna@example.com", "boris@example.com"]
    assert {each.state for each in outbox.stored()} == {MessageState.SENT}


def test_a_visit_with_the_same_number_is_another_visit(
    services: Services, outbox: OutboxDesk, server: MailServer
) -> None:
    book = RuleBook(services, outbox.owner)
    anna = People(services).add("Anna Novak", email="anna@example.com")
    rule = book.mail(Trigger.PAYMENT, by_itself=True)

    def found() -> None:
        with services.core.write() as work:
            match = RuleMatch(
                rule_id=rule.id,
                client_id=anna,
                occurrence="payment:1",
                on_day=START.date(),
                at=work.now,
                state="queued",
            )
            work.session.add(match)
            work.session.flush()
            message = work.session.get_one(Message, outbox_id)
            message.match_id, message.rule_id = match.id, rule.id

    outbox_id = outbox.queue(client_id=anna)
    found()
    assert outbox.deliver().sent == 1
    with services.core.write() as work:
        for table in (MessageEvent, Message, RuleMatch):
            work.session.execute(delete(table))
    outbox_id = outbox.queue(client_id=anna)
    found()
    assert outbox.deliver().sent == 1
    assert len(server.received) == 2


@pytest.mark.parametrize("state", [MessageState.DRAFT, MessageState.APPROVED])
def test_a_letter_that_is_in_the_post_is_not_printed_again(outbox: OutboxDesk, state: MessageState) -> None:
    service, owner = outbox.services.outbox, outbox.owner
    posted, other = (outbox.queue("Hill Road 1", channel=Channel.LETTER) for _ in range(2))
    assert service.mark_copied(owner, [posted]).done == (posted,)
    restore(outbox, state)
    if state is MessageState.DRAFT:
        again = build(outbox.services.core.database, outbox.services.home, clock=outbox.services.core.clock)
        again.outbox.deliver(owner)
        service.approve(owner, [posted, other])
    assert service.letters(owner, []).ids == (other,)
    row = outbox.see(posted).row
    assert row.state is MessageState.SENT
    assert row.outcome.startswith(SAID)


def test_a_letter_of_an_occasion_that_is_found_anew_is_not_printed_again(
    services: Services, outbox: OutboxDesk
) -> None:
    book = RuleBook(services, outbox.owner)
    home = {"street": "Hill Road 1", "postal_code": "12345", "city": "Berlin"}
    People(services).add("Anna Novak", BORN, **home)
    book.add(Trigger.BIRTHDAY, action=RuleAction.LETTER, template_id=book.words(), by_itself=True)
    book.look()
    services.outbox.mark_copied(outbox.owner, services.outbox.letters(outbox.owner, []).ids)
    with services.core.write() as work:
        for table in (MessageEvent, Message, RuleMatch):
            work.session.execute(delete(table))
    assert book.look() == {"queued": 1}
    with pytest.raises(RuleBroken, match="no approved letter to print"):
        services.outbox.letters(outbox.owner, [])


def test_a_copy_that_was_passed_on_is_not_copied_again(outbox: OutboxDesk) -> None:
    service, owner = outbox.services.outbox, outbox.owner
    message = outbox.queue("", channel=Channel.COPY)
    service.mark_copied(owner, [message])
    restore(outbox)
    with pytest.raises(RuleBroken, match="passed on before the restore"):
        service.words_to_pass_on(owner, message)
    assert outbox.see(message).row.state is MessageState.SENT


def test_text_messages_are_known_too(outbox: OutboxDesk) -> None:
    message = outbox.queue("+491511058756", channel=Channel.SMS)
    with outbox.services.core.read() as session:
        wire_id = session.get_one(Message, message).wire_id
    SentRecord(outbox.services.home.sent).add([wire_id], START)
    outbox.deliver()
    assert outbox.see(message).row.state is MessageState.SENT


def test_who_was_interrupted_after_the_servers_yes_sends_it_once(
    outbox: OutboxDesk, server: MailServer
) -> None:
    message = outbox.queue()
    outbox.deliver()
    restore(outbox)
    with outbox.services.core.write() as work:
        work.session.execute(update(Message).values(perhaps_twice=True))
    outbox.deliver()
    row = outbox.see(message).row
    assert (row.state, row.perhaps_twice, len(server.received)) == (MessageState.SENT, False, 1)
    assert row.outcome.startswith("Was sent right before the program ended, on 2026-03-04")


def test_what_was_not_taken_is_not_in_the_record(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    server.manners.on_mail = lambda _to: "451 Come back later"
    outbox.queue()
    assert outbox.deliver().later == 1
    server.manners.on_mail = lambda _to: None
    clock.advance(hours=1)
    assert outbox.deliver().sent == 1


def test_without_the_record_it_is_sent(outbox: OutboxDesk, server: MailServer) -> None:
    outbox.queue()
    outbox.deliver()
    shutil.rmtree(outbox.services.home.sent)
    restore(outbox)
    again = build(outbox.services.core.database, outbox.services.home, clock=outbox.services.core.clock)
    assert again.outbox.deliver(outbox.owner).sent == 1
    assert len(server.received) == 2
