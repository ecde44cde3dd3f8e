"""The daemon on a PC without a keyring: told the master password it sends, else it says what waits."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import keyring
import pytest
from keyring.backends import fail

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.cli.jobs import CANNOT_SEND
from fitnesscrm_desktop.paths import Home
from fitnesscrm_desktop.services.messaging.outbox_results import VaultState
from tests.support.command_line import run
from tests.support.logs import LogGuard
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk

MASTER, PASSWORD = "a long master password", "correct horse battery"
PATIENCE = 60


@pytest.fixture
def waiting(server: MailServer) -> None:
    """Leave one approved message in a studio whose mail password lies in a vault."""
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    assert run("db", "upgrade").code == 0
    services = start(Home.find(), None)
    desk = OutboxDesk(services)
    services.messaging.unlock(desk.owner, MASTER)
    server.manners.password = PASSWORD
    desk.set_up_mail(server.port, PASSWORD)
    desk.queue()
    services.close()


@contextmanager
def daemon(given: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "fitnesscrm_desktop", "jobs", "daemon"]
    without = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, stdin=given, stdout=pipe, stderr=pipe, env=without, text=True, encoding="utf-8"
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def test_the_daemon_reads_the_master_password_and_sends(waiting: None, server: MailServer) -> None:
    with daemon(subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(f"{MASTER}\n")
        process.stdin.flush()
        assert server.took_one.wait(PATIENCE)


def test_a_wrong_master_password_ends_it(waiting: None, server: MailServer) -> None:
    with daemon(subprocess.PIPE) as process:
        _out, err = process.communicate("something else\n", timeout=PATIENCE)
        assert (process.returncode, err) == (1, "The master password is wrong.\n")


SILENT = pytest.param(
    subprocess.PIPE, marks=pytest.mark.skipif(os.name == "nt", reason="nobody can look into a pipe there")
)


@pytest.mark.parametrize("given", [subprocess.DEVNULL, SILENT])
def test_without_it_the_daemon_says_at_once_that_no_mail_can_leave(
    waiting: None, server: MailServer, given: int
) -> None:
    with daemon(given) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == f"{CANNOT_SEND[VaultState.LOCKED]}\n"
    assert server.received == []


def test_one_round_asks_for_it_as_well(waiting: None, server: MailServer) -> None:
    ran = run("jobs", "run", "outbox", "--json", typed=f"{MASTER}\n")
    assert (ran.code, ran.document["result"], ran.document["text"]) == (0, "done", "Messages: 1 sent.")
    assert len(server.received) == 1


def test_one_round_without_it_fails_and_says_what_is_missing(
    waiting: None, server: MailServer, expected_log: LogGuard
) -> None:
    expected_log("the job outbox failed")
    ran = run("jobs", "run", "outbox", "--json", typed="")
    assert (ran.code, ran.document["result"]) == (1, "failed")
    assert "The master password is missing" in ran.document["text"]
    assert "a line of standard input" in ran.document["text"]
    (job,) = [each for each in run("jobs", "list", "--json").document if each["name"] == "outbox"]
    assert job["last_run"]["result"] == "failed"
    assert server.received == []


def test_a_password_is_kept_in_a_new_vault_by_two_lines(server: MailServer) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    assert run("db", "upgrade").code == 0
    given = ["--host", "127.0.0.1", "--port", server.port, "--security", "plain", "--from", "a@example.com"]
    alone = run("smtp", "set", *given, "--user", "studio", typed=f"{PASSWORD}\n")
    assert alone.code == 1
    assert "as the next line of standard input" in alone.err
    kept = run("smtp", "set", *given, "--user", "studio", "--json", typed=f"{PASSWORD}\n{MASTER}\n")
    assert (kept.code, kept.document["has_password"]) == (0, True)
    without = run("smtp", "set", *given, "--json")
    assert (without.code, without.document["has_password"]) == (0, False)
