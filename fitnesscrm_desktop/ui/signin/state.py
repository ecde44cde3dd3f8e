"""What the sign-in screen shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from fitnesscrm_desktop.services.security.results import StaffBadge


class Way(enum.Enum):
    """How one proves who one is."""

    PIN = "pin"
    PASSWORD = "password"  # noqa: S105 - no secret
    LOGIN = "login"


@dataclass(frozen=True, slots=True)
class SignInState:
    """One moment of the screen."""

    people: tuple[StaffBadge, ...] | None = None
    """None: still being read."""
    chosen: StaffBadge | None = None
    way: Way = Way.PIN
    busy: bool = False
    """A password or PIN is being checked."""
    error: str = ""
    wait: int = 0
    """Seconds until the next try is looked at."""
    round: int = 0
    """Raised whenever what was typed has been used up, or is somebody else's."""
