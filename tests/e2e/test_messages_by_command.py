"""From a birthday to the mail that arrives, typed at a terminal, on both databases; also after days off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import keyring
import pytest
from dateutil.relativedelta import relativedelta
from keyring.backends.fail import Keyring

from tests.support.command_line import Ran, run
from tests.support.mail_server import MailServer

Typed = Callable[..., Ran]
LAST = date.today() + relativedelta(months=1, day=31)  # noqa: DTZ011 - the commands look at this PC's clock too
"""The last day of next month."""
DAYS_OFF = [LAST + timedelta(days=offset) for offset in (-1, 0, 1, 2)]


def nine(day: date) -> str:
    """Nine in the morning, as typed."""
    return f"{day}T09:00:00+00:00"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as started:
        yield started


@pytest.fixture
def typed(database_url: str, private_home: Path, server: MailServer) -> Typed:
    """Type commands on a PC without a keyring, where mail needs no password and is sent at any hour."""
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here

    def type_it(*words: object) -> Ran:
        ran = run("--db", database_url, "--json", *words)
        assert ran.code == 0, ran.err
        return ran

    mail = ("--host", "127.0.0.1", "--port", server.port, "--security", "plain")
    type_it("smtp", "set", *mail, "--from", "studio@example.org")
    return type_it


def add(typed: Typed, first: str, birthday: date) -> int:
    """Somebody with an address; the id."""
    born = birthday.replace(year=1988)
    name = ("--first", first, "--last", "Smith", "--born", born, "--email", f"{first.lower()}@example.org")
    client_id: int = typed("clients", "add", *name).document["id"]
    return client_id


def states(typed: Typed) -> list[tuple[str, str, str]]:
    """Recipient, state and rule of every message, by name."""
    found = typed("outbox", "list").document["messages"]
    return sorted((each["recipient"], each["state"], each["rule"]) for each in found)


def test_the_whole_passage(typed: Typed, server: MailServer) -> None:
    add(typed, "Anna", LAST)
    rule = typed(
        "rules", "add", "--name", "Birthday", "--when", "birthday", "--template", "birthday"
    ).document["id"]
    typed("rules", "enable", rule)
    assert typed("jobs", "run", "birthdays", "--at", nine(LAST)).document["text"] == "Found 1: 1 acted on."
    assert states(typed) == [("Anna Smith", "draft", "Birthday")]
    typed("outbox", "send", "--at", nine(LAST))
    assert server.received == []  # nobody has approved it
    typed("outbox", "approve", "--all")
    typed("outbox", "send", "--at", nine(LAST))
    typed("outbox", "send", "--at", nine(LAST))
    typed("jobs", "run", "birthdays", "--at", nine(LAST))
    (mail,) = server.received
    assert (mail.to, mail.mail["Subject"]) == ("anna@example.org", "Happy birthday, Anna!")
    assert states(typed) == [("Anna Smith", "sent", "Birthday")]
    figures = typed("rules", "show", rule).document["statistics"]
    assert (figures["matched"], figures["queued"], figures["sent"]) == (1, 1, 1)
    jobs = {each["name"]: each["last_run"] for each in typed("jobs", "list").document}
    assert jobs["birthdays"]["result"] == "done"


def test_four_days_off_over_the_end_of_a_month(typed: Typed, server: MailServer) -> None:
    names = ("Anna", "Hugo", "Olga", "Maria")
    for first, day in zip(names, DAYS_OFF, strict=True):
        add(typed, first, day)
    add(typed, "Dmitri", DAYS_OFF[-1] + timedelta(days=1))
    words = ("--name", "Birthday", "--when", "birthday", "--template", "birthday", "--by-itself")
    rule = typed("rules", "add", *words).document["id"]
    typed("rules", "enable", rule)
    typed("jobs", "run", "birthdays", "--at", nine(DAYS_OFF[-1]))
    typed("outbox", "send", "--at", nine(DAYS_OFF[-1]))
    assert [mail.to for mail in server.received] == [f"{first.lower()}@example.org" for first in names]
    typed("jobs", "run", "birthdays", "--at", nine(DAYS_OFF[-1]))
    typed("outbox", "send", "--at", nine(DAYS_OFF[-1]))
    assert len(server.received) == 4
