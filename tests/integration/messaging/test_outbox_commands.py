"""``fitnesscrm smtp`` and ``fitnesscrm outbox``, as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from fitnesscrm_desktop.models.message import Message
from fitnesscrm_desktop.models.values import MessageState
from fitnesscrm_desktop.services.core.clock import SystemClock
from fitnesscrm_desktop.services.messaging.skip_words import WAITS_AGAIN
from tests.support.command_line import Ran, run
from tests.support.mail_server import MailServer
from tests.support.memory_keyring import MemoryKeyring
from tests.support.outbox_desk import OutboxDesk
from tests.support.people import People

PASSWORD = "correct horse battery"


@pytest.fixture
def typed(database_url: str, outbox: OutboxDesk) -> Callable[..., Ran]:
    """Type a command at the studio of the test."""

    def at_it(*words: object, typed: str | None = None) -> Ran:
        return run("--db", database_url, *words, typed=typed)

    return at_it


def test_the_server_is_set_and_tested(
    typed: Callable[..., Ran], server: MailServer, memory_keyring: MemoryKeyring
) -> None:
    server.manners.password = PASSWORD
    given: list[Any] = ["--host", "127.0.0.1", "--port", server.port, "--security", "plain"]
    given += ["--from", "desk@studio.example", "--user", "studio"]
    ran = typed("smtp", "set", *given, "--json", typed=f"{PASSWORD}\n")
    assert ran.code == 0
    assert (ran.document["host"], ran.document["has_password"]) == ("127.0.0.1", True)
    assert PASSWORD not in ran.out + ran.err
    assert memory_keyring.get_password("FitnessCRM", "smtp.password") == PASSWORD
    tested = typed("smtp", "test", "--to", "me@example.com")
    assert (tested.code, [each.to for each in server.received]) == (0, ["me@example.com"])
    assert "was taken: 250 2.0.0 Taken" in tested.out
    server.manners.password = "another"
    refused = typed("smtp", "test", "--json")
    assert refused.code == 1
    assert "does not accept the user name or the password: 535" in refused.document["text"]


def test_the_help_says_what_is_read_from_standard_input(typed: Callable[..., Ran]) -> None:
    shown = " ".join(typed("smtp", "set", "--help").out.replace("│", " ").split())
    assert "line by line: first the password of the server, then the master password" in shown


def test_plain_text_over_the_network_is_refused(typed: Callable[..., Ran]) -> None:
    ran = typed("smtp", "set", "--host", "mail.example.com", "--security", "plain", "--json")
    assert ran.code == 1
    assert set(ran.document["fields"]) == {"security", "from_address"}
    assert typed("smtp", "set", "--host", "h", "--security", "none").code == 2


def test_a_draft_is_listed_approved_and_sent(
    typed: Callable[..., Ran], outbox: OutboxDesk, server: MailServer
) -> None:
    ids = [outbox.queue(f"{n}@example.com", approved=False) for n in range(3)]
    listed = typed("outbox", "list", "--json").document["messages"]
    assert [(each["id"], each["state"], each["subject"]) for each in listed] == [
        (each, "draft", "Hello") for each in reversed(ids)
    ]
    assert (listed[0]["recipient"], listed[0]["rule"]) == ("Anna Ivanova", "")
    approved = typed("outbox", "approve", ids[0], 99, "--json")
    assert approved.code == 0
    assert approved.document == {"approved": ids[:1], "refused": [{"id": 99, "reason": "not_found"}]}
    assert typed("outbox", "drop", ids[1]).out == "1 dropped.\n"
    assert typed("outbox", "approve", "--all", "--json").document["approved"] == ids[2:]
    early = typed("outbox", "send", "--at", "2026-03-04T09:59:00+01:00", "--json")
    assert (early.code, early.document["sent"]) == (0, 0), "they were written later than that"
    sent = typed("outbox", "send", "--at", "2026-03-04T10:00:00+01:00", "--json")
    assert (sent.code, sent.document["sent"]) == (0, 2)
    assert [each.to for each in server.received] == ["0@example.com", "2@example.com"]
    assert len(typed("outbox", "list", "--state", "sent", "--limit", "1", "--json").document["messages"]) == 1


def test_what_failed_is_retried(typed: Callable[..., Ran], outbox: OutboxDesk, server: MailServer) -> None:
    server.manners.on_address = lambda _to: "550 No such user"
    message_id = outbox.queue()
    failed = typed("outbox", "send", "--at", "2026-03-04T11:00:00+01:00", "--json")
    assert (failed.code, failed.document["failed"]) == (0, 1)
    assert typed("outbox", "retry", "--all", "--json").document["retried"] == [message_id]
    assert typed("outbox", "retry", 99).code == 1


def test_a_server_that_is_down_is_told_and_exits_with_1(
    typed: Callable[..., Ran], outbox: OutboxDesk, server: MailServer
) -> None:
    outbox.queue()
    server.stop()
    ran = typed("outbox", "send", "--at", "2026-03-04T11:00:00+01:00", "--json")
    assert (ran.code, ran.document["later"]) == (1, 1)
    assert "Nothing listens on 127.0.0.1" in ran.document["troubles"][0]


def test_what_another_program_has_in_its_hands_is_told(typed: Callable[..., Ran], outbox: OutboxDesk) -> None:
    outbox.queue()
    with outbox.services.core.write() as work:
        sending = {"state": MessageState.SENDING, "claim": "another", "claimed_at": SystemClock().now()}
        work.session.execute(update(Message).values(**sending))
    assert typed("outbox", "send", "--json").document["sending"] == 1
    assert "In the hands of another program: 1." in typed("outbox", "send").out


def test_a_message_is_shown_with_its_words_and_its_history(
    typed: Callable[..., Ran], outbox: OutboxDesk
) -> None:
    message_id = outbox.queue(approved=False)
    shown = typed("outbox", "show", message_id, "--json").document
    assert (shown["text"], shown["state"]) == ("Dear Anna\n\nSee you soon.", "draft")
    assert [each["state"] for each in shown["history"]] == ["draft"]
    assert "Subject: Hello\n" in typed("outbox", "show", message_id).out
    assert typed("outbox", "show", 99).code == 1


def test_a_draft_is_given_other_words(
    typed: Callable[..., Ran], outbox: OutboxDesk, server: MailServer, tmp_path: Path
) -> None:
    message_id = outbox.queue(approved=False)
    words = tmp_path / "words.txt"
    words.write_text("Dear Anna\n\nWe have moved – für immer.\n", encoding="utf-8")
    changed = typed(
        "outbox",
        "edit",
        message_id,
        "--subject",
        "Moved",
        "--body-file",
        words,
        "--to",
        "b@example.com",
        "--json",
    )
    assert (changed.code, changed.document["subject"]) == (0, "Moved")
    assert typed("outbox", "approve", message_id).code == 0
    assert typed("outbox", "send", "--at", "2026-03-04T11:00:00+01:00").code == 0
    (received,) = server.received
    assert received.to == "b@example.com"
    assert "We have moved – für immer." in received.mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    late = typed("outbox", "edit", message_id, "--subject", "Again", "--json")
    assert (late.code, late.document["error"]) == (1, "RuleBroken")


def test_other_words_come_from_standard_input_too(typed: Callable[..., Ran], outbox: OutboxDesk) -> None:
    message_id = outbox.queue(approved=False)
    changed = typed("outbox", "edit", message_id, "--body-file", "-", "--json", typed="Short.\n")
    assert changed.document["text"].strip() == "Short."
    assert typed("outbox", "edit", message_id).code == 2
    missing = typed("outbox", "edit", message_id, "--body-file", "/no/such/file", "--json")
    assert (missing.code, missing.document["error"]) == (2, "BadUsage")


def test_the_list_says_why_a_message_waits_and_until_when(
    typed: Callable[..., Ran], outbox: OutboxDesk, server: MailServer
) -> None:
    outbox.queue()
    server.stop()
    typed("outbox", "send", "--at", "2026-03-04T11:00:00+01:00")
    first, reason = typed("outbox", "list").out.splitlines()
    assert "approved" in first
    assert "Nothing listens on 127.0.0.1" in reason
    assert reason.endswith("Tried again with the next round."), "the pause was made at another moment"
    with outbox.services.core.write() as work:
        work.session.execute(update(Message).values(send_at=datetime(2199, 3, 4, 10, tzinfo=UTC)))
    assert typed("outbox", "list").out.endswith("Not before 2199-03-04 11:00.\n")


def test_a_client_shows_what_was_written(
    typed: Callable[..., Ran], outbox: OutboxDesk, people: People
) -> None:
    anna = people.add()
    message_id = outbox.queue(client_id=anna)
    (message,) = typed("clients", "show", anna, "--json").document["messages"]
    assert (message["id"], message["channel"], message["state"], message["subject"]) == (
        message_id,
        "email",
        "approved",
        "Hello",
    )
    assert message["at"].startswith("2026-03-04T")


def test_ids_or_all_but_not_both(typed: Callable[..., Ran]) -> None:
    neither = typed("outbox", "approve", "--json")
    assert (neither.code, neither.document["text"]) == (2, "Say which messages: give their ids, or --all.")
    both = typed("outbox", "approve", 1, "--all", "--json")
    assert (both.code, both.document["text"]) == (2, "Ids and --all contradict each other: give one of them.")
    assert typed("outbox", "approve", "one", "--json").code == 1
    assert typed("outbox", "list", "--state", "somewhere").code == 2


def test_sending_says_what_waits_for_what_and_until_when(
    typed: Callable[..., Ran], outbox: OutboxDesk, server: MailServer
) -> None:
    later = datetime(2199, 3, 4, 7, tzinfo=UTC)
    outbox.queue()
    for _ in range(2):
        outbox.queue(approved=False)
    with outbox.services.core.write() as work:
        for reason in ("quiet_hours", "weekly_cap"):
            message = work.session.scalar(select(Message).where(Message.state == MessageState.DRAFT).limit(1))
            assert message is not None
            message.state, message.outcome, message.send_at = MessageState.APPROVED, reason, later
            work.session.flush()
    server.stop()
    at = "2026-03-04T11:00:00+01:00"
    ran = typed("outbox", "send", "--at", at, "--json")
    assert ran.code == 1
    waiting = ran.document["waiting"]
    assert [(each["for"], each["channel"], each["messages"]) for each in waiting] == [
        ("pause", "email", 1),
        ("quiet_hours", "email", 1),
        ("weekly_cap", "email", 1),
    ]
    assert "Nothing listens" in waiting[0]["text"]
    assert waiting[1]["until"].startswith("2199-03-04T")
    said = typed("outbox", "send", "--at", at).err
    assert "E-mails waiting for the server, which is asked again 2026-03-04 11:01: 1." in said
    assert "E-mails waiting for the end of the quiet hours, 2199-03-04 08:00: 1." in said
    assert "E-mails waiting because of the weekly cap, the first until 2199-03-04 08:00: 1." in said


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("approve", "Nothing was approved: only what waits for a yes can be approved (1)."),
        ("drop", "Nothing was dropped: only what has not left can be dropped (1)."),
        (
            "retry",
            "Nothing was retried: only what failed, waits or was dropped by conditions can be retried (1).",
        ),
    ],
)
def test_what_is_past_that_is_told_for_each_deed(
    typed: Callable[..., Ran], outbox: OutboxDesk, deed: str, why: str
) -> None:
    outbox.queue()
    assert outbox.deliver().sent == 1
    ran = typed("outbox", deed, 1)
    assert (ran.code, ran.err.strip()) == (1, why)


def test_no_stable_word_is_shown_where_a_sentence_belongs(
    typed: Callable[..., Ran], outbox: OutboxDesk, server: MailServer
) -> None:
    del server
    message_id = outbox.queue()
    for word, sentence in WAITS_AGAIN.items():
        with outbox.services.core.write() as work:
            row = work.session.get_one(Message, message_id)
            row.state, row.outcome = MessageState.DRAFT, word
        assert sentence in " ".join(typed("outbox", "list").out.split())
        assert f"Why: {sentence}" in typed("outbox", "show", message_id).out


def test_what_has_waited_for_room_and_waits_for_its_server_now_says_no_other_reason(
    typed: Callable[..., Ran], outbox: OutboxDesk, server: MailServer
) -> None:
    message_id = outbox.queue()
    with outbox.services.core.write() as work:
        work.session.get_one(Message, message_id).outcome = "weekly_cap"
    server.stop()
    outbox.deliver()
    said = " ".join(typed("outbox", "list").out.split())
    assert said.endswith("Hello Goes out with the next round."), "nothing was tried yet"
