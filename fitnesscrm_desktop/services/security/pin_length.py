"""How long a stored PIN is: all that a locked screen may know of it."""

from __future__ import annotations


def pin_length(stored: str | None) -> int:
    """How many digits the stored PIN has; 0 without one."""
    digits = (stored or "").partition(":")[0]
    return int(digits) if digits.isdecimal() else 0
