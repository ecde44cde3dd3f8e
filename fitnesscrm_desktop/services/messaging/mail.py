"""The only door to smtplib: takes e-mails to the studio's mail server, many over one connection."""

from __future__ import annotations

import base64
import ipaddress
import re
import selectors
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from fitnesscrm_desktop.models.values import MailSecurity
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import shortened, tidy_line
from fitnesscrm_desktop.services.messaging.email_building import Envelope, MailHead
from fitnesscrm_desktop.services.messaging.mail_words import (
    NO_CODE,
    PLAIN_ONLY_HERE,
    failed_connection,
    refused_connection,
    silence,
)
from fitnesscrm_desktop.services.messaging.watch import Watch
from fitnesscrm_desktop.services.messaging.ways import Answer, AnswerKind, Outgoing, WayClosed

TIMEOUT = 20.0
"""Seconds a server may be silent."""
LONGEST_TRY = 180.0
"""Seconds a message may take up to its last dot: a server that sends a letter a second is never silent."""
LONGEST_IN_ALL = 330.0
"""Seconds with the answer to the dot. RFC 5321 asks for ten minutes, because who hangs up before the answer
sends the mail twice; this is what the claim on the message allows."""
LOOK_UP, LOOK_LONG = 0.05, 1.0
"""Seconds before the last dot in which a server may be seen to hang up, with which it has not taken the mail:
on a connection that has proven nothing yet, and of a mail that may have been taken before."""
_WORDS = 400
_CLOSING = 421
_NO_ROOM = 452
_TOO_LARGE = 552
_ITS_SYSTEM = re.compile(rb"\s*4\.3\.\d")
_OK = 250
_TAKEN_ADDRESS = {250, 251, 252}
_GO_ON = 354
_AUTHENTICATED = 235
_LEAST_REFUSAL, _PERMANENT = 400, 500
_TAKEN = range(200, 300)
"""After the dot the first digit counts."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed over, and as whom."""

    host: str
    port: int
    security: MailSecurity
    user: str = ""
    password: str = field(default="", repr=False)


def is_this_pc(host: str) -> bool:
    """Whether *host* is this computer; no name is looked up to find that out."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class MailWay:
    """One connection, made with the first message and again when the server has closed it."""

    def __init__(
        self,
        server: MailServer,
        head: MailHead,
        now: Callable[[], datetime],
        *,
        timeout: float = TIMEOUT,
        longest_try: float = LONGEST_TRY,
        longest_in_all: float = LONGEST_IN_ALL,
        hurry: threading.Event | None = None,
    ) -> None:
        """*hurry* is set when nobody can wait any longer for a server that takes its time."""
        self._server, self._head, self._now = server, head, now
        self._timeout, self._longest_try, self._longest_in_all = timeout, longest_try, longest_in_all
        self._smtp: smtplib.SMTP | None = None
        self._proven = False
        self._begun = False
        self._look = 0.0
        self._watch = Watch(self._cut, hurry=hurry)

    def begin(self, message: Outgoing) -> Answer | None:
        """Everything but the dot that ends a mail: without it no server takes it. Raises ``WayClosed``."""
        try:
            envelope = self._head.envelope(message, self._now())
        except RuleBroken as error:
            return Answer(AnswerKind.NEVER, error.text)
        self._watch.begin(self._longest_try)
        try:
            answer = self._offered(envelope)
        except BaseException:
            self._watch.rest()
            raise
        if answer is not None:
            self._watch.rest()
        self._begun = answer is None
        self._look = LOOK_LONG if message.retried_blind else 0.0 if self._proven else LOOK_UP
        return answer

    def finish(self) -> Answer:
        """The dot, and what the server says to it. Raises ``WayClosed``."""
        smtp, self._begun = self._smtp, False
        if smtp is None:
            raise ValueError("there is no message to hand over")
        early = self._early(smtp)
        if early is not None:
            self._watch.rest()
            self._forget()
            return early
        try:
            self._be_patient(self._watch.go_on(self._longest_in_all))
            code, words = smtp.getreply()
            self._be_patient(self._timeout)
        except (smtplib.SMTPException, OSError) as error:
            self._forget()
            return Answer(AnswerKind.LATER, silence(error), uncertain=True)
        finally:
            self._watch.rest()
        if code < _LEAST_REFUSAL and code not in _TAKEN:
            self._forget()
            return Answer(AnswerKind.LATER, self._said(code, words), uncertain=True)
        if code not in _TAKEN:
            return self._refused(smtp, code, words, finishing=True)
        self._proven = True
        return Answer(AnswerKind.TAKEN, self._said(code, words))

    def _early(self, smtp: smtplib.SMTP) -> Answer | None:
        """Send the dot, unless the server has hung up or refused before it: then surely nothing was taken."""
        try:
            if not heard_within(smtp, self._look):
                smtp.send(b".\r\n")
                return None
            code, words = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            return Answer(AnswerKind.LATER, silence(error))
        return Answer(AnswerKind.NEVER if code >= _PERMANENT else AnswerKind.LATER, self._said(code, words))

    def close(self) -> None:
        """Say goodbye, if there is a connection; in the middle of a mail just hang up."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            if not self._begun:
                with suppress(smtplib.SMTPException, OSError):
                    smtp.quit()
            smtp.close()
        self._watch.end()

    # --- one message ------------------------------------------------------------------------------------

    def _offered(self, envelope: Envelope) -> Answer | None:
        """A server that has taken mails may want each connection to end some time: then another is made."""
        try:
            return self._offer(self._connected(), envelope)
        except _Enough:
            return self._offer(self._connected(), envelope)

    def _offer(self, smtp: smtplib.SMTP, envelope: Envelope) -> Answer | None:
        """The mail transaction, step by step, because each step's refusal means something else."""
        if envelope.utf8 and not smtp.has_extn("smtputf8"):
            return Answer(AnswerKind.NEVER, "The mail server does not know addresses with such letters.")
        try:
            code, words = smtp.mail(envelope.sender, _options(smtp, envelope))
            if code != _OK:
                return self._sender_refused(smtp, code, words)
            code, words = smtp.rcpt(envelope.to)
            if code in _TAKEN_ADDRESS:
                code, words = smtp.docmd("DATA")
            if code != _GO_ON:
                return self._refused(smtp, code, words)
            smtp.send(_dotted(envelope.content))
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self._forget()
            return Answer(AnswerKind.LATER, silence(error))
        return None

    def _sender_refused(self, smtp: smtplib.SMTP, code: int, words: bytes) -> Answer:
        """A message may be too large; any other refusal of the sender would meet every message."""
        if code == _TOO_LARGE or code < _PERMANENT:
            return self._refused(smtp, code, words, to_anybody=code != _NO_ROOM)
        self._reset(smtp)
        raise WayClosed(f"The mail server does not take mail from this sender: {self._said(code, words)}")

    def _refused(
        self,
        smtp: smtplib.SMTP,
        code: int,
        words: bytes,
        *,
        to_anybody: bool = False,
        finishing: bool = False,
    ) -> Answer:
        """What a refusal means, said before the reader was named (*to_anybody*) or of a whole mail."""
        kind = AnswerKind.NEVER if code >= _PERMANENT else AnswerKind.LATER
        said = self._said(code, words)
        if code == _CLOSING:
            self._forget()
            if self._proven and not finishing:
                raise _Enough
        elif code < 0:  # what it says next may be meant for anything
            self._forget()
        else:
            self._reset(smtp)
        of_server = kind is AnswerKind.LATER and (to_anybody or _of_server(words)) and not self._proven
        if code == _CLOSING or (code >= _LEAST_REFUSAL and of_server):
            raise WayClosed(f"The mail server takes nothing now: {said}", by_message=not to_anybody)
        return Answer(kind, said)

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._forget()

    # --- the connection ---------------------------------------------------------------------------------

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        self._proven = False
        server = self._server
        if server.security is MailSecurity.PLAIN and not is_this_pc(server.host):
            raise WayClosed(PLAIN_ONLY_HERE)
        try:
            self._smtp = self._opened()
            if self._smtp.sock is not None:  # or the last dot waits for the server to confirm what was before
                self._smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._smtp.ehlo_or_helo_if_needed()
            if server.security is MailSecurity.STARTTLS:
                self._smtp.starttls(context=ssl.create_default_context())
                self._smtp.ehlo()
            if server.user:
                _sign_in(self._smtp, server)
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self._forget()
            raise WayClosed(self._why_not(error)) from error
        return self._smtp

    def _opened(self) -> smtplib.SMTP:
        server = self._server
        name = socket.gethostname() or "localhost"
        name = name if name.isascii() else "localhost"
        if server.security is MailSecurity.TLS:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, name, timeout=self._timeout, context=context)
        return smtplib.SMTP(server.host, server.port, name, timeout=self._timeout)

    def _be_patient(self, seconds: float) -> None:
        if self._smtp is not None and self._smtp.sock is not None:
            self._smtp.sock.settimeout(seconds)

    def _forget(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _cut(self) -> None:
        sock = getattr(self._smtp, "sock", None)
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    # --- words ------------------------------------------------------------------------------------------

    def _said(self, code: int, words: bytes) -> str:
        """The server's own words, without our password in case it repeats it."""
        if code < 0:
            return NO_CODE
        text = words.decode("utf-8", "replace")
        if self._server.password:
            text = text.replace(self._server.password, "•••")
        return shortened(f"{code} {tidy_line(text)}".strip(), _WORDS)

    def _why_not(self, error: Exception) -> str:
        host, port = self._server.host, self._server.port
        if isinstance(error, smtplib.SMTPResponseException):
            words = error.smtp_error
            said = self._said(error.smtp_code, words if isinstance(words, bytes) else words.encode())
            return refused_connection(error, host, said)
        return failed_connection(error, host, port, at_once=self._server.security is MailSecurity.TLS)


class _Enough(Exception):
    """The server ends a connection on which it has taken mails."""


def _of_server(words: bytes) -> bool:
    """Whether the server says of a refusal that its system is to blame (RFC 3463: X.3.X)."""
    return _ITS_SYSTEM.match(words) is not None


def heard_within(smtp: smtplib.SMTP, seconds: float) -> bool:
    """Whether the server says something in the middle of a mail, or has hung up; nothing is taken away."""
    sock, file = smtp.sock, smtp.file
    if sock is None or file is None:
        return False
    with selectors.DefaultSelector() as looking:
        looking.register(sock, selectors.EVENT_READ)
        if not looking.select(seconds):
            return False
    patience = sock.gettimeout()
    sock.settimeout(0)
    try:
        file.peek(1)
    except ssl.SSLWantReadError:  # something between the two ends of TLS, which is nothing to us
        return False
    finally:
        sock.settimeout(patience)
    return True


def _sign_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    """As the server offers it; letters beyond ASCII only fit into AUTH PLAIN, as UTF-8."""
    if server.user.isascii() and server.password.isascii():
        smtp.login(server.user, server.password)
        return
    words = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode("ascii")
    code, said = smtp.docmd("AUTH", f"PLAIN {words}")
    if code != _AUTHENTICATED:
        raise smtplib.SMTPAuthenticationError(code, said)


def _dotted(content: bytes) -> bytes:
    """The content as DATA wants it: lines that begin with a dot get another; the last dot is missing."""
    if content.startswith(b"."):
        content = b"." + content
    content = content.replace(b"\r\n.", b"\r\n..")
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def _options(smtp: smtplib.SMTP, envelope: Envelope) -> list[str]:
    options = ["SMTPUTF8"] if envelope.utf8 else []
    if smtp.has_extn("size"):
        options.append(f"size={len(envelope.content)}")
    return options
