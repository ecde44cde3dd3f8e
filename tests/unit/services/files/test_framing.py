"""What was encrypted comes back as it was, or not at all."""

from __future__ import annotations

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitnesscrm_desktop.services.files import framing
from fitnesscrm_desktop.services.files.framing import (
    BOX,
    CHUNK,
    HEAD,
    Damaged,
    Sealing,
    box_count,
    boxes_of,
    chunks_of,
    opened,
    stored_size,
)

KEY = bytes(range(32))
MARK = "ab" * 16
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5]


def seal(data: bytes, key: bytes = KEY) -> bytes:
    sealing = Sealing(key, MARK)
    stored = b"".join(bytes(box) for box in sealing.boxes(chunks_of(io.BytesIO(data))))
    assert (sealing.size, sealing.digest) == (len(data), hashlib.sha256(data).hexdigest())
    return stored


def unseal(stored: bytes, digest: str, key: bytes = KEY) -> bytes:
    return b"".join(opened(boxes_of(io.BytesIO(stored)), lambda _mark: key, digest))


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def some(size: int) -> bytes:
    return (b"0123456789abcdef" * (size // 16 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out_and_takes_the_room_it_says(size: int) -> None:
    stored = seal(some(size))
    assert len(stored) == stored_size(size)
    assert len(list(boxes_of(io.BytesIO(stored)))) == 1 + box_count(size)
    assert unseal(stored, digest_of(some(size))) == some(size)


@given(data=st.binary(max_size=200), chunk=st.integers(1, 50))
def test_whatever_the_size_of_the_boxes(data: bytes, chunk: int) -> None:
    parts = [data[start : start + chunk] for start in range(0, len(data), chunk)]
    boxes = [bytes(box) for box in Sealing(KEY, MARK).boxes(parts)]
    assert b"".join(opened(boxes, lambda _mark: KEY, digest_of(data))) == data


def test_the_same_twice_does_not_look_the_same_and_shows_nothing() -> None:
    data = b"confidential" * 1000
    assert seal(data) != seal(data)
    assert b"confidential" not in seal(data)


def test_the_key_is_asked_for_by_its_fingerprint() -> None:
    asked: list[str] = []

    def known_as(mark: str) -> bytes:
        asked.append(mark)
        return KEY

    stored = seal(b"abc")
    assert list(opened(boxes_of(io.BytesIO(stored)), known_as, digest_of(b"abc"))) == [b"abc"]
    assert asked == [MARK]


@given(place=st.integers(0, stored_size(100) - 1), bit=st.integers(0, 7))
def test_one_wrong_bit_anywhere_is_noticed(place: int, bit: int) -> None:
    stored = bytearray(seal(some(100)))
    stored[place] ^= 1 << bit
    mark_ends = len(framing.MAGIC) + 16
    if len(framing.MAGIC) <= place < mark_ends:  # names another key, which nobody has
        return
    with pytest.raises(Damaged):
        unseal(bytes(stored), digest_of(some(100)))


@given(length=st.integers(0, stored_size(100) - 1))
def test_what_was_cut_off_is_noticed(length: int) -> None:
    with pytest.raises(Damaged):
        unseal(seal(some(100))[:length], digest_of(some(100)))


def test_boxes_cannot_be_left_out_swapped_repeated_or_added() -> None:
    data = some(3 * CHUNK)
    stored = seal(data)
    head, rest = stored[:HEAD], stored[HEAD:]
    one, two, three = (rest[start : start + BOX] for start in range(0, 3 * BOX, BOX))
    forged = {
        "without the last": head + one + two,
        "without the first": head + two + three,
        "without the middle": head + one + three,
        "swapped": head + two + one + three,
        "repeated": head + one + one + two + three,
        "added": stored + three,
        "a byte more": stored + b"x",
        "of another": head + seal(data)[HEAD:],
    }
    for what, content in forged.items():
        with pytest.raises(Damaged):
            pytest.fail(f"{what} was opened: {len(unseal(content, digest_of(data)))} bytes")


def test_content_under_the_name_of_another_is_noticed() -> None:
    with pytest.raises(Damaged):
        unseal(seal(b"your contract"), digest_of(b"my contract"))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Damaged):
        unseal(seal(b"abc"), digest_of(b"abc"), key=bytes(32))
