"""The recovery code survives being written down and typed, and notices a slip."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.files.recovery_code import code_of, fingerprint_of, key_of

KEYS = st.binary(min_size=32, max_size=32)


@given(key=KEYS)
def test_the_code_is_the_key(key: bytes) -> None:
    assert key_of(code_of(key)) == key


@given(key=KEYS)
def test_it_may_be_typed_as_people_type(key: bytes) -> None:
    code = code_of(key)
    sloppy = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert key_of(f" {sloppy}\n") == key


@given(key=KEYS, place=st.integers(0, 55), by=st.integers(1, 31))
def test_a_wrong_letter_is_noticed(key: bytes, place: int, by: int) -> None:
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    code = list(code_of(key).replace("-", ""))
    code[place] = letters[(letters.index(code[place]) + by) % 32]
    with pytest.raises(RuleBroken, match="not a recovery code"):
        key_of("".join(code))


@pytest.mark.parametrize("typed", ["", "ABCD", "-", "ÄÖ" * 28, "²" * 56, "A" * 57, "1" * 10_000])
def test_what_is_no_code_is_told(typed: str) -> None:
    with pytest.raises(RuleBroken, match="14 groups of 4"):
        key_of(typed)


def test_the_fingerprint_does_not_tell_the_key() -> None:
    key = os.urandom(32)
    assert len(fingerprint_of(key)) == 32
    assert fingerprint_of(key) not in {key.hex(), key.hex()[:32]}
    assert fingerprint_of(key) != fingerprint_of(os.urandom(32))
