"""E-mail goes out over a real connection: once, in order, and what the server says is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import JobResult, MailSecurity, MessageState
from fitnesscrm_desktop.services.messaging.opening import DEMO
from fitnesscrm_desktop.services.messaging.outbox_results import WayState
from tests.support.clock import FakeClock
from tests.support.logs import LogGuard
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import SENDER, OutboxDesk

GONE = "550 5.1.1 No such user"


def test_what_is_approved_goes_out_and_nothing_else(outbox: OutboxDesk, server: MailServer) -> None:
    sent, draft = outbox.queue(), outbox.queue("boris@example.com", approved=False)
    done = outbox.deliver()
    assert (done.sent, done.troubles) == (1, ())
    assert [each.to for each in server.received] == ["anna@example.com"]
    seen = outbox.see(sent)
    assert (seen.row.state, seen.row.outcome, seen.row.tries) == (MessageState.SENT, "250 2.0.0 Taken", 1)
    assert [each.state for each in seen.events] == [MessageState.APPROVED, MessageState.SENT]
    assert outbox.see(draft).row.state is MessageState.DRAFT
    assert outbox.deliver().sent == 0
    assert len(server.received) == 1


def test_many_go_over_one_connection_in_the_order_they_became_due(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    expected = []
    for number in range(60):
        clock.advance(seconds=1)
        expected.append(f"a{number}@example.com")
        outbox.queue(expected[-1])
    assert outbox.deliver().sent == 60
    assert [each.to for each in server.received] == expected
    assert server.connections == 1


def test_one_refused_address_does_not_stop_the_others(outbox: OutboxDesk, server: MailServer) -> None:
    server.manners.on_address = {"nobody@example.com": GONE}.get
    for to in ("anna@example.com", "nobody@example.com", "boris@example.com"):
        outbox.queue(to)
    done = outbox.deliver()
    assert (done.sent, done.failed) == (2, 1)
    assert [each.to for each in server.received] == ["anna@example.com", "boris@example.com"]
    failed = outbox.see(2).row
    assert (failed.state, failed.outcome) == (MessageState.FAILED, GONE)


def test_what_is_refused_for_now_is_tried_again_after_growing_pauses(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    server.manners.on_address = lambda _to: "451 4.7.1 Greylisted, try later"
    message_id = outbox.queue()
    pauses = []
    for _ in range(9):
        tried_at = clock.now()
        assert outbox.deliver().later == 1
        send_at = outbox.see(message_id).row.send_at
        assert send_at is not None
        pauses.append((send_at - tried_at) // timedelta(minutes=1))
        clock.set(send_at - timedelta(seconds=1))
        assert outbox.deliver().later == 0, "it was tried before its time"
        clock.set(send_at)
    assert pauses == [1, 2, 5, 15, 30, 60, 240, 360, 360]
    server.manners.on_address = lambda _to: None
    assert outbox.deliver().sent == 1
    assert outbox.see(message_id).row.tries == 10


def test_the_message_id_is_the_same_in_every_try(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    answers = iter(["take and drop", None])
    server.manners.on_mail = lambda _to: next(answers)
    message_id = outbox.queue()
    assert outbox.deliver().later == 1
    clock.advance(minutes=1)
    assert outbox.deliver().sent == 1
    first, second = server.received
    assert first.message_id == second.message_id
    assert first.message_id.endswith("@studio.example>")
    assert outbox.see(message_id).row.perhaps_twice, "the server had it all when it went silent"


def test_what_is_taken_twice_without_a_word_waits_for_a_person(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    server.manners.on_mail = lambda _to: "take and drop"
    message_id = outbox.queue()
    assert outbox.deliver().later == 1
    for _ in range(10):
        clock.advance(hours=6)
        outbox.deliver()
    row = outbox.see(message_id).row
    assert (row.state, row.perhaps_twice) == (MessageState.FAILED, True)
    assert "took this twice without confirming it" in row.outcome
    assert server.tries_by_id().total() == 2
    server.manners.on_mail = lambda _to: None
    outbox.services.outbox.retry(outbox.owner, [message_id])
    assert outbox.deliver().sent == 1, "a person said so"


def test_a_yes_in_other_words_is_a_yes_and_babble_is_none(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    server.manners.on_mail = {"a@example.com": "251 2.0.0 Passed on", "b@example.com": "Hm"}.get
    taken, babbled = outbox.queue("a@example.com"), outbox.queue("b@example.com")
    assert (outbox.deliver().sent, outbox.see(taken).row.state) == (1, MessageState.SENT)
    assert outbox.see(babbled).row.perhaps_twice
    clock.advance(minutes=1)
    assert outbox.deliver().failed == 1


def test_a_line_cut_in_the_middle_costs_a_try_and_no_message(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    drops = {"b@example.com": 1}

    def drop_once(to: str) -> str | None:
        drops[to] = drops.get(to, 0) - 1
        return "drop" if drops[to] >= 0 else None

    server.manners.on_mail = drop_once
    for name in "abc":
        outbox.queue(f"{name}@example.com")
    done = outbox.deliver()
    assert (done.sent, done.later) == (2, 1)
    clock.advance(minutes=1)
    assert outbox.deliver().sent == 1
    assert sorted(each.to[0] for each in server.received) == ["a", "b", "c"]


def test_an_hour_without_a_server_loses_and_doubles_nothing(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    for number in range(40):
        outbox.queue(f"a{number}@example.com")
    server.stop()
    for _ in range(60):
        done = outbox.deliver()
        assert done.sent == 0
        clock.advance(minutes=1)
    assert "Nothing listens on 127.0.0.1" in outbox.stored()[0].outcome
    server.start()
    for _ in range(24 * 4):
        outbox.deliver()
        clock.advance(minutes=15)
    assert set(server.tries_by_id().values()) == {1}
    assert len(server.received) == 40
    assert {each.state for each in outbox.stored()} == {MessageState.SENT}
    assert not any(each.perhaps_twice for each in outbox.stored())


def test_it_is_given_up_after_five_days_with_the_servers_words(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    server.manners.on_address = lambda _to: "452 4.2.2 Mailbox full"
    message_id = outbox.queue()
    for _ in range(60):
        outbox.deliver()
        clock.advance(hours=3)
    row = outbox.see(message_id).row
    assert (row.state, row.outcome) == (MessageState.FAILED, "Given up: 452 4.2.2 Mailbox full")
    server.manners.on_address = lambda _to: None
    assert outbox.services.outbox.retry(outbox.owner, [message_id]).done == (message_id,)
    assert outbox.see(message_id).row.outcome == "", "what was said to the last try is said of none to come"
    assert outbox.deliver().sent == 1


def test_what_comes_too_late_is_not_sent(outbox: OutboxDesk, server: MailServer, clock: FakeClock) -> None:
    ends = clock.now() + timedelta(hours=1)
    ready, draft = outbox.queue(good_until=ends), outbox.queue(good_until=ends, approved=False)
    clock.advance(hours=2)
    assert outbox.deliver().too_late == 2
    assert outbox.see(ready).row.state is MessageState.TOO_LATE
    assert outbox.see(draft).row.state is MessageState.TOO_LATE
    assert server.received == []


def test_a_claim_of_a_dead_program_is_taken_over_and_shown(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    for name in "abc":
        outbox.queue(f"{name}@example.com")
    with outbox.services.core.write() as work:
        dead = {"state": MessageState.SENDING, "claim": "gone", "claimed_at": work.now}
        work.session.execute(update(Message).values(**dead))
    clock.advance(minutes=9)
    assert outbox.deliver().sent == 0, "its owner may still be at it"
    clock.advance(minutes=1)
    assert outbox.deliver().sent == 3
    assert [each.perhaps_twice for each in outbox.stored()] == [True, False, False]
    assert "perhaps twice" in outbox.see(1).events[1].text


def test_a_claim_from_the_future_is_of_a_clock_that_was_wrong(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock
) -> None:
    outbox.queue()
    with outbox.services.core.write() as work:
        ahead = work.now + timedelta(hours=1)
        work.session.execute(
            update(Message).values(state=MessageState.SENDING, claim="gone", claimed_at=ahead)
        )
    assert outbox.deliver().sent == 1


def test_the_job_sends_and_says_what_it_did(outbox: OutboxDesk, server: MailServer) -> None:
    server.manners.on_address = {"nobody@example.com": GONE}.get
    for to in ("anna@example.com", "nobody@example.com"):
        outbox.queue(to)
    ran = outbox.services.jobs.run_now(outbox.owner, "outbox")
    assert (ran.result, ran.text) == (JobResult.DONE, "Messages: 1 sent, 1 refused for good.")
    assert [each.to for each in server.received] == ["anna@example.com"]


@pytest.mark.sqlite_only
def test_the_outbox_job_fails_while_nothing_can_leave(
    outbox: OutboxDesk, server: MailServer, expected_log: LogGuard
) -> None:
    expected_log("the job outbox failed")
    outbox.queue()
    server.stop()
    ran = outbox.services.jobs.run_now(outbox.owner, "outbox")
    assert ran.result is JobResult.FAILED
    assert ran.text.startswith("Messages: 1 to be tried again. Nothing listens on 127.0.0.1")
    assert outbox.services.jobs.standing().failed == ("Outbox",)


def test_the_outbox_job_fails_as_long_as_messages_wait_for_a_server_that_is_down(
    outbox: OutboxDesk, server: MailServer, clock: FakeClock, expected_log: LogGuard
) -> None:
    expected_log("the job outbox failed")
    outbox.queue()
    server.stop()
    jobs, ran = outbox.services.jobs, []
    for _ in range(4):
        ran.append(jobs.run_now(outbox.owner, "outbox"))
        clock.advance(seconds=80)
    assert [each.result for each in ran] == [JobResult.FAILED] * 4
    assert ran[2].text.startswith("Messages wait for their next try. Nothing listens on 127.0.0.1")
    assert jobs.standing().failed == ("Outbox",)
    server.start()
    clock.advance(hours=1)
    assert jobs.run_now(outbox.owner, "outbox").result is JobResult.DONE
    clock.advance(minutes=1)
    assert jobs.run_now(outbox.owner, "outbox").result is JobResult.DONE
    assert jobs.standing().failed == ()


@pytest.mark.sqlite_only
def test_a_made_up_studio_whose_server_is_down_says_so(
    outbox: OutboxDesk, server: MailServer, expected_log: LogGuard
) -> None:
    expected_log("the job outbox failed")
    outbox.queue()
    server.stop()
    with outbox.services.core.write() as work:
        work.session.execute(update(Studio).values(demo=True))
    assert outbox.services.jobs.run_now(outbox.owner, "outbox").result is JobResult.FAILED


@pytest.mark.sqlite_only
def test_a_made_up_studio_that_writes_to_nobody_has_no_failed_job(outbox: OutboxDesk) -> None:
    outbox.set_up_mail(25, host="mail.example.com", security=MailSecurity.TLS)
    outbox.queue()
    with outbox.services.core.write() as work:
        work.session.execute(update(Studio).values(demo=True))
    ran = outbox.services.jobs.run_now(outbox.owner, "outbox")
    assert (ran.result, ran.text) == (
        JobResult.DONE,
        "This studio is made up: nothing is sent to real people.",
    )


def test_a_made_up_studio_without_a_mail_server_has_no_failed_job(outbox: OutboxDesk) -> None:
    outbox.set_up_mail(25, host="", from_address=SENDER)
    outbox.queue()
    with outbox.services.core.write() as work:
        work.session.execute(update(Studio).values(demo=True))
    ran = outbox.services.jobs.run_now(outbox.owner, "outbox")
    assert (ran.result, ran.text) == (JobResult.DONE, DEMO)
    assert outbox.services.outbox.counts(outbox.owner).mail is WayState.DEMO


@pytest.mark.sqlite_only
def test_nothing_is_tried_while_mail_is_not_set_up(outbox: OutboxDesk, server: MailServer) -> None:
    outbox.set_up_mail(server.port, host="", from_address=SENDER)
    message_id = outbox.queue()
    done = outbox.deliver()
    assert done.troubles == ("E-mail is not set up yet. See Settings, E-mail, or “fitnesscrm smtp set”.",)
    row = outbox.see(message_id).row
    assert (row.state, row.tries, row.outcome) == (MessageState.APPROVED, 0, done.troubles[0])
