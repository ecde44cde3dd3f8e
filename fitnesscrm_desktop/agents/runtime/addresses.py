"""Where a request to a model server goes: into the studio, or, if the owner has confirmed it, out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fitnesscrm_desktop.agents.runtime.errors import ServerTrouble
from fitnesscrm_desktop.services.assistant.addresses import (
    Nearness,
    addresses_of,
    for_servers,
    nearness,
    server_address,
)
from fitnesscrm_desktop.services.core.errors import RuleBroken

CHAT = "/v1/chat/completions"
USUAL_PORTS = {True: 443, False: 80}

Resolve = Callable[[str, int], Sequence[str]]


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
        return host if self.port == USUAL_PORTS[self.secure] else f"{host}:{self.port}"


def place_of(url: str) -> Place:
    """What *url* means: the address of a server, with or without the path of its chat service."""
    try:
        typed = server_address(url)
    except RuleBroken as reason:
        raise ServerTrouble(reason.text) from None
    base = typed.path.removesuffix("/chat/completions").removesuffix("/v1")
    return Place(typed.host, typed.port, typed.scheme == "https", base + CHAT)


def checked_addresses(
    place: Place, *, public_confirmed: bool, look_up: Resolve = addresses_of
) -> Sequence[str]:
    """The addresses of *place*, if all are allowed: a name may stand for several, and for others tomorrow."""
    try:
        addresses = look_up(place.host, place.port)
    except RuleBroken as reason:
        raise ServerTrouble(reason.text) from None
    for address in addresses:
        if nearness(address) is not Nearness.WORLD:
            continue
        if not for_servers(address):
            raise ServerTrouble(f"{place.host} is at an address that is not for servers ({address}).")
        if not public_confirmed:
            raise ServerTrouble(
                f"{place.host} is outside the studio ({address}), and that was not confirmed."
            )
        if not place.secure:
            raise ServerTrouble(f"{place.host} is outside the studio: its address must begin with https://.")
    return addresses
