"""A real mail server on this computer, which can be told to be difficult."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Received:
    """One e-mail that was taken, as it came over the wire."""

    sender: str
    to: str
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        """Taken apart."""
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def message_id(self) -> str:
        """What is the same in every try."""
        return str(self.mail["Message-ID"])


Answers = Callable[[str], str | None]
"""What the server says about an address; None: nothing against it."""


@dataclass(slots=True)
class Manners:
    """How the server behaves; may be changed while it runs."""

    on_sender: Answers = lambda _address: None
    on_address: Answers = lambda _address: None
    on_mail: Answers = lambda _to: None
    """Asked when the whole mail has come; "drop" hangs up before it is taken, "take and drop" after."""
    silent: bool = False
    """Never answers a mail."""
    password: str | None = None
    """Of the user "studio"; None: nobody has to sign in."""
    refusal: str = "535 5.7.8 Authentication credentials invalid"
    """What a wrong password is told; may hold {password}."""


@dataclass(slots=True)
class MailServer:
    """Listens on 127.0.0.1 between ``start`` and ``stop``, each time on the same port."""

    tls: ssl.SSLContext | None = None
    from_the_start: bool = False
    """TLS at once, instead of STARTTLS."""
    manners: Manners = field(default_factory=Manners)
    received: list[Received] = field(default_factory=list)
    took_one: threading.Event = field(default_factory=threading.Event)
    connections: int = 0
    port: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _open: set[Any] = field(default_factory=set)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to listen."""
        up = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(self._loop, up), daemon=True)
        self._thread.start()
        assert up.wait(PATIENCE)

    def stop(self) -> None:
        """Hang up on everybody and listen no longer."""
        if self._loop is None or self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop = self._thread = None

    def tries_by_id(self) -> Counter[str]:
        """How often each message was taken."""
        return Counter(each.message_id for each in self.received)

    def _run(self, loop: asyncio.AbstractEventLoop, up: threading.Event) -> None:
        asyncio.set_event_loop(loop)
        context = self.tls if self.from_the_start else None
        listening = loop.run_until_complete(
            loop.create_server(self._protocol, "127.0.0.1", self.port, ssl=context)
        )
        self.port = listening.sockets[0].getsockname()[1]
        up.set()
        loop.run_forever()
        listening.close()
        for protocol in list(self._open):
            if protocol.transport is not None:
                protocol.transport.abort()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(listening.wait_closed())
        loop.close()

    def _protocol(self) -> SMTP:
        self.connections += 1
        protocol = SMTP(
            _Handler(self),
            hostname="mail.test",
            enable_SMTPUTF8=True,
            tls_context=None if self.from_the_start else self.tls,
            auth_required=self.manners.password is not None,
            authenticator=self._authenticate,
            loop=self._loop,
        )
        protocol._auth_require_tls = False  # noqa: SLF001 - asked for by its name, it warns that this is unsafe
        self._open.add(protocol)
        return protocol

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        given = cast("LoginPassword", data)
        fits = given.login == b"studio" and given.password.decode() == self.manners.password
        if fits:
            return AuthResult(success=True)
        said = self.manners.refusal.format(password=given.password.decode())
        return AuthResult(success=False, handled=False, message=said)


class _Handler:
    """What aiosmtpd asks."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_MAIL(
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self._server.manners.on_sender(address)
        if refusal is not None:
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self._server.manners.on_address(address)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:
        manners, to = self._server.manners, envelope.rcpt_tos[0]
        if manners.silent:
            await asyncio.Event().wait()
        refusal = manners.on_mail(to)
        if refusal not in {None, "take and drop"}:
            if refusal == "drop":
                _hang_up(smtp)
            return refusal or ""
        content = envelope.original_content or b""
        self._server.received.append(Received(str(envelope.mail_from), to, content))
        self._server.took_one.set()
        if refusal is not None:
            _hang_up(smtp)
        return "250 2.0.0 Taken"


def _hang_up(smtp: SMTP) -> None:
    assert isinstance(smtp.transport, asyncio.WriteTransport)
    smtp.transport.abort()
