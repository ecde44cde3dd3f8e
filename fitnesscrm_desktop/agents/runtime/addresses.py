"""Where a model server may be: in the studio, or, if the owner has confirmed it, anywhere."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fitnesscrm_desktop.agents.runtime.errors import ServerTrouble

NEAR = tuple(
    ipaddress.ip_network(network)
    for network in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)
PATH = "/v1/chat/completions"

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to ask, as it was typed."""

    host: str
    port: int
    secure: bool
    path: str

    @property
    def name(self) -> str:
        """As it is shown, and as the server is told."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def place_of(url: str) -> Place:
    """What *url* means: the address of a server, with or without the path of its chat service."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise ServerTrouble("This is not the address of a server.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ServerTrouble("The address of a server begins with http:// or https://.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ServerTrouble("The address must not contain a name, a password or a question.")
    secure = parts.scheme == "https"
    base = parts.path.rstrip("/").removesuffix("/chat/completions").removesuffix("/v1")
    return Place(parts.hostname, port or (443 if secure else 80), secure, base + PATH)


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of *host*."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_near(address: str) -> bool:
    """Whether a numeric *address* is this PC or inside the studio's own network."""
    plain = _plain(address)
    return any(plain in network for network in NEAR if network.version == plain.version)


def checked_addresses(place: Place, *, public_confirmed: bool, look_up: Resolve = resolve) -> list[str]:
    """The addresses of *place*, if all are allowed: a name may stand for several, and for others tomorrow."""
    try:
        addresses = look_up(place.host, place.port)
    except (OSError, UnicodeError):
        raise ServerTrouble(f"There is no server called {place.host}.") from None
    if not addresses:
        raise ServerTrouble(f"There is no server called {place.host}.")
    for address in addresses:
        if is_near(address):
            continue
        if not _plain(address).is_global or _plain(address).is_multicast:
            raise ServerTrouble(f"{place.host} is at an address that is not for servers ({address}).")
        if not public_confirmed:
            raise ServerTrouble(
                f"{place.host} is outside the studio ({address}), and that was not confirmed."
            )
        if not place.secure:
            raise ServerTrouble(f"{place.host} is outside the studio: its address must begin with https://.")
    return addresses


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address itself, also if it is an old one in the clothes of a new one."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        return parsed.ipv4_mapped or parsed.sixtofour or parsed
    return parsed
