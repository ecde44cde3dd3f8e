"""No test talks to another computer."""

import ipaddress
import sys
from typing import Any

GUARDED = frozenset(
    {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
)


def is_local(host: object) -> bool:
    """Whether *host* is this computer (no name is looked up to find that out)."""
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host is None or host in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse_the_network(event: str, args: tuple[Any, ...]) -> None:
    if event not in GUARDED:
        return
    target = args[0] if event in {"socket.getaddrinfo", "socket.gethostbyname"} else args[1]
    if isinstance(target, tuple):
        target = target[0]
    elif event not in {"socket.getaddrinfo", "socket.gethostbyname"}:
        return  # a path of a unix socket, or an already connected one
    if not is_local(target):
        message = f"a test wanted to reach {target!r}: only this computer is allowed"
        raise PermissionError(message)


def forbid_network() -> None:
    """Refuse everything but loopback and unix sockets, until the process ends."""
    sys.addaudithook(_refuse_the_network)
