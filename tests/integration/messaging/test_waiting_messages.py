"""What waits in the outbox follows the client: to a corrected address, and once only when two become one."""

from __future__ import annotations

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Channel, MessageState, Trigger
from tests.support.clock import START
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook

BORN = START.date().replace(year=1990)
OLD, NEW = "old@example.com", "new@example.com"
PHONE, OTHER_PHONE = "+491511058756", "+491511058757"


@pytest.fixture
def book(services: Services, outbox: OutboxDesk) -> RuleBook:
    """Give what writes rules."""
    return RuleBook(services, outbox.owner)


def edit(outbox: OutboxDesk, people: People, client_id: int, **changes: object) -> None:
    """Change a client as the desk does."""
    outbox.services.clients.edit(outbox.owner, client_id, people.version(client_id), changes)


def merge(outbox: OutboxDesk, keep: int, other: int) -> None:
    """Make one of two."""
    outbox.services.clients.merge(outbox.owner, keep, other)


def stood(message: Message) -> tuple[str, MessageState, str]:
    """Where it goes, where it stands, and why."""
    return message.to_address, message.state, message.outcome


def refuse(server: MailServer, address: str) -> None:
    """There is no such address."""
    server.manners.on_address = lambda asked: "550 No such user" if asked == address else None


def last_event(outbox: OutboxDesk, message_id: int) -> tuple[MessageState, str, str]:
    """What happened to it last."""
    event = outbox.see(message_id).events[-1]
    return event.state, event.text, event.actor


@pytest.mark.parametrize("approved", [True, False])
def test_a_corrected_address_is_that_of_what_waits(
    outbox: OutboxDesk, people: People, *, approved: bool
) -> None:
    anna = people.add(email=OLD, phone=PHONE)
    mail = outbox.queue(OLD, client_id=anna, approved=approved)
    text = outbox.queue(PHONE, client_id=anna, approved=approved, channel=Channel.SMS)
    copy = outbox.queue(PHONE, client_id=anna, approved=approved, channel=Channel.COPY)
    edit(outbox, people, anna, email=NEW, phone=OTHER_PHONE)
    state = MessageState.APPROVED if approved else MessageState.DRAFT
    assert [each.to_address for each in outbox.stored()] == [NEW, OTHER_PHONE, OTHER_PHONE]
    assert {each.state for each in outbox.stored()} == {state}
    for each in (mail, text, copy):
        assert last_event(outbox, each) == (state, "Changed: to_address", outbox.owner.name)


def test_without_an_address_what_waits_is_dropped(outbox: OutboxDesk, people: People) -> None:
    anna = people.add(email=OLD, phone=PHONE)
    mail = outbox.queue(OLD, client_id=anna)
    text = outbox.queue(PHONE, client_id=anna, channel=Channel.SMS)
    outbox.queue(PHONE, client_id=anna, channel=Channel.COPY)
    edit(outbox, people, anna, email="", phone="")
    dropped = (MessageState.DROPPED, "no_address")
    assert [stood(each) for each in outbox.stored()] == [
        (OLD, *dropped),
        (PHONE, *dropped),
        ("", MessageState.APPROVED, ""),
    ]
    for each in (mail, text):
        assert last_event(outbox, each) == (*dropped, outbox.owner.name)


def test_an_address_that_was_typed_stays(outbox: OutboxDesk, people: People) -> None:
    anna, boris = people.add(email=OLD), people.add("Boris Novak", email=OLD)
    outbox.queue("typed@example.com", client_id=anna)
    outbox.queue(OLD, client_id=boris)
    edit(outbox, people, anna, email=NEW)
    edit(outbox, people, anna, email="")
    assert [(each.to_address, each.state) for each in outbox.stored()] == [
        ("typed@example.com", MessageState.APPROVED),
        (OLD, MessageState.APPROVED),
    ]


def test_what_was_sent_keeps_the_address_it_was_sent_to(outbox: OutboxDesk, people: People) -> None:
    anna = people.add(email=OLD)
    outbox.queue(OLD, client_id=anna)
    outbox.deliver()
    edit(outbox, people, anna, email=NEW)
    (message,) = outbox.stored()
    assert (message.to_address, message.state) == (OLD, MessageState.SENT)


def test_one_person_is_greeted_once(outbox: OutboxDesk, people: People, book: RuleBook) -> None:
    keep, other = people.add(born=BORN, email=NEW), people.add(born=BORN, email=OLD)
    book.mail(Trigger.BIRTHDAY)
    assert book.look() == {"queued": 2}
    merge(outbox, keep, other)
    mine, theirs = outbox.stored()
    assert stood(mine) == (NEW, MessageState.DRAFT, "")
    assert stood(theirs) == (OLD, MessageState.DROPPED, "merged")
    assert last_event(outbox, theirs.id) == (MessageState.DROPPED, "merged", outbox.owner.name)
    assert {mine.client_id, theirs.client_id} == {keep}


def test_who_was_greeted_already_is_not_greeted_again(
    outbox: OutboxDesk, people: People, book: RuleBook
) -> None:
    keep, other = people.add(born=BORN, email=NEW), people.add(born=BORN, email=OLD)
    book.mail(Trigger.BIRTHDAY)
    book.look()
    (theirs,) = [each.id for each in outbox.stored() if each.client_id == other]
    outbox.services.outbox.approve(outbox.owner, [theirs])
    outbox.deliver()
    merge(outbox, keep, other)
    assert sorted((each.to_address, each.state) for each in outbox.stored()) == [
        (NEW, MessageState.DROPPED),
        (OLD, MessageState.SENT),
    ]


def test_what_is_not_the_same_is_said_all_the_same(
    outbox: OutboxDesk, people: People, book: RuleBook
) -> None:
    keep = people.add(born=BORN, email=NEW)
    book.mail(Trigger.BIRTHDAY)
    book.mail(Trigger.CLIENT_CREATED)
    other = people.add(email=OLD)
    assert book.look() == {"queued": 2}
    merge(outbox, keep, other)
    assert [(each.to_address, each.state) for each in outbox.stored()] == [(NEW, MessageState.DRAFT)] * 2


def test_what_waits_goes_to_the_address_that_is_kept(outbox: OutboxDesk, people: People) -> None:
    keep, other = people.add(email=NEW), people.add(email=OLD, phone=PHONE)
    mail = outbox.queue(OLD, client_id=other)
    outbox.queue(PHONE, client_id=other, channel=Channel.SMS)
    outbox.queue("typed@example.com", client_id=other)
    merge(outbox, keep, other)
    assert [each.to_address for each in outbox.stored()] == [NEW, PHONE, "typed@example.com"]
    assert last_event(outbox, mail)[1] == "Changed: to_address"


def test_a_letter_goes_to_where_somebody_has_moved(outbox: OutboxDesk, people: People) -> None:
    anna = people.add(street="Hill Road 1", postal_code="12345", city="Berlin", country="DE")
    outbox.queue("Hill Road 1\n12345 Berlin\nDE", client_id=anna, channel=Channel.LETTER)
    outbox.queue("Where the parents live", client_id=anna, channel=Channel.LETTER)
    edit(outbox, people, anna, street="Lake Road 2", city="Potsdam")
    edit(outbox, people, anna, postal_code="54321")
    assert [each.to_address for each in outbox.stored()] == [
        "Lake Road 2\n54321 Potsdam\nDE",
        "Where the parents live",
    ]
    edit(outbox, people, anna, street="")
    assert [each.outcome for each in outbox.stored()] == ["no_address", ""]


def test_a_letter_names_somebody_as_they_are_called_now(outbox: OutboxDesk, people: People) -> None:
    anna = people.add("Anna Ivanova", email=OLD)
    outbox.queue(OLD, client_id=anna, name="Anna Ivanova")
    outbox.queue(OLD, client_id=anna, name="Mrs Ivanova")
    edit(outbox, people, anna, last_name="Novak")
    assert [each.to_name for each in outbox.stored()] == ["Anna Novak", "Mrs Ivanova"]


def test_what_has_failed_is_tried_again_at_the_corrected_address(
    outbox: OutboxDesk, people: People, server: MailServer
) -> None:
    anna = people.add(email=OLD)
    failed = outbox.queue(OLD, client_id=anna)
    refuse(server, OLD)
    assert outbox.deliver().failed == 1
    edit(outbox, people, anna, email=NEW)
    assert stood(outbox.stored()[0])[:2] == (NEW, MessageState.FAILED)
    outbox.services.outbox.retry(outbox.owner, [failed])
    assert outbox.deliver().sent == 1
    assert [each.to for each in server.received] == [NEW]


def test_what_has_failed_stays_when_the_address_is_taken_away(
    outbox: OutboxDesk, people: People, server: MailServer
) -> None:
    anna = people.add(email=OLD)
    outbox.queue(OLD, client_id=anna)
    refuse(server, OLD)
    outbox.deliver()
    edit(outbox, people, anna, email="")
    assert stood(outbox.stored()[0])[:2] == (OLD, MessageState.FAILED)


def test_of_one_person_a_task_is_done_once(outbox: OutboxDesk, people: People, book: RuleBook) -> None:
    book.add(Trigger.CLIENT_CREATED)
    book.add(Trigger.BIRTHDAY)
    keep, other = people.add(born=BORN), people.add("Anna Iwanowa", born=BORN)
    people.add("Boris Novak", born=BORN)
    book.look()
    merge(outbox, keep, other)
    tasks = book.tasks()
    assert len(tasks) == 6
    assert len([each for each in tasks if each.client_id == keep and each.done_at is None]) == 2
    twice = [each for each in tasks if each.done_at is not None]
    assert {(each.client_id, each.done_by) for each in twice} == {(keep, outbox.owner.name)}


def test_a_task_that_is_done_for_one_record_is_done_for_both(
    outbox: OutboxDesk, people: People, book: RuleBook
) -> None:
    keep, other = people.add(born=BORN), people.add("Anna Iwanowa", born=BORN)
    book.add(Trigger.BIRTHDAY)
    book.look()
    (theirs,) = [each.id for each in book.tasks() if each.client_id == other]
    outbox.services.staff_tasks.done(outbox.owner, theirs)
    merge(outbox, keep, other)
    assert all(each.done_at for each in book.tasks())
