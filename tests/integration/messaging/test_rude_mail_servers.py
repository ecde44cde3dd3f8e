"""Mail servers that hang up too early or answer nonsense: what is surely not taken is tried again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Channel, MailSecurity, MessageState
from fitnesscrm_desktop.services.messaging.email_building import MailHead
from fitnesscrm_desktop.services.messaging.mail import MailServer, MailWay
from fitnesscrm_desktop.services.messaging.outbox_results import MailSettings
from fitnesscrm_desktop.services.messaging.ways import AnswerKind, Outgoing, WayClosed, send
from tests.support.clock import START, FakeClock
from tests.support.outbox_desk import SENDER, OutboxDesk
from tests.support.rude_mail_server import HANG_UP, RudeMailServer

PATIENCE = 10.0
NO_CODE = "The mail server’s answer has no code, so nobody can tell what it means."


@pytest.fixture
def rude() -> Iterator[RudeMailServer]:
    with RudeMailServer() as running:
        yield running


@pytest.fixture
def desk(services: Services, rude: RudeMailServer) -> OutboxDesk:
    """Give a studio whose e-mail goes through it."""
    desk = OutboxDesk(services)
    desk.set_up_mail(rude.port)
    return desk


def a_way(port: int, security: MailSecurity = MailSecurity.PLAIN, *, timeout: float = PATIENCE) -> MailWay:
    head = MailHead(MailSettings(from_address=SENDER), "Studio", "Europe/Berlin")
    return MailWay(MailServer("127.0.0.1", port, security), head, lambda: START, timeout=timeout)


def an_email() -> Outgoing:
    ends = START + timedelta(days=1)
    return Outgoing(1, Channel.EMAIL, "Anna", "a@example.com", "Hello", "Text", "", "<1@x.example>", 0, ends)


def test_who_hangs_up_before_the_dot_has_not_taken_it(rude: RudeMailServer) -> None:
    rude.says["TEXT"] = HANG_UP
    way = a_way(rude.port)
    assert way.begin(an_email()) is None
    assert rude.hung_up.wait(PATIENCE)
    answer = way.finish()
    assert (answer.kind, answer.uncertain) == (AnswerKind.LATER, False)
    assert answer.text == "The mail server closed the connection in the middle."
    rude.says.clear()
    assert send(way, an_email()).kind is AnswerKind.TAKEN
    way.close()


def test_who_hangs_up_at_the_dot_may_have_taken_it(rude: RudeMailServer) -> None:
    rude.says["DOT"] = HANG_UP
    way = a_way(rude.port)
    assert send(way, an_email()).uncertain
    way.close()


def test_what_is_refused_before_the_dot_is_refused(rude: RudeMailServer) -> None:
    rude.says.update(TEXT="552 5.3.4 Too large", DOT=HANG_UP)
    way = a_way(rude.port)
    assert way.begin(replace(an_email(), retried_blind=True)) is None
    answer = way.finish()
    assert (answer.kind, answer.uncertain, answer.text) == (AnswerKind.NEVER, False, "552 5.3.4 Too large")
    way.close()


def test_a_server_that_breaks_off_before_the_dot_is_tried_until_it_is_well(
    desk: OutboxDesk, rude: RudeMailServer, clock: FakeClock
) -> None:
    rude.says["TEXT"] = HANG_UP
    message_id = desk.queue()
    for _ in range(4):
        assert desk.deliver().later == 1
        clock.advance(hours=5)
    rude.says.clear()
    assert desk.deliver().sent == 1
    assert (desk.see(message_id).row.state, rude.taken) == (MessageState.SENT, 1)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("command", ["RCPT", "DATA", "DOT"])
def test_an_answer_without_a_code_is_a_sentence(desk: OutboxDesk, rude: RudeMailServer, command: str) -> None:
    rude.says[command] = "garbage without a code"
    message_id = desk.queue()
    assert desk.deliver().later == 1
    assert desk.see(message_id).row.outcome == NO_CODE


@pytest.mark.sqlite_only
@pytest.mark.parametrize("command", ["GREETING", "EHLO"])
def test_a_server_that_greets_without_a_code_takes_nothing(
    desk: OutboxDesk, rude: RudeMailServer, command: str
) -> None:
    rude.says.update({command: "garbage without a code", "HELO": "garbage without a code"})
    desk.queue()
    (trouble,) = desk.deliver().troubles
    assert trouble == f"The mail server 127.0.0.1 takes nothing now: {NO_CODE}"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.PLAIN])
def test_a_port_that_waits_for_tls_is_named(rude: RudeMailServer, security: MailSecurity) -> None:
    rude.says["GREETING"] = ""
    way = a_way(rude.port, security, timeout=0.2)
    with pytest.raises(WayClosed, match=f"on port {rude.port} and says nothing.*choose TLS as the security"):
        send(way, an_email())
    way.close()
