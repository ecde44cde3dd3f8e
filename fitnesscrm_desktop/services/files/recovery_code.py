"""The key of the files as people write it down: groups of letters and digits that notice a slip."""

from __future__ import annotations

import hashlib

from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.files.framing import KEY_BYTES

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are taken for others."""
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_CHECK_BYTES = 3
_BITS = 5
_LENGTH = (KEY_BYTES + _CHECK_BYTES) * 8 // _BITS
_GROUP = 4
_SLIP = (
    f"This is not a recovery code. It has {_LENGTH // _GROUP} groups of {_GROUP} letters and digits. "
    "Compare it with the one that was written down."
)


def code_of(key: bytes) -> str:
    """The recovery code of *key*."""
    number = int.from_bytes(key + _check(key), "big")
    letters = "".join(_LETTERS[number >> _BITS * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def key_of(code: str) -> bytes:
    """The key that *code* stands for. Raises ``RuleBroken`` for a slip of the pen."""
    letters = "".join(letter for letter in code.upper().translate(_LOOK_ALIKE) if letter.isalnum())
    if len(letters) != _LENGTH or any(letter not in _LETTERS for letter in letters):
        raise RuleBroken(_SLIP)
    number = 0
    for letter in letters:
        number = number << _BITS | _LETTERS.index(letter)
    both = number.to_bytes(KEY_BYTES + _CHECK_BYTES, "big")
    key, check = both[:KEY_BYTES], both[KEY_BYTES:]
    if check != _check(key):
        raise RuleBroken(_SLIP)
    return key


def fingerprint_of(key: bytes) -> str:
    """By what the database knows the key; it does not tell the key."""
    return hashlib.sha256(b"FitnessCRM file key" + key).hexdigest()[:32]


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"FitnessCRM recovery code" + key).digest()[:_CHECK_BYTES]
