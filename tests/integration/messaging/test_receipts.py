"""A gateway that took a text message is asked later what became of it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from fitnesscrm_desktop.bootstrap import Services, build
from fitnesscrm_desktop.models.message import Message, MessageEvent, SmsReceipt
from fitnesscrm_desktop.models.values import Channel, MessageState, Receipt, RuleAction, Trigger
from fitnesscrm_desktop.services.automation.results import RuleRow
from fitnesscrm_desktop.services.clients.timeline_results import TimelineKind
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.messaging.outbox_results import SmsSettings, Which
from fitnesscrm_desktop.services.messaging.receipts import Question, keep_receipt, note_told
from fitnesscrm_desktop.services.messaging.rules import QUESTIONS
from fitnesscrm_desktop.services.messaging.sms import JSON_STYLE, TWILIO_STYLE
from fitnesscrm_desktop.services.messaging.sms_status import Told, gateway_id, told_state
from tests.support.clock import START, FakeClock
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook
from tests.support.sms_gateway import TAKEN, Answer, Asked, SmsGateway

NUMBER = "+491511058756"
ACCOUNT = "/Accounts/AC1"


class Later:
    """A gateway in the style of Twilio, and what it says of a message when it is asked."""

    def __init__(self, gateway: SmsGateway) -> None:
        self.gateway, self.says = gateway, (200, '{"sid": "SM123", "status": "sent"}')
        gateway.answer = self.answer

    def answer(self, asked: Asked) -> Answer:
        return TAKEN if asked.method == "POST" else self.says

    @property
    def questions(self) -> list[Asked]:
        return [each for each in self.gateway.asked if each.method == "GET"]


@pytest.fixture
def later() -> Iterator[Later]:
    with SmsGateway() as running:
        yield Later(running)


@pytest.fixture
def texts(services: Services, later: Later) -> OutboxDesk:
    """Give a studio whose gateway can be asked."""
    desk = OutboxDesk(services)
    at = f"{later.gateway.url}{ACCOUNT}"
    style = replace(TWILIO_STYLE, url=f"{at}/Messages.json", status_url=f"{at}/Messages/{{{{ id }}}}.json")
    save(desk, style)
    return desk


def save(desk: OutboxDesk, settings: SmsSettings) -> None:
    service = desk.services.messaging
    service.save_sms(desk.owner, service.get(desk.owner).version, settings, "secret")


def send(desk: OutboxDesk, client_id: int | None = None) -> int:
    message_id = desk.queue(NUMBER, channel=Channel.SMS, subject="", client_id=client_id)
    assert desk.deliver().sent == 1
    return message_id


def test_it_is_asked_by_its_own_name_with_the_secret_and_no_body(
    texts: OutboxDesk, later: Later, clock: FakeClock
) -> None:
    message_id = send(texts)
    assert texts.see(message_id).row.receipt is Receipt.ON_THE_WAY
    assert later.questions == [], "it was asked in the same breath"
    clock.advance(minutes=1)
    texts.deliver()
    (asked,) = later.questions
    assert (asked.path, asked.body) == (f"{ACCOUNT}/Messages/SM123.json", "")
    key = base64.b64decode(asked.headers["Authorization"].removeprefix("Basic ")).decode()
    assert key == "ACCOUNT:secret"


@pytest.mark.parametrize(
    ("says", "state", "words", "stands"),
    [
        ('{"status": "delivered", "error_code": null}', Receipt.DELIVERED, "delivered", MessageState.SENT),
        (
            '{"status": "undelivered", "error_code": 30003, "error_message": "Unreachable handset"}',
            Receipt.UNDELIVERED,
            "undelivered 30003 Unreachable handset",
            MessageState.FAILED,
        ),
    ],
)
def test_the_end_is_kept_and_shown_and_nothing_is_asked_any_more(
    texts: OutboxDesk,
    later: Later,
    people: People,
    clock: FakeClock,
    says: str,
    state: Receipt,
    words: str,
    stands: MessageState,
) -> None:
    anna = people.add()
    message_id = send(texts, anna)
    clock.advance(minutes=1)
    texts.deliver()
    later.says = (200, says)
    clock.advance(minutes=4)
    texts.deliver()
    seen = texts.see(message_id)
    assert (seen.row.state, seen.row.receipt, seen.row.receipt_text) == (stands, state, words)
    assert "gateway says" in seen.events[-1].text
    entries = texts.services.directory.timeline(texts.owner, anna).rows
    (entry,) = [each for each in entries if each.kind is TimelineKind.MESSAGE]
    assert entry.fields == ("sms", state, words)
    clock.advance(days=3)
    texts.deliver()
    assert len(later.questions) == 2


def never_arrives(texts: OutboxDesk, later: Later, clock: FakeClock) -> None:
    """The gateway says so as soon as it is asked."""
    later.says = (200, '{"status": "undelivered", "error_message": "Unreachable handset"}')
    clock.advance(minutes=5)
    texts.deliver()


def posts(later: Later) -> int:
    return len([each for each in later.gateway.asked if each.method == "POST"])


def reminded(texts: OutboxDesk, people: People) -> RuleRow:
    """A rule has sent a text message."""
    texts.no_quiet_hours()
    book = RuleBook(texts.services, texts.owner)
    people.add("Anna Novak", START.date().replace(year=1990), phone=NUMBER)
    rule = book.add(Trigger.BIRTHDAY, action=RuleAction.SMS, template_id=book.words(), by_itself=True)
    book.look()
    assert texts.deliver().sent == 1
    return rule


def started_anew(texts: OutboxDesk) -> OutboxDesk:
    return OutboxDesk(
        build(texts.services.core.database, texts.services.home, clock=texts.services.core.clock)
    )


def test_what_did_not_arrive_is_found_under_what_has_failed(
    texts: OutboxDesk, later: Later, people: People, clock: FakeClock
) -> None:
    rule = reminded(texts, people)
    never_arrives(texts, later, clock)
    (row,) = texts.services.outbox.rows(texts.owner, Which.FAILED).rows
    assert (row.state, row.outcome, row.sent_at) == (
        MessageState.FAILED,
        "undelivered Unreachable handset",
        None,
    )
    assert not texts.services.outbox.rows(texts.owner, Which.SENT).rows
    event = texts.see(row.id).events[-1]
    assert event.state is MessageState.FAILED
    assert event.text.endswith("The gateway says: undelivered Unreachable handset")
    counted = texts.services.rules.statistics(texts.owner, rule.id)
    assert (counted.sent, counted.failed) == (0, 1)


def test_what_did_not_arrive_can_be_tried_again_and_is_sent_once_more(
    texts: OutboxDesk, later: Later, people: People, clock: FakeClock
) -> None:
    reminded(texts, people)
    never_arrives(texts, later, clock)
    again = started_anew(texts)
    again.deliver()
    (row,) = again.services.outbox.rows(again.owner, Which.FAILED).rows
    assert again.services.outbox.retry(again.owner, [row.id]).done == (row.id,)
    assert again.see(row.id).row.receipt is None, "it tells of a try that is over"
    assert (again.deliver().sent, again.deliver().sent, posts(later)) == (1, 0, 2)
    assert again.see(row.id).row.receipt is Receipt.ON_THE_WAY
    never_arrives(again, later, clock)
    again.services.outbox.retry(again.owner, [row.id])
    assert (again.deliver().sent, posts(later)) == (1, 3)
    later.says = (200, '{"status": "delivered"}')
    clock.advance(minutes=5)
    again.deliver()
    seen = again.see(row.id).row
    assert (seen.state, seen.receipt) == (MessageState.SENT, Receipt.DELIVERED)
    again.services.close()


def test_what_is_said_of_the_first_try_counts_nothing_for_the_second(
    texts: OutboxDesk, later: Later, people: People, clock: FakeClock
) -> None:
    """Two PCs ask at once, and the slower one hears its answer when somebody has tried again."""
    reminded(texts, people)
    (row,) = texts.stored()
    with texts.services.core.read() as session:
        first = session.get_one(SmsReceipt, row.id).gateway_id
    never_arrives(texts, later, clock)
    texts.services.outbox.retry(texts.owner, [row.id])
    with texts.services.core.write() as work:
        keep_receipt(work, row.id, "SM124")
        work.session.execute(update(Message).values(state=MessageState.SENT, sent_at=work.now))
        told = Told(Receipt.UNDELIVERED, "undelivered Unreachable handset")
        assert not note_told(work, texts.owner, Question(row.id, first), told)
    seen = texts.see(row.id).row
    assert (seen.state, seen.receipt) == (MessageState.SENT, Receipt.ON_THE_WAY)


def test_what_was_tried_again_is_not_sent_a_third_time_after_a_restore(
    texts: OutboxDesk, later: Later, people: People, clock: FakeClock
) -> None:
    """The backup knows of the first try and of its end."""
    reminded(texts, people)
    never_arrives(texts, later, clock)
    (row,) = texts.services.outbox.rows(texts.owner, Which.FAILED).rows
    with texts.services.core.read() as session:
        last = session.scalars(select(func.max(MessageEvent.id))).one()
    texts.services.outbox.retry(texts.owner, [row.id])
    assert (texts.deliver().sent, posts(later)) == (1, 2)
    with texts.services.core.write() as work:
        work.session.execute(delete(MessageEvent).where(MessageEvent.id > last))
        work.session.execute(update(Message).values(state=MessageState.APPROVED, sent_at=None))
    texts.deliver()
    assert posts(later) == 2
    assert texts.see(row.id).row.outcome.startswith("Was sent before the restore")


def test_it_is_asked_for_about_two_days_and_then_never_again(
    texts: OutboxDesk, later: Later, clock: FakeClock
) -> None:
    message_id = send(texts)
    for _ in range(200):
        clock.advance(minutes=30)
        texts.deliver()
    assert len(later.questions) == len(QUESTIONS)
    assert timedelta(days=1) < sum(QUESTIONS, timedelta()) < timedelta(days=3)
    seen = texts.see(message_id)
    assert seen.row.receipt is Receipt.UNKNOWN
    assert "never said" in seen.events[-1].text


def test_a_gateway_that_is_away_is_asked_later(texts: OutboxDesk, later: Later, clock: FakeClock) -> None:
    message_id = send(texts)
    later.says = (503, "down")
    clock.advance(minutes=1)
    texts.deliver()
    assert texts.see(message_id).row.receipt is Receipt.ON_THE_WAY
    later.says = (200, '{"status": "delivered"}')
    clock.advance(minutes=4)
    texts.deliver()
    assert texts.see(message_id).row.receipt is Receipt.DELIVERED


def test_one_message_that_the_gateway_knows_nothing_of_keeps_it_from_no_other(
    texts: OutboxDesk, later: Later, clock: FakeClock
) -> None:
    ids = iter(["SM1", "SM2"])
    later.gateway.answer = lambda asked: (
        (201, f'{{"sid": "{next(ids)}"}}')
        if asked.method == "POST"
        else (404, "No such message")
        if "SM1" in asked.path
        else (200, '{"status": "delivered"}')
    )
    first, second = send(texts), send(texts)
    clock.advance(minutes=1)
    texts.deliver()
    assert texts.see(first).row.receipt is Receipt.ON_THE_WAY
    assert texts.see(second).row.receipt is Receipt.DELIVERED


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_a_gateway_that_answers_nobody_is_not_asked_about_the_others(
    texts: OutboxDesk, later: Later, clock: FakeClock, status: int
) -> None:
    send(texts)
    send(texts)
    later.says = (status, "No")
    clock.advance(minutes=1)
    texts.deliver()
    assert len(later.questions) == 1


def test_another_gateway_is_not_asked_about_messages_of_the_one_before(
    texts: OutboxDesk, clock: FakeClock
) -> None:
    message_id = send(texts)
    with SmsGateway() as another:
        at = f"{another.url}{ACCOUNT}"
        style = replace(
            TWILIO_STYLE, url=f"{at}/Messages.json", status_url=f"{at}/Messages/{{{{ id }}}}.json"
        )
        save(texts, style)
        clock.advance(minutes=1)
        texts.deliver()
        assert another.asked == []
    seen = texts.see(message_id)
    assert seen.row.receipt is Receipt.UNKNOWN
    assert "not asked any more" in seen.events[-1].text


def test_what_was_kept_without_a_host_is_asked_about(
    texts: OutboxDesk, later: Later, clock: FakeClock
) -> None:
    message_id = send(texts)
    with texts.services.core.write() as work:
        work.session.get_one(SmsReceipt, message_id).gateway_id = "SM123"
    later.says = (200, '{"status": "delivered"}')
    clock.advance(minutes=1)
    texts.deliver()
    assert texts.see(message_id).row.receipt is Receipt.DELIVERED


def test_a_gateway_that_cannot_be_asked_leaves_it_at_that(
    texts: OutboxDesk, later: Later, clock: FakeClock
) -> None:
    save(texts, replace(JSON_STYLE, url=later.gateway.url))
    message_id = send(texts)
    clock.advance(days=1)
    texts.deliver()
    assert texts.see(message_id).row.receipt is None
    assert later.questions == []
    with texts.services.core.read() as session:
        assert session.scalars(select(SmsReceipt)).all() == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "status_url",
    [
        "https://gateway.example/state",
        "http://gateway.example/{{ id }}",
        "{{ id }}",
        "https://x.example/{{ text }}",
    ],
)
def test_where_to_ask_is_checked(texts: OutboxDesk, status_url: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(texts, replace(JSON_STYLE, status_url=status_url))
    assert set(refused.value.fields) == {"status_url"}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('{"sid": "SM1"}', "SM1"),
        ('{"id": 17}', "17"),
        ('{"messages": [{"message-id": "ab"}]}', "ab"),
        ("OK 17", ""),
        ("[]", ""),
    ],
)
def test_what_a_gateway_calls_a_message(content: str, name: str) -> None:
    assert gateway_id(content) == name


def test_what_a_gateway_says_in_its_own_words() -> None:
    assert told_state('{"status": "DELIVRD"}') == Told(Receipt.DELIVERED, "DELIVRD")
    assert told_state('{"results": [{"status": "expired"}]}').state is Receipt.UNDELIVERED
    assert told_state("nonsense") == Told(Receipt.ON_THE_WAY, "")
