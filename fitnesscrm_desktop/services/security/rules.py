"""What a login, a password, a PIN and a set of permissions must be like. Pure functions."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Set as AbstractSet

from fitnesscrm_desktop.models.base import NAME_LENGTH
from fitnesscrm_desktop.models.values import Permission, Role
from fitnesscrm_desktop.services.core.actor import ROLE_PERMISSIONS
from fitnesscrm_desktop.services.core.errors import RuleBroken
from fitnesscrm_desktop.services.core.typed_text import one_line
from fitnesscrm_desktop.services.security.hashing import LONGEST_SECRET

SHORTEST_PASSWORD = 8
SHORTEST_PIN = 4
LONGEST_PIN = 8
SHORTEST_LOGIN = 2
LONGEST_LOGIN = 60
WRONG_PINS = 8
"""After so many wrong tries in a row the PIN is off until the password was right."""

_LOGIN_MARKS = frozenset("._-@+")


def folded_login(login: str) -> str:
    """A login as it is stored and compared: ANNA, Anna and anna are one."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def checked_login(login: str) -> str:
    """The folded login. Raises ``RuleBroken``."""
    folded = folded_login(login)
    if not SHORTEST_LOGIN <= len(folded) <= LONGEST_LOGIN:
        raise RuleBroken(f"The login needs {SHORTEST_LOGIN} to {LONGEST_LOGIN} characters.")
    if not all(each.isalnum() or each in _LOGIN_MARKS for each in folded):
        raise RuleBroken("A login has letters, digits and . _ - @ + only, no blanks.")
    return folded


def checked_name(name: str) -> str:
    """The name in one line. Raises ``RuleBroken``."""
    return one_line(name, NAME_LENGTH, needed="The name is missing.")


def checked_password(password: str, login: str) -> str:
    """The password as it is. Raises ``RuleBroken`` when it is too easy."""
    if len(password) > LONGEST_SECRET:
        raise RuleBroken(f"The password has more than {LONGEST_SECRET} characters. Shorten it.")
    if len(password.strip()) < SHORTEST_PASSWORD:
        raise RuleBroken(f"The password needs at least {SHORTEST_PASSWORD} characters.")
    if folded_login(password) == folded_login(login):
        raise RuleBroken("The password must not be the login.")
    if len(set(password)) == 1:
        raise RuleBroken("The password must not be one character again and again.")
    return password


def checked_pin(pin: str) -> str:
    """The PIN as it is. Raises ``RuleBroken`` when it is no PIN, or one that anybody tries first."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise RuleBroken(f"A PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits.")
    if is_trivial(pin):
        raise RuleBroken("This PIN is too easy to guess. Choose one that is not a row or a repetition.")
    return pin


def is_trivial(pin: str) -> bool:
    """Whether *pin* is one digit repeated, a row up or down, or the same part again (1212)."""
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    sizes = [size for size in range(1, len(pin) // 2 + 1) if len(pin) % size == 0]
    repeats = any(pin == pin[:size] * (len(pin) // size) for size in sizes)
    return repeats or steps in ({1}, {9})


def permissions_of(
    role: Role, granted: AbstractSet[Permission], denied: AbstractSet[Permission]
) -> frozenset[Permission]:
    """What somebody may do; nothing can be taken from an owner, or nobody could give it back."""
    if role is Role.OWNER:
        return frozenset(Permission)
    return (ROLE_PERMISSIONS[role] | granted) - denied
