"""A server that takes nothing is no trouble of any message: all wait for it, and go when it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.messaging.outbox_results import Waits, WaitsFor
from fitnesscrm_desktop.services.messaging.sms import JSON_STYLE
from tests.support.clock import FakeClock
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.rude_mail_server import RudeMailServer
from tests.support.sms_gateway import SmsGateway

LONGEST = timedelta(minutes=5)


def queue_many(outbox: OutboxDesk, count: int = 12) -> list[str]:
    names = [f"a{number}@example.com" for number in range(count)]
    for name in names:
        outbox.queue(name)
    return names


def an_hour_down(outbox: OutboxDesk, clock: FakeClock) -> None:
    for _ in range(60):
        assert outbox.deliver().sent == 0
        clock.advance(minutes=1)


def stop(server: MailServer) -> Callable[[], None]:
    server.stop()
    return server.start


def refuse(server: MailServer, where: str, words: str) -> Callable[[], None]:
    setattr(server.manners, where, lambda _about: words)
    return lambda: setattr(server.manners, where, lambda _about: None)


OUTAGES: dict[str, Callable[[MailServer], Callable[[], None]]] = {
    "nobody listens": stop,
    "451 to every sender": lambda server: refuse(server, "on_sender", "451 4.7.0 Try later"),
    "451 to every reader": lambda server: refuse(server, "on_address", "451 4.7.1 Try later"),
    "451 after every mail": lambda server: refuse(server, "on_mail", "451 Local error"),
    "its system": lambda server: refuse(server, "on_address", "452 4.3.1 Disk full"),
    "421 to every reader": lambda server: refuse(server, "on_address", "421 Shutting down"),
    "421 after every mail": lambda server: refuse(server, "on_mail", "421 Shutting down"),
}


@pytest.mark.parametrize("outage", list(OUTAGES))
def test_an_hour_without_a_server_costs_no_message_a_try_and_then_all_go_at_once(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock, outage: str
) -> None:
    names = queue_many(outbox)
    back = OUTAGES[outage](server)
    an_hour_down(outbox, clock)
    assert {each.tries for each in outbox.stored()} == {0}
    back()
    clock.advance(minutes=LONGEST // timedelta(minutes=1))
    assert outbox.deliver().sent == len(names)
    assert sorted(each.to for each in server.received) == sorted(names)
    if not outage.startswith(("421", "its system")):  # of which each message may have been the reason
        assert [each.to for each in server.received] == names
    assert not any(each.perhaps_twice for each in outbox.stored())


@pytest.mark.sqlite_only
@pytest.mark.parametrize("greeting", ["421 Busy", "451 Not now", "554 Not you"])
def test_a_server_that_refuses_in_its_greeting_is_left_alone_for_a_while(
    outbox: OutboxDesk, clock: FakeClock, greeting: str
) -> None:
    with RudeMailServer({"GREETING": greeting}) as rude:
        outbox.set_up_mail(rude.port)
        message_id = outbox.queue()
        assert outbox.deliver().later == 1
        assert outbox.see(message_id).row.tries == 0
        assert outbox.deliver().paused


@pytest.mark.sqlite_only
def test_a_refused_password_pauses_and_a_new_one_is_tried_at_once(
    outbox: OutboxDesk, server: MailServer
) -> None:
    server.manners.password = "right"
    outbox.set_up_mail(server.port, "wrong")
    message_id = outbox.queue()
    assert outbox.deliver().later == 1
    assert outbox.see(message_id).row.tries == 0
    outbox.set_up_mail(server.port, "right")
    assert outbox.deliver().sent == 1


def test_the_pauses_grow_to_a_few_minutes_and_begin_anew_when_the_server_was_there(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    outbox.queue()
    server.stop()
    assert pauses(outbox, clock, 6) == [1, 2, 3, 5, 5, 5]
    server.start()
    assert outbox.deliver().sent == 1
    outbox.queue()
    server.stop()
    assert pauses(outbox, clock, 2) == [1, 2]


def pauses(outbox: OutboxDesk, clock: FakeClock, count: int) -> list[int]:
    """How many minutes the server is left alone, each time until it is asked again."""
    found = []
    for _ in range(count):
        outbox.deliver()
        (waits,) = outbox.services.outbox.counts(outbox.owner).waits
        assert (waits.what, waits.messages) == (WaitsFor.SERVER, 1)
        found.append((waits.until - clock.now()) // timedelta(minutes=1))
        clock.set(waits.until - timedelta(seconds=1))
        assert outbox.deliver().paused
        clock.set(waits.until)
    return found


def test_one_full_mailbox_is_the_trouble_of_one_message(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    server.manners.on_address = {"full@example.com": "452 4.2.2 Mailbox full"}.get
    full, other = outbox.queue("full@example.com"), outbox.queue("anna@example.com")
    done = outbox.deliver()
    assert (done.sent, done.later, done.troubles) == (1, 1, ())
    assert (outbox.see(full).row.tries, outbox.see(other).row.state) == (1, MessageState.SENT)


def test_a_message_that_the_server_turns_away_does_not_stop_the_others_for_long(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    server.manners.on_address = {"odd@example.com": "421 Go away"}.get
    outbox.queue("odd@example.com")
    names = queue_many(outbox, 5)
    for _ in range(3):
        outbox.deliver()
        clock.advance(minutes=2)
    assert [each.to for each in server.received] == names


def test_a_connection_that_the_server_ends_after_some_mails_costs_nothing(
    outbox: OutboxDesk, server: MailServer
) -> None:
    taken: list[str] = []

    def enough(to: str) -> str | None:
        taken.append(to)
        return "421 Too many on one connection" if len(taken) == 3 else None

    server.manners.on_address = enough
    names = queue_many(outbox, 4)
    assert outbox.deliver().sent == 4
    assert [each.to for each in server.received] == names
    assert server.connections == 2


def test_what_a_server_has_not_taken_for_five_days_is_given_up(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    message_id = outbox.queue()
    server.stop()
    outbox.deliver()
    clock.advance(days=5)
    assert outbox.deliver().failed == 1
    row = outbox.see(message_id).row
    assert row.state is MessageState.FAILED
    assert row.outcome.startswith("Given up: Nothing listens on 127.0.0.1")


def test_who_tries_again_by_hand_does_not_wait_for_the_pause(outbox: OutboxDesk, server: MailServer) -> None:
    message_id = outbox.queue()
    server.stop()
    outbox.deliver()
    server.start()
    assert outbox.deliver().paused
    outbox.services.outbox.retry(outbox.owner, [message_id])
    assert outbox.deliver().sent == 1


@pytest.mark.sqlite_only
def test_a_pause_made_by_a_clock_that_was_ahead_is_none(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    outbox.queue()
    server.stop()
    clock.advance(hours=1)
    outbox.deliver()
    clock.advance(hours=-1)
    server.start()
    assert outbox.deliver().sent == 1


def test_a_gateway_that_is_away_stops_text_messages_and_no_mail(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    with SmsGateway() as gateway:
        service = outbox.services.messaging
        settings = replace(JSON_STYLE, url=gateway.url)
        service.save_sms(outbox.owner, service.get(outbox.owner).version, settings, "secret")
        gateway.answer = lambda _asked: (503, "Down")
        texts = [outbox.queue(f"+49151105875{n}", channel=Channel.SMS, subject="") for n in range(3)]
        outbox.queue()
        done = outbox.deliver()
        assert (done.sent, len(gateway.asked)) == (1, 3)
        assert [outbox.see(each).row.tries for each in texts] == [0, 0, 0]
        (waits,) = service_waits(outbox)
        assert (waits.what, waits.channel, waits.messages) == (WaitsFor.SERVER, Channel.SMS, 3)
        assert waits.text.endswith("503 Down")
        gateway.answer = lambda _asked: (200, "{}")
        clock.set(waits.until)
        assert outbox.deliver().sent == 3
        assert service_waits(outbox) == ()


def service_waits(outbox: OutboxDesk) -> tuple[Waits, ...]:
    return outbox.services.outbox.counts(outbox.owner).waits
