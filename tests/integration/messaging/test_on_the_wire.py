"""What mail programs read are the bytes of a header: structured ones are plain, however long they are."""

from __future__ import annotations

import re
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest

from tests.support.mail_server import MailServer
from tests.support.outbox_desk import SENDER, OutboxDesk
from tests.support.people import People

LONG_ADDRESS = f"{'desk' * 12}@{'studio' * 8}.{'example' * 6}.example"
PLAIN_HEADERS = ("Message-ID", "List-Unsubscribe", "Date", "Reply-To", "MIME-Version", "Content-Type")
NAMES = (
    "Studio",
    "Fitness & Wellness of the Very Long Name, in the Middle of Nowhere, Registered Society (e.V.)",
    'The "Gym", formerly: B@d <boss@bad.example>, ' * 2,
    "Süd, Körper & Größe; " * 4,
    "名前" * 40,
)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("address", [SENDER, LONG_ADDRESS])
def test_structured_headers_are_folded_and_never_encoded(
    outbox: OutboxDesk, people: People, server: MailServer, name: str, address: str
) -> None:
    name = name.strip()[:100]
    outbox.set_up_mail(
        server.port, from_address=address, from_name=name, reply_to=address, unsubscribe_to=address
    )
    outbox.queue(name=name, client_id=people.add())
    assert outbox.deliver().sent == 1
    headers = headers_of(server.received[0].content)
    assert headers["List-Unsubscribe"] == f"<mailto:{address}?subject=unsubscribe>"
    assert headers["Reply-To"] == address
    assert headers["Message-ID"].startswith("<fitnesscrm.")
    for each in PLAIN_HEADERS:
        assert "=?" not in headers[each], headers[each]
    for header, to in (("From", address), ("To", "anna@example.com")):
        [(shown, found)] = getaddresses([headers[header]])
        assert found == to
        assert f"<{to}>" in headers[header], "the address itself is never encoded"
        assert str(make_header(decode_header(shown))) == name


def headers_of(content: bytes) -> dict[str, str]:
    """The headers with their lines joined and nothing decoded, as a strict reader takes them apart."""
    head = content.partition(b"\r\n\r\n")[0].decode("ascii")
    found = {}
    for line in head.split("\r\n"):
        assert len(line) <= 78 or " " not in line.strip(), "only one long word may stick out"
    for line in re.sub(r"\r\n(?=[ \t])", "", head).split("\r\n"):
        name, _colon, value = line.partition(":")
        found[name] = value.strip()
    return found
