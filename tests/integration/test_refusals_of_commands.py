"""What a script gets from a refused command: exit 1, one sentence on stderr, its document if asked for."""

from __future__ import annotations

import keyring
import pytest
import typer
from keyring.backends import fail

from fitnesscrm_desktop.bootstrap import start
from fitnesscrm_desktop.cli import agents, jobs, model, outbox, rules, sending, templates
from fitnesscrm_desktop.paths import Home
from tests.support.command_line import run
from tests.support.logs import LogGuard
from tests.support.mail_server import MailServer
from tests.support.outbox_desk import OutboxDesk
from tests.support.sms_gateway import SmsGateway

pytestmark = pytest.mark.sqlite_only

REFUSED = 1
GROUPS: dict[str, typer.Typer] = {
    "jobs": jobs.app,
    "rules": rules.app,
    "tasks": rules.tasks_app,
    "templates": templates.app,
    "smtp": sending.smtp_app,
    "sms": sending.sms_app,
    "messages": sending.app,
    "outbox": outbox.app,
    "model": model.app,
    "agents": agents.app,
}
NEVER_REFUSED = {
    *("jobs list", "jobs daemon", "rules list", "templates list"),
    *("messages show", "model list", "agents status"),
}
"""Nothing that is typed there can mean nothing."""
REFUSALS: tuple[tuple[str, ...], ...] = (
    ("jobs", "run", "nothing"),
    ("jobs", "run", "outbox"),
    ("jobs", "run", "backup", "--at", "soon"),
    ("rules", "show", "99"),
    ("rules", "add", "--name", "", "--when", "birthday", "--template", "birthday"),
    ("rules", "add", "--name", "A", "--when", "birthday", "--template", "nothing"),
    ("rules", "add", "--name", "A", "--when", "birthday", "--template", "birthday", "--if", "plan is 99"),
    ("rules", "add", "--name", "A", "--when", "overdue", "--days", "0", "--template", "overdue_final"),
    ("rules", "edit", "99", "--name", "B"),
    ("rules", "archive", "99"),
    ("rules", "restore", "99"),
    ("rules", "enable", "99"),
    ("rules", "disable", "99"),
    ("rules", "dry-run", "99"),
    ("rules", "dry-run", "--days", "-1"),
    ("tasks", "list", "--limit", "-1"),
    ("tasks", "list", "--limit", "0"),
    ("tasks", "done", "99"),
    ("templates", "preview", "nothing", "--client", "1"),
    ("smtp", "set", "--host", "mail.example.com", "--security", "plain"),
    ("smtp", "test", "--to", "nobody"),
    ("sms", "set", "--url", "nowhere"),
    ("sms", "test", "--to", "12"),
    ("messages", "set", "--quiet-from", "25:00"),
    ("messages", "set", "--weekly-cap", "-1"),
    ("outbox", "list", "--limit", "0"),
    ("outbox", "list", "--limit", "-1"),
    ("outbox", "show", "99"),
    ("outbox", "edit", "99", "--subject", "A"),
    ("outbox", "approve", "99"),
    ("outbox", "approve", "98", "99"),
    ("outbox", "drop", "99"),
    ("outbox", "retry", "99"),
    ("outbox", "send"),
    ("model", "add", "no-such-file.gguf"),
    ("model", "remove", "nothing"),
    ("model", "test", "nothing"),
    ("model", "use", "nothing"),
    ("model", "server", "nowhere"),
    ("model", "settings", "--threads", "0"),
    ("agents", "draft", "birthday", "--client", "99"),
)


@pytest.fixture
def studio() -> None:
    """Leave one approved message that no server is named for."""
    assert run("db", "upgrade").code == 0
    services = start(Home.find(), None)
    OutboxDesk(services).queue()
    services.close()


@pytest.mark.parametrize("line", REFUSALS, ids=" ".join)
def test_a_refusal_is_one_sentence_and_one_document(
    studio: None, line: tuple[str, ...], expected_log: LogGuard
) -> None:
    if line == ("jobs", "run", "outbox"):
        expected_log("the job outbox failed")
    plain, scripted = run(*line), run(*line, "--json")
    for told in (plain, scripted):
        assert told.code == REFUSED, told
        assert len(told.err.splitlines()) == 1, told
        assert told.err.strip().endswith((".", "?", "”")), "it is no sentence"
    assert plain.out == ""
    assert isinstance(scripted.document, dict)


def test_every_command_is_looked_at() -> None:
    there = {
        f"{group} {command.name}"
        for group, commands in GROUPS.items()
        for command in commands.registered_commands
    }
    assert there - NEVER_REFUSED == {" ".join(line[:2]) for line in REFUSALS}


def test_the_reason_for_many_messages_is_given_once(studio: None) -> None:
    told = run("outbox", "drop", 98, 99).err.strip()
    assert told == "Nothing was dropped: there is no such message (98, 99)."


def test_a_gateway_without_a_secret_needs_no_master_password() -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    with SmsGateway() as gateway, MailServer() as server:
        assert run("db", "upgrade").code == 0
        assert run("sms", "set", "--url", gateway.url, "--body", "{{ to }} {{ text }}").code == 0
        tested = run("sms", "test", "--to", "+491711234567")
        assert (tested.code, tested.err, len(gateway.asked)) == (0, "", 1)
        services = start(Home.find(), None)
        desk = OutboxDesk(services)
        desk.set_up_mail(server.port)
        desk.queue()
        services.close()
        sent = run("outbox", "send", "--json")
        assert (sent.code, sent.document["sent"]) == (0, 1)
        assert len(server.received) == 1


def test_mail_goes_out_while_only_text_messages_wait_for_the_master_password() -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    with MailServer() as server:
        assert run("db", "upgrade").code == 0
        words = ("--like", "json", "--url", "http://127.0.0.1:9", "--sender", "Studio")
        assert run("sms", "set", *words, typed="\n").code == 0
        services = start(Home.find(), None)
        desk = OutboxDesk(services)
        desk.set_up_mail(server.port)
        desk.queue()
        services.close()
        sent = run("outbox", "send", "--json")
        assert (sent.code, sent.document["sent"]) == (0, 1)
