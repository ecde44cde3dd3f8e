"""Text messages through a gateway that speaks HTTP."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.message import MessagingSettings
from fitnesscrm_desktop.models.values import Channel, MessageState
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.outbox_results import SmsSettings
from fitnesscrm_desktop.services.messaging.sms import JSON_STYLE, NO_ANSWER, TWILIO_STYLE, UNWRITABLE, SmsWay
from fitnesscrm_desktop.services.messaging.ways import AnswerKind, Outgoing, send
from tests.support.clock import START, FakeClock
from tests.support.outbox_desk import OutboxDesk
from tests.support.rude_mail_server import RudeMailServer
from tests.support.sms_gateway import TAKEN, Asked, SmsGateway

SECRET = "s3cr3t/+&"
NUMBER = "+491511058756"


@pytest.fixture
def gateway() -> Iterator[SmsGateway]:
    """Give a gateway that listens."""
    with SmsGateway() as running:
        yield running


@pytest.fixture
def texts(services: Services, gateway: SmsGateway) -> OutboxDesk:
    """Give a studio whose text messages go through the gateway."""
    desk = OutboxDesk(services)
    save(desk, replace(TWILIO_STYLE, url=f"{gateway.url}/Accounts/AC1/Messages.json", sender="+4912345"))
    return desk


def save(desk: OutboxDesk, settings: SmsSettings, secret: str = SECRET) -> None:
    service = desk.services.messaging
    service.save_sms(desk.owner, service.get(desk.owner).version, settings, secret)


def queue(desk: OutboxDesk, text: str = "Hi Anna & all") -> int:
    return desk.queue(NUMBER, channel=Channel.SMS, subject="", text=text)


def test_the_request_is_made_as_the_gateway_wants_it(texts: OutboxDesk, gateway: SmsGateway) -> None:
    message_id = queue(texts)
    assert texts.deliver().sent == 1
    (asked,) = gateway.asked
    assert (asked.method, asked.path) == ("POST", "/Accounts/AC1/Messages.json")
    assert parse_qs(asked.body) == {"To": [NUMBER], "From": ["+4912345"], "Body": ["Hi Anna & all"]}
    key = base64.b64decode(asked.headers["Authorization"].removeprefix("Basic ")).decode()
    assert key == f"ACCOUNT:{SECRET}"
    row = texts.see(message_id).row
    assert (row.state, row.outcome) == (MessageState.SENT, "201 queued SM123")


def test_json_cannot_be_broken_by_a_text(texts: OutboxDesk, gateway: SmsGateway) -> None:
    save(texts, replace(JSON_STYLE, url=gateway.url))
    text = 'Say "hi"\n{{ secret }} \\ é'
    queue(texts, text)
    assert texts.deliver().sent == 1
    assert json.loads(gateway.asked[0].body)["text"] == text


def test_a_busy_gateway_is_asked_again_and_a_refusal_is_final(
    texts: OutboxDesk, gateway: SmsGateway, clock: FakeClock
) -> None:
    gateway.answer = lambda _asked: (429, "Too many requests")
    message_id = queue(texts)
    assert texts.deliver().later == 1
    gateway.answer = lambda _asked: (503, "Down")
    clock.advance(minutes=1)
    assert texts.deliver().later == 1
    gateway.answer = lambda _asked: (400, '{"message": "The number is not a mobile number"}')
    clock.advance(minutes=5)
    assert texts.deliver().failed == 1
    assert texts.see(message_id).row.outcome == "400 The number is not a mobile number"


@pytest.mark.sqlite_only
def test_a_wrong_secret_stops_the_round_and_is_not_repeated_to_people(
    texts: OutboxDesk, gateway: SmsGateway
) -> None:
    gateway.answer = lambda _asked: (401, f"bad key {SECRET}")
    for _ in range(3):
        queue(texts)
    done = texts.deliver()
    assert len(gateway.asked) == 1
    assert done.later == 3
    assert SECRET not in "".join(done.troubles)
    assert "Check its address and secret: 401 bad key •••" in done.troubles[0]


@pytest.mark.sqlite_only
def test_nobody_is_followed_elsewhere(texts: OutboxDesk, gateway: SmsGateway) -> None:
    with SmsGateway() as elsewhere:
        gateway.redirect_to = elsewhere.url
        gateway.answer = lambda _asked: (302, "")
        queue(texts)
        assert texts.deliver().sent == 0
        assert elsewhere.asked == []


@pytest.mark.sqlite_only
def test_silence_may_mean_that_it_was_sent(gateway: SmsGateway) -> None:
    gateway.answer = lambda _asked: None
    way = SmsWay(replace(JSON_STYLE, url=gateway.url), "", timeout=0.2)
    answer = send(way, an_outgoing())
    assert (answer.kind, answer.uncertain) == (AnswerKind.LATER, True)
    assert answer.text == "The gateway did not answer in time."


@pytest.mark.sqlite_only
def test_an_answer_that_is_none_is_called_so() -> None:
    with RudeMailServer({"GREETING": "hello"}) as rude:
        answer = send(SmsWay(replace(JSON_STYLE, url=f"http://127.0.0.1:{rude.port}"), ""), an_outgoing())
    assert (answer.kind, answer.uncertain, answer.text) == (AnswerKind.LATER, True, NO_ANSWER)


@pytest.mark.parametrize("answer", [(504, "Gateway timeout"), (502, "Bad gateway")])
def test_who_may_have_sent_it_is_asked_once_more_and_then_a_person(
    texts: OutboxDesk, gateway: SmsGateway, clock: FakeClock, answer: tuple[int, str]
) -> None:
    gateway.answer = lambda _asked: answer
    message_id = queue(texts)
    assert texts.deliver().later == 1
    assert texts.see(message_id).row.perhaps_twice
    clock.advance(minutes=1)
    assert texts.deliver().failed == 1
    clock.advance(days=1)
    assert texts.deliver().failed == 0
    assert len(gateway.asked) == 2
    assert "Find out whether it arrived" in texts.see(message_id).row.outcome


@pytest.mark.parametrize(
    "content",
    [
        '{"status": "failed", "error": "invalid number"}',
        '{"error": "no credit"}',
        '{"error_code": 30003, "status": "queued"}',
        "ERR: no credit",
    ],
)
def test_a_200_that_speaks_of_an_error_is_no_yes(
    texts: OutboxDesk, gateway: SmsGateway, content: str
) -> None:
    gateway.answer = lambda _asked: (200, content)
    message_id = queue(texts)
    assert texts.deliver().failed == 1
    assert texts.see(message_id).row.outcome.startswith("The gateway did not say yes: 200 ")


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("yes", "answer", "sent"),
    [
        ("status 201, 202", (202, "x"), True),
        ("status 201", (200, "x"), False),
        (TWILIO_STYLE.yes, (201, '{"status": "queued", "error_code": null}'), True),
        (TWILIO_STYLE.yes, (201, '{"status": "undelivered"}'), False),
        (TWILIO_STYLE.yes, (200, '{"status": "queued"}'), False),
        ("json messages.0.status is 0", (200, '{"messages": [{"status": "0"}]}'), True),
        ("json messages.0.status is 0", (200, '{"messages": [{"status": "4"}]}'), False),
        ("json messages.0.status is 0", (200, "no JSON"), False),
        ("json ok is true", (200, '{"ok": true}'), True),
        ("text has OK", (200, "OK 4711"), True),
        ("text has OK", (200, "ERR 12"), False),
        ("text has not no credit\nstatus 200", (200, "ERR: no credit"), False),
        ("text has not no credit\nstatus 200", (200, "ERR is my name"), True),
        ("", (200, '{"status": "sent", "error": null, "error_code": 0}'), True),
    ],
)
def test_the_studio_says_which_answer_means_yes(
    texts: OutboxDesk, gateway: SmsGateway, yes: str, answer: tuple[int, str], *, sent: bool
) -> None:
    save(texts, replace(JSON_STYLE, url=gateway.url, yes=yes))
    gateway.answer = lambda _asked: answer
    queue(texts)
    done = texts.deliver()
    assert (done.sent, done.failed) == (int(sent), int(not sent))


@pytest.mark.sqlite_only
def test_a_gateway_that_is_away_is_told_in_a_sentence(texts: OutboxDesk, gateway: SmsGateway) -> None:
    with SmsGateway() as gone:
        url = gone.url
    save(texts, replace(JSON_STYLE, url=url))
    queue(texts)
    assert texts.deliver().troubles == ("The gateway cannot be reached: Connection refused",)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "http://gateway.example/send"}, "url"),
        ({"url": "ftp://gateway.example"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"method": "DELETE"}, "method"),
        ({"headers": "no colon"}, "headers"),
        ({"body": "{{ to | form"}, "body"),
        ({"body": "{{ nothing_known }}"}, "body"),
        ({"body": "{{ to.__class__.__mro__ }}"}, "body"),
        ({"body": "{% for x in range(10 ** 9) %}x{% endfor %}"}, "body"),
        ({"body": '{{ "x" * 10 ** 9 }}'}, "body"),
        ({"body": "hello"}, "body"),
        ({"body": "{{ text }}"}, "body"),
        ({"body": "{{ to }}"}, "body"),
        ({"method": "GET"}, "url"),
        ({"price": -1}, "price"),
        ({"yes": "status many"}, "yes"),
        ({"yes": "status"}, "yes"),
        ({"yes": "json status"}, "yes"),
        ({"yes": "json is failed"}, "yes"),
        ({"yes": "text OK"}, "yes"),
        ({"yes": "text has "}, "yes"),
        ({"yes": "status 201\nwhatever"}, "yes"),
    ],
)
def test_settings_that_cannot_work_are_refused(
    texts: OutboxDesk, change: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(texts, replace(JSON_STYLE, **change))  # type: ignore[arg-type]  # of the right kinds
    assert set(refused.value.fields) == {field}


@pytest.mark.sqlite_only
def test_the_test_button_tells_the_gateways_answer(texts: OutboxDesk, gateway: SmsGateway) -> None:
    assert texts.services.messaging.test_sms(texts.owner, "0151 1058756") == "201 queued SM123"
    assert parse_qs(gateway.asked[0].body)["To"] == [NUMBER]
    gateway.answer = lambda _asked: (400, "Unknown sender")
    with pytest.raises(RuleBroken, match="Unknown sender"):
        texts.services.messaging.test_sms(texts.owner, NUMBER)
    assert TAKEN[0] == 201


def an_outgoing() -> Outgoing:
    ends = START + timedelta(days=1)
    return Outgoing(1, Channel.SMS, "Anna", NUMBER, "", "Hello", "", "<fitnesscrm.1@x>", 0, ends)


@pytest.mark.parametrize("text", ["Tür & Tor = 50 % + 1?", 'He said "no"\nand left \\', "Привет 👋"])
def test_what_is_told_fits_where_it_stands_without_a_filter(
    texts: OutboxDesk, gateway: SmsGateway, text: str
) -> None:
    form = "to={{ to }}&text={{ text }}"
    tellings: list[tuple[dict[str, Any], Callable[[Asked], str]]] = [
        ({"method": "GET", "url": f"{gateway.url}/send?{form}", "body": ""}, lambda it: _in_query(it.path)),
        ({"headers": "Content-Type: application/x-www-form-urlencoded", "body": form}, _in_form),
        ({"headers": "", "body": form}, _in_form),
        ({"headers": "", "body": '{"to": "{{ to }}", "text": "{{ text }}"}'}, _in_json),
        ({"headers": "Content-Type: application/json", "body": '["{{ to }}", {{ text }}]'}, _last_in_json),
        ({"body": '{"to": {{ to | json }}, "text": {{ text | json }}}'}, _in_json),
        ({"headers": "", "body": "to={{ to | url }}&text={{ text | form }}"}, _in_form),
    ]
    for fields, told in tellings:
        save(texts, replace(JSON_STYLE, **{"url": gateway.url, **fields}))
        message_id = texts.queue("+491701", channel=Channel.SMS, text=text)
        assert texts.deliver().sent == 1
        assert told(gateway.asked[-1]) == texts.see(message_id).text


def _in_query(path: str) -> str:
    return parse_qs(path.partition("?")[2])["text"][0]


def _in_form(asked: Asked) -> str:
    return parse_qs(asked.body)["text"][0]


def _in_json(asked: Asked) -> str:
    return str(json.loads(asked.body)["text"])


def _last_in_json(asked: Asked) -> str:
    return str(json.loads(asked.body)[1])


def test_what_cannot_be_written_as_a_request_has_failed_for_good_and_is_no_doubt(
    texts: OutboxDesk, gateway: SmsGateway
) -> None:
    save(texts, replace(JSON_STYLE, url=gateway.url))
    message_id = texts.queue("+491701", channel=Channel.SMS)
    with texts.services.core.write() as work:  # as an older program has let it be stored
        work.session.get_one(MessagingSettings, 1).sms_url = f"{gateway.url}/send it"
    assert texts.deliver().failed == 1
    seen = texts.see(message_id).row
    assert (seen.state, seen.outcome, seen.perhaps_twice) == (MessageState.FAILED, UNWRITABLE, False)
    assert gateway.asked == []


def test_an_address_that_cannot_be_asked_is_refused(texts: OutboxDesk) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(texts, replace(JSON_STYLE, url="https://gateway.example/send it"))
    assert "spaces" in refused.value.text
