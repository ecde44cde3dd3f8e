"""How content is encrypted: AES-GCM in boxes of one megabyte, so that no file has to fit into the memory.

Every content has a key of its own, derived from the studio's and a random salt. The nonce of a box is its
number and whether it is the last one, so a box that was moved, taken out, added or cut off does not open. The
last box is bound to the hash of the whole, so content under the name of another does not open either.
The head says by its fingerprint which of the studio's keys it was.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:  # loaded when something is read or stored
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 1 << 20
KEY_BYTES, SALT_BYTES, TAG_BYTES = 32, 32, 16
MAGIC = b"FCF1"
_MARK = 16
"""Bytes of a fingerprint."""
_SALT_AT = len(MAGIC) + _MARK
HEAD = _SALT_AT + SALT_BYTES
BOX = CHUNK + TAG_BYTES
_COUNTER_BYTES = 11
Piece = bytes | memoryview
_PURPOSE = b"FitnessCRM content 1"


class Damaged(Exception):
    """What is stored is not what was put in, or was encrypted with another key."""


class Sealing:
    """Encrypts content on its way; how long it was and what its hash is stand there at the end."""

    def __init__(self, key: bytes, fingerprint: str) -> None:
        self._key, self._fingerprint = key, fingerprint
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def digest(self) -> str:
        """The SHA-256 of what has gone through."""
        return self._hash.hexdigest()

    def boxes(self, chunks: Iterable[Piece]) -> Iterator[Piece]:
        """The head, then one box for each of *chunks*, all of which but the last are ``CHUNK`` long.

        A box has to be used before the next one is asked for: they share one place in the memory.
        """
        head = MAGIC + bytes.fromhex(self._fingerprint) + os.urandom(SALT_BYTES)
        cipher = _cipher(self._key, head)
        yield head
        room = memoryview(bytearray(BOX))
        number = 0
        waiting: Piece = b""
        for chunk in chunks:
            if number or waiting:
                box = room[: len(waiting) + TAG_BYTES]
                cipher.encrypt_into(_nonce(number, last=False), waiting, None, box)
                yield box
                number += 1
            waiting = chunk
            self._hash.update(chunk)
            self.size += len(chunk)
        yield cipher.encrypt(_nonce(number, last=True), waiting, self._hash.digest())


def opened_at_once(
    boxes: Iterable[bytes], key_known_as: Callable[[str], bytes], digest: str, size: int
) -> bytes:
    """All that *boxes* hold, which has *size* bytes, without a second copy of it. Raises ``Damaged``."""
    whole = io.BytesIO()
    whole.seek(max(size - 1, 0))
    whole.write(b"\0" * min(size, 1))
    with whole.getbuffer() as room:
        done = 0
        for chunk in opened(boxes, key_known_as, digest):
            if done + len(chunk) > size:
                raise Damaged("more than was put in")
            room[done : done + len(chunk)] = chunk
            done += len(chunk)
    if done != size:
        raise Damaged("less than was put in")
    return whole.getvalue()


def opened(boxes: Iterable[bytes], key_known_as: Callable[[str], bytes], digest: str) -> Iterator[bytes]:
    """What *boxes* hold, chunk by chunk. Raises ``Damaged``, at the latest instead of the last one.

    What came before is true, but only the end says that nothing is missing. *key_known_as* gives the key with
    a fingerprint.
    """
    from cryptography.exceptions import InvalidTag

    coming = iter(boxes)
    head = next(coming, b"")
    if len(head) != HEAD or not head.startswith(MAGIC):
        raise Damaged("no head")
    cipher = _cipher(key_known_as(head[len(MAGIC) : _SALT_AT].hex()), head)
    number, waiting = 0, next(coming, None)
    if waiting is None:
        raise Damaged("nothing behind the head")
    try:
        for box in coming:
            yield cipher.decrypt(_nonce(number, last=False), waiting, None)
            number, waiting = number + 1, box
        yield cipher.decrypt(_nonce(number, last=True), waiting, bytes.fromhex(digest))
    except InvalidTag as error:
        raise Damaged(f"box {number} does not open") from error


def mark_of(head: bytes) -> str | None:
    """By which key content is encrypted, told from what it begins with; None: it has no head."""
    return head[len(MAGIC) : _SALT_AT].hex() if len(head) >= HEAD and head.startswith(MAGIC) else None


def chunks_of(stream: BinaryIO) -> Iterator[Piece]:
    """What *stream* holds, in pieces as boxes take them; what is in the memory already is not copied."""
    if isinstance(stream, io.BytesIO):
        whole = stream.getbuffer()
        yield from (whole[start : start + CHUNK] for start in range(0, len(whole), CHUNK))
        return
    while chunk := stream.read(CHUNK):
        yield chunk


def boxes_of(stream: BinaryIO) -> Iterator[bytes]:
    """The boxes that lie one behind the other in *stream*."""
    yield stream.read(HEAD)
    while box := stream.read(BOX):
        yield box


def stored_size(size: int) -> int:
    """How much room content of *size* bytes takes."""
    return HEAD + size + TAG_BYTES * box_count(size)


def box_count(size: int) -> int:
    """In how many boxes content of *size* bytes lies."""
    return max(1, -(-size // CHUNK))


def _cipher(key: bytes, head: bytes) -> AESGCM:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=head[_SALT_AT:], info=_PURPOSE).derive(key)
    return AESGCM(derived)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_COUNTER_BYTES, "big") + bytes([last])
