"""The way to the mail server: nothing leaves unless it is safe, and every trouble has a sentence."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import text

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.studio import Studio
from fitnesscrm_desktop.models.values import Channel, MailSecurity, MessageState
from fitnesscrm_desktop.services.core.errors import Conflict, RuleBroken
from fitnesscrm_desktop.services.messaging.email_building import MailHead
from fitnesscrm_desktop.services.messaging.mail import LONGEST_IN_ALL, LONGEST_TRY, MailWay
from fitnesscrm_desktop.services.messaging.mail import MailServer as Server
from fitnesscrm_desktop.services.messaging.outbox_results import (
    MailSettings,
    SendingRules,
    VaultState,
    WayState,
)
from fitnesscrm_desktop.services.messaging.rules import CLAIM_LASTS, OWN_CLAIM_LASTS
from fitnesscrm_desktop.services.messaging.ways import AnswerKind, Outgoing, send
from tests.support.clock import START, FakeClock
from tests.support.mail_server import MailServer
from tests.support.memory_keyring import MemoryKeyring
from tests.support.outbox_desk import SENDER, OutboxDesk

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a certificate for 127.0.0.1 that nobody but itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test mail server")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return file


@pytest.fixture(params=[MailSecurity.STARTTLS, MailSecurity.TLS])
def safe_server(certificate: Path, request: pytest.FixtureRequest) -> Iterator[MailServer]:
    """Give a server that speaks TLS at once, or after STARTTLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with MailServer(tls=context, from_the_start=request.param is MailSecurity.TLS) as running:
        yield running


def security_of(server: MailServer) -> MailSecurity:
    return MailSecurity.TLS if server.from_the_start else MailSecurity.STARTTLS


@pytest.mark.sqlite_only
def test_a_certificate_nobody_vouches_for_is_refused_unless_trusted(
    services: Services,
    safe_server: MailServer,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    clock: FakeClock,
) -> None:
    desk = OutboxDesk(services)
    desk.set_up_mail(safe_server.port, security=security_of(safe_server))
    desk.queue()
    done = desk.deliver()
    assert safe_server.received == []
    assert "The certificate of 127.0.0.1 is not trusted (self-signed certificate)" in done.troubles[0]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    clock.advance(minutes=1)
    assert desk.deliver().sent == 1


@pytest.mark.sqlite_only
def test_nothing_is_sent_when_starttls_is_not_offered(outbox: OutboxDesk, server: MailServer) -> None:
    outbox.set_up_mail(server.port, security=MailSecurity.STARTTLS)
    outbox.queue()
    assert "does not offer what is asked for" in outbox.deliver().troubles[0]
    assert server.received == []


@pytest.mark.sqlite_only
def test_tls_on_a_plain_port_is_told(outbox: OutboxDesk, server: MailServer) -> None:
    outbox.set_up_mail(server.port, security=MailSecurity.TLS)
    outbox.queue()
    assert f"127.0.0.1 does not speak TLS on port {server.port}" in outbox.deliver().troubles[0]


@pytest.mark.sqlite_only
def test_plain_text_goes_to_this_pc_only(outbox: OutboxDesk, server: MailServer) -> None:
    for host in ("mail.example.com", "192.168.1.5", "localhost.example.com"):
        with pytest.raises(RuleBroken, match="Without encryption") as refused:
            outbox.set_up_mail(server.port, host=host)
        assert set(refused.value.fields) == {"security"}
    with outbox.services.core.write() as work:
        work.session.execute(text("UPDATE messaging_settings SET smtp_host = 'mail.example.com'"))
    outbox.queue()
    assert "Without encryption" in outbox.deliver().troubles[0]


def test_the_password_is_kept_in_the_keyring_and_nowhere_else(
    outbox: OutboxDesk, server: MailServer, memory_keyring: MemoryKeyring, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.manners.password = PASSWORD
    outbox.set_up_mail(server.port, PASSWORD)
    outbox.queue()
    assert outbox.deliver().sent == 1
    server.manners.password, server.manners.refusal = "another", "535 no, not {password}"
    outbox.queue()
    done = outbox.deliver()
    assert done.troubles == (
        "The mail server does not accept the user name or the password: 535 no, not •••",
    )
    assert memory_keyring.get_password("FitnessCRM", "smtp.password") == PASSWORD
    ours = [each.getMessage() for each in caplog.records if each.name != "mail.log"]  # else the server's
    assert PASSWORD not in "".join(ours)
    assert PASSWORD not in repr(outbox.services.messaging.get(outbox.owner))
    assert PASSWORD not in repr(Server("h", 25, MailSecurity.TLS, "u", PASSWORD)), "a traceback may show it"
    assert PASSWORD not in everything_stored(outbox.services)
    for file in outbox.services.home.root.rglob("*"):
        assert not file.is_file() or PASSWORD.encode() not in file.read_bytes()


def everything_stored(services: Services) -> str:
    """Every value of every row of every table."""
    from fitnesscrm_desktop.models.registry import Base

    with services.core.read() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in session.execute(table.select())]
    assert any("messaging.mail" in str(row) for row in rows), "the audit entry was looked at as well"
    return "\n".join(map(str, rows))


@pytest.mark.sqlite_only
def test_without_a_keyring_mail_waits_for_the_master_password(
    outbox: OutboxDesk, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring
    from keyring.backends.fail import Keyring

    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]  # keyring has no types here
    settings, owner = outbox.services.messaging, outbox.owner
    assert settings.vault(owner) is VaultState.MISSING
    server.manners.password = PASSWORD
    with pytest.raises(RuleBroken, match="master password"):
        outbox.set_up_mail(server.port, PASSWORD)
    assert settings.get(owner).mail.user == "", "half of it was stored"
    settings.unlock(owner, "a long master password")
    outbox.set_up_mail(server.port, PASSWORD)
    outbox.queue()
    assert outbox.deliver().sent == 1

    started_again = Services(outbox.services.core, outbox.services.home)
    assert started_again.messaging.vault(owner) is VaultState.LOCKED
    assert started_again.messaging.get(owner).has_password is None
    outbox.queue()
    done = started_again.outbox.deliver(owner)
    assert "The master password is missing" in done.troubles[0]
    assert started_again.outbox.counts(owner).mail is WayState.LOCKED
    assert outbox.see(2).row.tries == 0
    started_again.messaging.unlock(owner, "a long master password")
    assert started_again.outbox.deliver(owner).sent == 1


@pytest.mark.sqlite_only
def test_letters_beyond_ascii_in_a_password(outbox: OutboxDesk, server: MailServer) -> None:
    server.manners.password = "pässwörd"
    outbox.set_up_mail(server.port, "pässwörd")
    outbox.queue()
    assert outbox.deliver().sent == 1


@pytest.mark.sqlite_only
def test_a_sender_the_server_does_not_want_fails_no_message(outbox: OutboxDesk, server: MailServer) -> None:
    server.manners.on_sender = lambda _sender: "553 5.7.1 Not your address"
    for _ in range(3):
        outbox.queue()
    done = outbox.deliver()
    assert (done.failed, done.later) == (0, 3)
    assert "does not take mail from this sender: 553 5.7.1 Not your address" in done.troubles[0]


@pytest.mark.sqlite_only
def test_a_slow_server_does_not_hold_us(server: MailServer) -> None:
    server.manners.silent = True
    way = a_way(server, longest_in_all=0.2)
    answer = send(way, an_email())
    assert (answer.kind, answer.text) == (AnswerKind.LATER, "The mail server did not answer in time.")
    assert answer.uncertain
    way.close()


@pytest.mark.sqlite_only
def test_a_server_that_takes_its_time_is_waited_for_after_the_mail_and_not_before(server: MailServer) -> None:
    slow = threading.Event()

    def wait_a_little(_to: str) -> None:
        slow.wait(0.5)

    server.manners.on_mail = wait_a_little
    way = a_way(server, timeout=0.2)
    assert send(way, an_email()).kind is AnswerKind.TAKEN, "it was hung up on, and would get the mail again"
    server.manners.on_address = wait_a_little
    answer = send(way, an_email())
    assert (answer.kind, answer.uncertain) == (AnswerKind.LATER, False)
    way.close()
    assert len(server.received) == 1


def test_an_answer_to_a_mail_is_waited_for_as_long_as_the_claim_on_it_allows() -> None:
    longest = timedelta(seconds=LONGEST_IN_ALL)
    assert longest < CLAIM_LASTS - OWN_CLAIM_LASTS, "another sender would take it over meanwhile"
    assert LONGEST_IN_ALL - LONGEST_TRY >= 120


@pytest.mark.sqlite_only
def test_the_test_button_says_what_the_server_says(outbox: OutboxDesk, server: MailServer) -> None:
    assert outbox.services.messaging.test_mail(outbox.owner, "me@example.com") == "250 2.0.0 Taken"
    assert server.received[0].mail["Subject"] == "Test of Test studio"
    server.manners.on_address = lambda _to: "550 No such user"
    with pytest.raises(RuleBroken, match="550 No such user"):
        outbox.services.messaging.test_mail(outbox.owner, "me@example.com")
    assert outbox.stored() == []


@pytest.mark.sqlite_only
def test_a_made_up_studio_writes_to_nobody(outbox: OutboxDesk, server: MailServer) -> None:
    outbox.set_up_mail(587, host="mail.example.com", security=MailSecurity.STARTTLS)
    with outbox.services.core.write() as work:
        work.session.get_one(Studio, 1).demo = True
    message_id = outbox.queue()
    assert outbox.deliver().troubles == ("This studio is made up: nothing is sent to real people.",)
    assert outbox.see(message_id).row.state is MessageState.APPROVED
    outbox.set_up_mail(server.port)
    assert outbox.deliver().sent == 1, "a server on this PC is for trying it out"


@pytest.mark.sqlite_only
def test_quiet_hours_never_last_the_whole_day(outbox: OutboxDesk) -> None:
    service, owner = outbox.services.messaging, outbox.owner
    version = service.get(owner).version
    with pytest.raises(RuleBroken, match="cannot last the whole day") as refused:
        service.save_rules(owner, version, SendingRules(0, 1440))
    assert set(refused.value.fields) == {"quiet_to"}
    assert service.save_rules(owner, version, SendingRules(1, 1440)).rules.quiet_to == 1440


def test_a_stale_version_is_a_conflict(outbox: OutboxDesk) -> None:
    service, owner = outbox.services.messaging, outbox.owner
    setup = service.get(owner)
    service.save_mail(owner, setup.version, replace(setup.mail, from_name="First"))
    with pytest.raises(Conflict) as conflict:
        service.save_mail(owner, setup.version, replace(setup.mail, from_name="Second"))
    assert conflict.value.theirs == {"from_name": "First"}
    assert service.get(owner).mail.from_name == "First"


def a_way(server: MailServer, *, timeout: float = 20, longest_in_all: float = 60) -> MailWay:
    where = Server("127.0.0.1", server.port, MailSecurity.PLAIN)
    head = MailHead(MailSettings(from_address=SENDER), "Studio", "Europe/Berlin")
    return MailWay(where, head, lambda: START, timeout=timeout, longest_in_all=longest_in_all)


def an_email() -> Outgoing:
    ends = START + timedelta(days=1)
    to = "anna@example.com"
    return Outgoing(1, Channel.EMAIL, "Anna", to, "Hello", "Text", "", "<fitnesscrm.1@x.example>", 0, ends)
