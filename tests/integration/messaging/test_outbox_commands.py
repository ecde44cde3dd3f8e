"""``fitnesscrm smtp`` and ``fitnesscrm outbox``, as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.command_line import Ran, run
from tests.support.mail_server import MailServer
from tests.support.memory_keyring import MemoryKeyring
from tests.support.outbox_desk import OutboxDesk

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


def test_ids_or_all_but_not_both(typed: Callable[..., Ran]) -> None:
    assert typed("outbox", "approve").code == 2
    assert typed("outbox", "approve", 1, "--all").code == 2
    assert typed("outbox", "approve", "one", "--json").code == 1
    assert typed("outbox", "list", "--state", "somewhere").code == 2
