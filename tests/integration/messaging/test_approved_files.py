"""Nothing goes out with files that nobody has said yes to."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Channel, MessageState, Trigger
from tests.support.clock import START
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook

BORN = START.date().replace(year=1990)


class Letter:
    """A birthday mail for Anna, with the house rules."""

    def __init__(self, services: Services, outbox: OutboxDesk) -> None:
        self.services, self.outbox, self.owner = services, outbox, outbox.owner
        self.book = RuleBook(services, outbox.owner)
        People(services).add("Anna Novak", BORN, email="anna@example.com")
        self.template = self.book.words()
        self.file = self.attach("rules.txt", b"Be kind")

    def attach(self, name: str, content: bytes) -> int:
        return self.services.templates.attach(self.owner, self.template, name, content).id

    def write(self, *, by_itself: bool = False) -> int:
        """It is written, and approved; its id."""
        self.book.mail(Trigger.BIRTHDAY, template_id=self.template, by_itself=by_itself)
        self.book.look()
        (message,) = self.outbox.stored()
        if not by_itself:
            self.approve(message.id)
        return message.id

    def approve(self, message_id: int) -> None:
        assert self.services.outbox.approve(self.owner, [message_id]).done == (message_id,)

    def change(self, how: str) -> None:
        """Somebody works on the template."""
        if how == "added":
            self.attach("offers.txt", b"Buy now")
            return
        self.services.templates.detach(self.owner, self.file)
        if how == "replaced":
            self.attach("rules.txt", b"Be quiet")


@pytest.fixture
def letter(services: Services, outbox: OutboxDesk) -> Letter:
    return Letter(services, outbox)


@pytest.mark.parametrize("by_itself", [False, True])
def test_it_goes_out_with_the_files_that_were_approved(
    letter: Letter, server: MailServer, *, by_itself: bool
) -> None:
    letter.write(by_itself=by_itself)
    assert letter.outbox.deliver().sent == 1
    (file,) = server.received[0].mail.iter_attachments()
    assert (file.get_filename(), file.get_content().strip()) == ("rules.txt", "Be kind")


@pytest.mark.parametrize("by_itself", [False, True])
@pytest.mark.parametrize("how", ["added", "taken away", "replaced"])
def test_with_other_files_it_waits_for_another_yes(
    letter: Letter, server: MailServer, how: str, *, by_itself: bool
) -> None:
    message = letter.write(by_itself=by_itself)
    letter.change(how)
    assert letter.outbox.deliver().sent == 0
    row = letter.outbox.see(message)
    assert (row.row.state, row.row.outcome, row.events[-1].text) == (
        MessageState.DRAFT,
        "files_changed",
        "files_changed",
    )
    letter.approve(message)
    assert letter.outbox.deliver().sent == 1
    assert len(server.received) == 1


def test_the_same_file_put_back_is_the_same(letter: Letter, server: MailServer) -> None:
    letter.write()
    letter.change("taken away")
    letter.attach("rules.txt", b"Be kind")
    assert letter.outbox.deliver().sent == 1
    assert len(list(server.received[0].mail.iter_attachments())) == 1


def test_who_tries_again_says_yes_to_the_files_of_now(letter: Letter, server: MailServer) -> None:
    message = letter.write()
    server.manners.on_address = lambda _address: "550 No such user"
    assert letter.outbox.deliver().failed == 1
    server.manners.on_address = lambda _address: None
    letter.change("added")
    letter.services.outbox.retry(letter.owner, [message])
    assert letter.outbox.deliver().sent == 1


def test_what_was_approved_by_an_earlier_version_goes_out(letter: Letter, server: MailServer) -> None:
    letter.write()
    with letter.services.core.write() as work:
        work.session.execute(update(Message).values(files_seal=None))
    letter.change("added")
    assert letter.outbox.deliver().sent == 1


def test_what_has_no_files_is_not_asked_about(letter: Letter) -> None:
    copy = letter.outbox.queue("+491511058756", channel=Channel.SMS)
    with letter.services.core.read() as session:
        assert session.get_one(Message, copy).files_seal is None
