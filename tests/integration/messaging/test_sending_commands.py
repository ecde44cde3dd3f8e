"""``fitnesscrm sms`` and ``fitnesscrm messages``, as they are typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.command_line import run
from tests.support.memory_keyring import MemoryKeyring
from tests.support.sms_gateway import SmsGateway

SECRET = "a secret of the gateway"


@pytest.fixture(autouse=True)
def studio() -> None:
    """Make the studio of the command line."""
    assert run("db", "upgrade").code == 0


@pytest.fixture
def gateway() -> Iterator[SmsGateway]:
    with SmsGateway() as running:
        yield running


def test_a_gateway_is_set_and_tested(gateway: SmsGateway, memory_keyring: MemoryKeyring) -> None:
    made = run(
        "sms",
        "set",
        *("--like", "json", "--url", gateway.url, "--sender", "Studio", "--price", 750, "--json"),
        typed=f"{SECRET}\n",
    )
    assert (made.code, made.document["sender"], made.document["has_secret"]) == (0, "Studio", True)
    assert SECRET not in made.out + made.err
    assert memory_keyring.get_password("FitnessCRM", "sms.secret") == SECRET
    tested = run("sms", "test", "--to", "+491711234567")
    assert tested.code == 0
    assert len(gateway.asked) == 1
    again = run("sms", "set", "--price", 800, "--json", typed="\n")
    assert (again.document["url"], again.document["price"], again.document["has_secret"]) == (
        gateway.url,
        800,
        True,
    )
    off = run("sms", "set", "--url", "", "--json")
    assert (off.code, off.document["has_secret"]) == (0, False)
    assert memory_keyring.get_password("FitnessCRM", "sms.secret") is None


def test_a_gateway_that_is_told_nothing_is_refused(gateway: SmsGateway) -> None:
    bare = run("sms", "set", "--url", gateway.url, "--body", "hello", "--json")
    assert (bare.code, set(bare.document["fields"])) == (1, {"body"})
    assert run("sms", "set").code == 2
    assert run("sms", "set", "--like", "pigeon").code == 2


def test_quiet_hours_and_the_cap_are_set_one_by_one() -> None:
    changed = run("messages", "set", "--quiet-from", "21:30", "--weekly-cap", 5, "--json").document["rules"]
    assert changed == {"quiet_from": "21:30", "quiet_to": "08:00", "weekly_cap": 5, "language": ""}
    assert run("messages", "set", "--language", "de", "--json").document["rules"]["weekly_cap"] == 5
    shown = run("messages", "show", "--json").document
    assert shown["rules"]["language"] == "de"
    assert (shown["smtp"]["has_password"], shown["sms"]["has_secret"]) == (False, False)
    assert "rules quiet_from: 21:30\n" in run("messages", "show").out


@pytest.mark.parametrize("time", ["25:00", "8", "20:60", "-1:00", "²0:00"])
def test_what_is_no_time_of_the_day_is_refused(time: str) -> None:
    ran = run("messages", "set", "--quiet-from", time, "--json")
    assert ran.code == 1
    assert "is not a time of the day" in ran.document["text"]


def test_something_has_to_be_set() -> None:
    ran = run("messages", "set", "--json")
    assert ran.code == 2
    assert "--weekly-cap" in ran.document["text"]
