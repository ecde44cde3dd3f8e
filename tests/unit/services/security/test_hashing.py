"""argon2id, and what is stored of a secret."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from fitnesscrm_desktop.services.security.hashing import (
    LONGEST_SECRET,
    PASSWORDS,
    PINS,
    Hasher,
    PinHasher,
)
from fitnesscrm_desktop.services.security.pin_length import pin_length

CHEAP = Hasher(memory_kib=8, rounds=1, lanes=1)


def test_passwords_cost_what_the_design_says() -> None:
    found = extract_parameters(PASSWORDS.hash("a password"))
    assert (found.type, found.memory_cost, found.time_cost) == (Type.ID, 64 * 1024, 3)


def test_pins_cost_less_but_not_nothing() -> None:
    found = extract_parameters(PINS.hash("2580").partition(":")[2])
    assert (found.type, found.memory_cost, found.time_cost) == (Type.ID, 19 * 1024, 2)


def test_a_secret_fits_itself_only() -> None:
    stored = CHEAP.hash("secret")
    assert stored != CHEAP.hash("secret")
    assert CHEAP.fits(stored, "secret")
    assert not CHEAP.fits(stored, "Secret")
    assert not CHEAP.fits(stored, "")


def test_an_accent_is_one_letter_however_it_is_typed() -> None:
    assert CHEAP.fits(CHEAP.hash("caf\u00e9"), "cafe\u0301")


@pytest.mark.parametrize("odd", ["", "\0", "\ud800", "x" * 10_000_000])
def test_odd_secrets_are_wrong_not_errors(odd: str) -> None:
    assert not CHEAP.fits(CHEAP.hash("secret"), odd)


def test_the_start_of_a_long_secret_is_not_the_secret() -> None:
    longest = "x" * LONGEST_SECRET
    assert not CHEAP.fits(CHEAP.hash(longest), longest + "y")


@pytest.mark.parametrize("damaged", ["", "plain", "$argon2id$v=19$m=8,t=1,p=1$x$y"])
def test_a_damaged_hash_fits_nothing(damaged: str) -> None:
    assert not CHEAP.fits(damaged, "plain")


def test_nobody_has_any_secret() -> None:
    assert not CHEAP.fits(None, "nobody has this password")


@pytest.mark.parametrize("hasher", [CHEAP, PinHasher(memory_kib=8, rounds=1, lanes=1)])
def test_nobody_takes_as_long_as_somebody(hasher: Hasher, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    def fake(_hasher: PasswordHasher, stored: str, _secret: bytes) -> bool:
        verified.append(extract_parameters(stored).type.name)
        return True

    stored = hasher.hash("2580")
    monkeypatch.setattr(PasswordHasher, "verify", fake)
    assert hasher.fits(stored, "2580")
    assert not hasher.fits(None, "2580")
    assert verified == ["ID", "ID"]


def test_another_cost_is_noticed() -> None:
    assert CHEAP.is_dated(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("secret"))
    assert not CHEAP.is_dated(CHEAP.hash("secret"))


def test_the_keypad_knows_how_long_a_pin_is() -> None:
    pins = PinHasher(memory_kib=8, rounds=1, lanes=1)
    stored = pins.hash("258013")
    assert pin_length(stored) == 6
    assert pins.fits(stored, "258013")
    assert not pins.fits(stored, "25801")
    assert not pins.fits(None, "258013")
    assert not pins.is_dated(stored)
    assert [pin_length(odd) for odd in (None, "", "x:y", "$argon2id$")] == [0, 0, 0, 0]
