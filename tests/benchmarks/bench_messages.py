"""What it costs to send messages of the outbox, beside a bare loop over the same server."""

from __future__ import annotations

import smtplib
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import EmailMessage
from pathlib import Path
from threading import Event

import pytest

from fitnesscrm_desktop.bootstrap import Services, start
from fitnesscrm_desktop.models.values import Trigger
from fitnesscrm_desktop.paths import Home
from tests.benchmarks.table import Table, stopwatch
from tests.support.clock import FakeClock
from tests.support.outbox_desk import SENDER, OutboxDesk
from tests.support.people import People
from tests.support.rule_book import RuleBook

MESSAGES, ROUNDS = 1_000, 3
TEXT = "Dear Anna\n\n" + "We look forward to seeing you again soon. " * 10
START_SECONDS, TRIES = 0.1, 200


KINDS = {
    "keeps what it takes on disk": ("aiosmtpd.handlers.Mailbox", "mail"),
    "forgets what it takes": ("aiosmtpd.handlers.Sink",),
}


@pytest.mark.parametrize("kind", KINDS)
def bench_sending_beside_a_bare_loop(disk: Path, table: Table, kind: str) -> None:
    """1,000 messages by turns: claimed, sent and noted one by one on a disk; and a bare smtplib loop."""
    services = start(Home(disk / "studio"), clock=FakeClock())
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    with closing(services), mail_server(disk, *KINDS[kind]) as port:
        desk = OutboxDesk(services)
        desk.set_up_mail(port)
        send_bare(port, 50)
        for _ in range(ROUNDS):
            queue(services, desk)
            with stopwatch() as passed:
                sent = desk.deliver().sent
            times["ours"].append(passed())
            assert sent == MESSAGES
            with stopwatch() as passed:
                send_bare(port, MESSAGES)
            times["bare"].append(passed())
    table.ratio(
        f"1,000 e-mails, each noted on disk, to a server that {kind} / a bare smtplib loop",
        ours=statistics.median(times["ours"]),
        bare=statistics.median(times["bare"]),
        goal=2,
    )


def bench_sending_what_rules_have_written(disk: Path, table: Table) -> None:
    """As above; besides, each is looked at anew: whether it is still so, and says what it would say now."""
    services = start(Home(disk / "studio"), clock=FakeClock())
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    with closing(services), mail_server(disk, *KINDS["keeps what it takes on disk"]) as port:
        desk = OutboxDesk(services)
        desk.set_up_mail(port)
        book, people = RuleBook(services, desk.owner), People(services)
        words = book.words(TEXT.replace("Anna", "{{ client.first_name }}"), subject="Hello")
        book.mail(Trigger.CLIENT_CREATED, template_id=words, by_itself=True)
        send_bare(port, 50)
        for turn in range(ROUNDS):
            for number in range(MESSAGES):
                people.add(f"Anna Number{number}", email=f"a{number}-{turn}@example.com", language="en")
            assert book.look() == {"queued": MESSAGES}
            with stopwatch() as passed:
                sent = desk.deliver().sent
            times["ours"].append(passed())
            assert sent == MESSAGES
            page = desk.see(turn * MESSAGES + 1).html
            with stopwatch() as passed:
                send_bare(port, MESSAGES, page)
            times["bare"].append(passed())
    table.ratio(
        "1,000 e-mails of a rule, each looked at anew / a bare smtplib loop",
        ours=statistics.median(times["ours"]),
        bare=statistics.median(times["bare"]),
        goal=2,
    )


def queue(services: Services, desk: OutboxDesk) -> None:
    """1,000 approved messages."""
    for number in range(MESSAGES):
        desk.queue(f"a{number}@example.com", text=TEXT)
    assert services.outbox.counts(desk.owner).approved == MESSAGES


def send_bare(port: int, count: int, page: str = "") -> None:
    """What anybody would write who only wants it sent."""
    with smtplib.SMTP("127.0.0.1", port, "localhost") as smtp:
        for number in range(count):
            message = EmailMessage()
            message["From"], message["To"] = SENDER, f"a{number}@example.com"
            message["Subject"] = "Hello"
            message.set_content(TEXT)
            if page:
                message.add_alternative(page, subtype="html")
            smtp.send_message(message)


@contextmanager
def mail_server(folder: Path, *handler: str) -> Iterator[int]:
    """A server in a process of its own; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    where = ["-l", f"127.0.0.1:{port}", "-c", *handler]
    process = subprocess.Popen([sys.executable, "-m", "aiosmtpd", "-n", *where], cwd=folder)
    try:
        await_open(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def await_open(port: int) -> None:
    """Until it listens."""
    for _ in range(TRIES):
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        Event().wait(START_SECONDS)
    message = "the mail server does not listen"
    raise AssertionError(message)
