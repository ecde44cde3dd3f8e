"""argon2id with the two costs this program uses (docs/decisions: PINs are hashed more cheaply)."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST_SECRET = 200


class Hasher:
    """Hashes secrets with one cost; *memory_kib* and *rounds* decide how long one guess takes."""

    def __init__(self, *, memory_kib: int, rounds: int, lanes: int) -> None:
        self._hasher = PasswordHasher(memory_cost=memory_kib, time_cost=rounds, parallelism=lanes)
        self._nobody: str | None = None

    def hash(self, secret: str) -> str:
        """What to store of *secret*."""
        return self._hasher.hash(_bytes(secret))

    def fits(self, stored: str | None, secret: str) -> bool:
        """Whether *secret* is the one that was stored.

        Without a stored one it works just as long and says no, so that the time tells nothing.
        """
        known = stored is not None and len(secret) <= LONGEST_SECRET
        against = stored if stored is not None and known else self._hash_of_nobody()
        try:
            self._hasher.verify(against, _bytes(secret[:LONGEST_SECRET]))
        except (VerificationError, InvalidHashError):
            return False
        return known

    def is_dated(self, stored: str) -> bool:
        """Whether *stored* was made with another cost than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _hash_of_nobody(self) -> str:
        if self._nobody is None:
            self._nobody = self._hasher.hash("nobody has this password")
        return self._nobody


class PinHasher(Hasher):
    """Stores ``length:hash``: the keypad sends a PIN off at its last digit, so the length is no secret."""

    def hash(self, secret: str) -> str:
        """What to store of a PIN."""
        return f"{len(secret)}:{super().hash(secret)}"

    def fits(self, stored: str | None, secret: str) -> bool:
        """Whether *secret* is the PIN that was stored."""
        return super().fits(stored and stored.partition(":")[2], secret)

    def is_dated(self, stored: str) -> bool:
        """Whether *stored* was made with another cost than today's."""
        return super().is_dated(stored.partition(":")[2])


def _bytes(secret: str) -> bytes:
    """One form for a letter, whether its accent was typed with it or after it."""
    return unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")


PASSWORDS = Hasher(memory_kib=64 * 1024, rounds=3, lanes=4)
PINS = PinHasher(memory_kib=19 * 1024, rounds=2, lanes=1)
