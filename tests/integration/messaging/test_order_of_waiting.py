"""Who has waited for room goes before who comes later, and who goes no more takes nobody's place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.messaging.outbox_results import MailSettings
from fitnesscrm_desktop.services.messaging.pauses import say_on_waiting
from tests.integration.messaging.test_words_anew import Debtor
from tests.integration.messaging.test_wrong_clocks import Writer, subjects
from tests.support.clock import FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People

WEEK = timedelta(days=7)


@pytest.fixture
def writer(outbox: OutboxDesk, people: People) -> Writer:
    writer = Writer(outbox, people)
    writer.cap(1)
    return writer


@pytest.fixture
def debtor(services: Services, outbox: OutboxDesk, clock: FakeClock) -> Debtor:
    services.templates.list(outbox.owner)
    debtor = Debtor(services, outbox, clock)
    Writer.cap(Writer(outbox, People(services)), 1)
    return debtor


def one_waits_for_room(outbox: OutboxDesk, writer: Writer, clock: FakeClock, rule: int) -> int:
    """The first is sent; a day later the second begins to wait; now there is room."""
    writer.write(rule)
    assert outbox.deliver().sent == 1
    clock.advance(days=1)
    waits = writer.write(rule)
    assert outbox.deliver().sent == 0
    assert outbox.see(waits).row.outcome == "weekly_cap"
    clock.advance(days=6)
    return waits


def test_what_is_dropped_as_untrue_takes_nobodys_place(
    outbox: OutboxDesk, debtor: Debtor, server: MailServer
) -> None:
    writer = Writer(outbox, People(debtor.services))
    writer.anna = debtor.anna
    rule = writer.rule()
    writer.write(rule)
    assert outbox.deliver().sent == 1
    reminder = debtor.remind(by_itself=True)
    assert outbox.deliver().sent == 0
    assert outbox.see(reminder.id).row.outcome == "weekly_cap"
    debtor.pay(7900)
    debtor.clock.advance(days=7)
    younger = writer.write(rule)
    done = outbox.deliver()
    assert (done.dropped, done.sent) == (1, 1)
    assert outbox.see(younger).row.state is MessageState.SENT
    assert subjects(server) == ["Number 1", "Number 2"]


def test_what_is_written_anew_and_asks_again_gives_its_place_up(
    outbox: OutboxDesk, debtor: Debtor, server: MailServer
) -> None:
    reminder = debtor.remind()
    assert debtor.approve() == []
    debtor.pay(4000)
    writer = Writer(outbox, People(debtor.services))
    writer.anna = debtor.anna
    writer.write(writer.rule())
    assert outbox.deliver().sent == 1
    assert subjects(server) == ["Number 1"]
    held = outbox.see(reminder.id).row
    assert (held.state, held.outcome) == (MessageState.DRAFT, "figures_anew")


def test_the_place_of_what_somebody_drops_is_the_next_ones(
    outbox: OutboxDesk, writer: Writer, clock: FakeClock
) -> None:
    rule = writer.rule()
    first = clock.now()
    writer.write(rule)
    assert outbox.deliver().sent == 1
    clock.advance(days=1)
    older = writer.write(rule)
    outbox.deliver()
    clock.advance(days=1)
    younger = writer.write(rule)
    outbox.deliver()
    outbox.services.outbox.drop(outbox.owner, [older])
    clock.set(first + WEEK)
    assert outbox.deliver().sent == 1
    assert outbox.see(younger).row.state is MessageState.SENT


def test_who_is_behind_another_still_waits_for_its_own_week(
    outbox: OutboxDesk, writer: Writer, clock: FakeClock
) -> None:
    rule, sent = writer.rule(), []
    for number in range(22):
        if number < 3:
            writer.write(rule)
        sent.append(outbox.deliver().sent)
        clock.advance(days=1)
    assert [day for day, count in enumerate(sent) if count] == [0, 7, 14]


def is_down(server: MailServer) -> Callable[[], None]:
    server.stop()
    return server.start


def refuses_all(server: MailServer) -> Callable[[], None]:
    server.manners.on_address = lambda _to: "451 4.7.1 Try later"

    def take() -> None:
        server.manners.on_address = lambda _to: None

    return take


@pytest.mark.parametrize("trouble", [is_down, refuses_all])
def test_a_server_that_was_away_lets_nobody_overtake_who_has_waited_for_room(
    outbox: OutboxDesk,
    writer: Writer,
    server: MailServer,
    clock: FakeClock,
    trouble: Callable[[MailServer], Callable[[], None]],
) -> None:
    rule = writer.rule()
    waits = one_waits_for_room(outbox, writer, clock, rule)
    outbox.queue("boris@example.com", subject="To Boris")
    back = trouble(server)
    assert outbox.deliver().troubles
    younger = writer.write(rule)
    back()
    clock.advance(minutes=2)
    assert outbox.deliver().sent == 2
    assert outbox.see(waits).row.state is MessageState.SENT
    assert outbox.see(younger).row.outcome == "weekly_cap"


def test_what_can_never_leave_gives_its_place_up(
    outbox: OutboxDesk, writer: Writer, clock: FakeClock
) -> None:
    rule = writer.rule()
    waits = one_waits_for_room(outbox, writer, clock, rule)
    service = outbox.services.messaging
    service.save_mail(outbox.owner, service.get(outbox.owner).version, MailSettings(), None)
    outbox.deliver()
    row = outbox.see(waits).row
    assert row.outcome.startswith("E-mail is not set up yet")


@pytest.mark.server_only
def test_what_another_desk_is_changing_is_not_waited_for(outbox: OutboxDesk) -> None:
    ids = [outbox.queue(f"a{number}@example.com") for number in range(3)]
    core = outbox.services.core
    with core.write() as theirs:
        theirs.session.execute(select(Message.id).where(Message.id == ids[1]).with_for_update())
        with core.write() as work:
            say_on_waiting(work, Channel.EMAIL, "Nobody listens")
    assert [outbox.see(each).row.outcome for each in ids] == ["Nobody listens", "", "Nobody listens"]


def test_a_server_that_refuses_one_message_for_now_is_asked_again_within_minutes(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    began = clock.now()
    server.manners.on_address = lambda _to: (
        "451 4.7.1 Greylisted" if clock.now() < began + timedelta(minutes=20) else None
    )
    message_id = outbox.queue()
    asked = []
    while outbox.see(message_id).row.state is not MessageState.SENT:
        tries = outbox.see(message_id).row.tries
        outbox.deliver()
        if outbox.see(message_id).row.tries > tries:
            asked.append((clock.now() - began) // timedelta(minutes=1))
        clock.advance(minutes=1)
    assert asked == [0, 1, 3, 8, 23]
