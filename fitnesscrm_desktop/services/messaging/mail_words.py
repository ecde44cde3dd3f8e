"""What a mail server that cannot be used is called in front of people."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable

from fitnesscrm_desktop.services.core.typed_text import tidy_line

_WORDS = 400

PLAIN_ONLY_HERE = (
    "Without encryption, mail is only handed to a server on this PC. Choose STARTTLS or TLS for any other."
)


NO_CODE = "The mail server’s answer has no code, so nobody can tell what it means."


def silence(error: Exception) -> str:
    """Why a server that took part of a message said nothing about it."""
    if isinstance(_behind(error), TimeoutError):
        return "The mail server did not answer in time."
    return "The mail server closed the connection in the middle."


def refused_connection(error: smtplib.SMTPResponseException, host: str, said: str) -> str:
    """Why a server that answered does not want us, with its own words."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"The mail server does not accept the user name or the password: {said}"
    return f"The mail server {host} takes nothing now: {said}"


def failed_connection(error: Exception, host: str, port: int, *, at_once: bool) -> str:
    """Why no connection could be made, or no safe one; *at_once* means TLS from the start."""
    cause = _behind(error)
    if isinstance(cause, TimeoutError) and cause is not error and not at_once:  # connected, and then nothing
        return _SILENT.format(host=host, port=port)
    for kind, words in _KINDS:
        if isinstance(cause, kind):
            return words(cause, host, port)
    return f"The mail server {host} cannot be reached: {tidy_line(str(error))[:_WORDS]}"


_SILENT = (
    "The mail server {host} lets us in on port {port} and says nothing. Perhaps it speaks TLS from the start "
    "there, as on port 465: then choose TLS as the security."
)


def _behind(error: Exception) -> Exception:
    """What really happened: smtplib calls every trouble while it waits for an answer a disconnection."""
    behind = error.__context__
    disconnected = isinstance(error, smtplib.SMTPServerDisconnected)
    return behind if disconnected and isinstance(behind, OSError) else error


def _certificate(error: Exception, host: str, _port: int) -> str:
    why = getattr(error, "verify_message", "")
    return (
        f"The certificate of {host} is not trusted ({why}). Nothing was sent. Check the name of the server; "
        "a certificate of your own can be trusted through SSL_CERT_FILE."
    )


def _no_tls(_error: Exception, host: str, port: int) -> str:
    return f"{host} does not speak TLS on port {port}. Try another security or port."


def _not_offered(error: Exception, host: str, _port: int) -> str:
    return f"{host} does not offer what is asked for: {tidy_line(str(error))} Nothing was sent."


def _no_answer(_error: Exception, host: str, port: int) -> str:
    return f"The mail server {host} does not answer on port {port}."


def _unknown(_error: Exception, host: str, _port: int) -> str:
    return f"The mail server {host} is not known. Check its name, and the network."


def _nobody_there(_error: Exception, host: str, port: int) -> str:
    return f"Nothing listens on {host}, port {port}. The mail server is down, or the port is wrong."


def _hung_up(_error: Exception, host: str, _port: int) -> str:
    return f"The mail server {host} closed the connection before it could be used."


_KINDS: tuple[tuple[type[Exception], Callable[[Exception, str, int], str]], ...] = (
    (ssl.SSLCertVerificationError, _certificate),
    (ssl.SSLError, _no_tls),
    (smtplib.SMTPNotSupportedError, _not_offered),
    (TimeoutError, _no_answer),
    (socket.gaierror, _unknown),
    (ConnectionRefusedError, _nobody_there),
    (smtplib.SMTPServerDisconnected, _hung_up),
)
"""The narrower kind first."""
