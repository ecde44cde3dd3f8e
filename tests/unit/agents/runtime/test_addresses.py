"""Where a model server may be."""

import pytest

from fitnesscrm_desktop.agents.runtime.addresses import Place, checked_addresses, place_of
from fitnesscrm_desktop.agents.runtime.errors import ServerTrouble

CHAT = "/v1/chat/completions"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://127.0.0.1:8080", Place("127.0.0.1", 8080, secure=False, path=CHAT)),
        (" http://localhost:11434/v1/ ", Place("localhost", 11434, secure=False, path=CHAT)),
        ("https://ai.studio.lan", Place("ai.studio.lan", 443, secure=True, path=CHAT)),
        ("http://[::1]:1234/v1/chat/completions", Place("::1", 1234, secure=False, path=CHAT)),
        ("https://host/models/v1", Place("host", 443, secure=True, path="/models" + CHAT)),
    ],
)
def test_an_address_is_understood_with_and_without_its_path(url: str, place: Place) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:8080",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "http://",
        "http://127.0.0.1:99999",
        "http://anna:secret@127.0.0.1",
        "http://127.0.0.1?to=elsewhere",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ServerTrouble):
        place_of(url)


NEAR = ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.5", "::1", "fd00::5"]
NEAR += ["::ffff:192.168.1.5"]
FAR = ["8.8.8.8", "172.32.0.1", "100.64.0.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "2a00::1"]
NOWHERE = ["0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1", "169.254.169.254", "fe80::1%eth0"]  # noqa: S104 - refused


@pytest.mark.parametrize("address", NEAR)
def test_the_own_network_is_near(address: str) -> None:
    place = place_of("http://server:8080")
    assert checked_addresses(place, public_confirmed=False, look_up=lambda *_: [address]) == [address]


@pytest.mark.parametrize("address", FAR + NOWHERE)
def test_all_else_is_not(address: str) -> None:
    with pytest.raises(ServerTrouble):
        checked_addresses(
            place_of("https://server"), public_confirmed=False, look_up=lambda *_: ["127.0.0.1", address]
        )


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_no_place_for_a_server_cannot_be_confirmed(address: str) -> None:
    with pytest.raises(ServerTrouble, match="not for servers"):
        checked_addresses(place_of("https://server"), public_confirmed=True, look_up=lambda *_: [address])


def test_a_public_server_needs_the_confirmation_and_a_secure_line() -> None:
    far = "8.8.8.8"
    assert checked_addresses(
        place_of("https://ai.example"), public_confirmed=True, look_up=lambda *_: [far]
    ) == [far]
    with pytest.raises(ServerTrouble, match="must begin with https"):
        checked_addresses(place_of("http://ai.example"), public_confirmed=True, look_up=lambda *_: [far])


def test_a_name_nobody_knows_is_told() -> None:
    nowhere = place_of(f"http://{'x' * 70}")  # longer than a name may be: nobody is asked
    with pytest.raises(ServerTrouble, match="cannot be found"):
        checked_addresses(nowhere, public_confirmed=False)
