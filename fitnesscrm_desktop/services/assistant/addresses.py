"""Whether a server is in the studio or out in the world."""

from __future__ import annotations

import contextlib
import enum
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from fitnesscrm_desktop.services.core.errors import RuleBroken

_SCHEMES = {"http": 80, "https": 443}


class Nearness(enum.StrEnum):
    """How far a text goes that is sent there."""

    HERE = "here"
    """This PC."""
    STUDIO = "studio"
    """A private address: the studio's own network."""
    WORLD = "world"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """The parts of a server's address."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """The server as the owner confirms it: without the path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def server_address(url: str) -> ServerAddress:
    """The parts of *url*. Raises ``RuleBroken`` for anything that is not the address of a web server."""
    try:
        parts = urlsplit(url.strip())
        port = _SCHEMES.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError as error:
        raise RuleBroken(_LOOKS_LIKE) from error
    if parts.scheme not in _SCHEMES or not (port and parts.hostname) or parts.query or parts.fragment:
        raise RuleBroken(_LOOKS_LIKE)
    if parts.username is not None or parts.password is not None:
        raise RuleBroken("Leave the key out of the address: it has a field of its own.")
    return ServerAddress(parts.scheme, parts.hostname, port, parts.path.rstrip("/"))


def addresses_of(host: str, port: int) -> tuple[str, ...]:
    """The numeric addresses of *host*. Raises ``RuleBroken`` when nobody knows it."""
    with contextlib.suppress(ValueError):
        return (str(ipaddress.ip_address(host)),)  # needs no question to anybody
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RuleBroken(f"The server {host[:80]} cannot be found. Check its name.") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def nearness(address: str) -> Nearness:
    """How far the numeric *address* is."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if ip.is_loopback:
        return Nearness.HERE
    inside = any(ip in network for network in _PRIVATE if network.version == ip.version)
    return Nearness.STUDIO if inside else Nearness.WORLD


def for_servers(address: str) -> bool:
    """Whether a model server can be at the numeric *address* at all."""
    if nearness(address) is not Nearness.WORLD:
        return True
    ip = ipaddress.ip_address(address.partition("%")[0])
    return ip.is_global and not ip.is_multicast


def farthest(addresses: tuple[str, ...]) -> Nearness:
    """The farthest that a text may go when it is sent to one of *addresses*."""
    order = (Nearness.HERE, Nearness.STUDIO, Nearness.WORLD)
    return max((nearness(each) for each in addresses), key=order.index, default=Nearness.WORLD)


_LOOKS_LIKE = "The address of a model server looks like http://127.0.0.1:8080 or http://192.168.1.20:11434."
_PRIVATE = tuple(
    ipaddress.ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
"""RFC 1918, RFC 4193. Shared carrier addresses (RFC 6598) belong to the provider; link-local ones (RFC 3927,
RFC 4291) to whoever is on the line, in a cloud the service that knows the keys of the computer."""
