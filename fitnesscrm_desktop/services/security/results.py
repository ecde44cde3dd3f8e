"""What the staff service hands out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from fitnesscrm_desktop.models.values import Permission, Role


@dataclass(frozen=True, slots=True)
class StaffBadge:
    """What anybody in front of a locked screen may know of somebody."""

    id: int
    name: str
    role: Role
    pin_length: int
    """How many digits the keypad waits for; 0: there is no PIN, only the password will do."""

    @property
    def has_pin(self) -> bool:
        """Whether this person can switch by PIN."""
        return self.pin_length > 0


def by_name(badges: Iterable[StaffBadge]) -> tuple[StaffBadge, ...]:
    """In the order in which one looks for a name."""
    return tuple(sorted(badges, key=lambda badge: (badge.name.casefold(), badge.id)))


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who signs in; never with a secret."""

    id: int
    login: str
    name: str
    role: Role
    has_pin: bool
    granted: frozenset[Permission]
    """Given besides those of the role."""
    denied: frozenset[Permission]
    """Taken away from those of the role."""
    permissions: frozenset[Permission]
    """What it comes to."""
    created_at: datetime
    left_at: datetime | None
    version: int
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody to add, as typed."""

    name: str
    login: str
    password: str = field(repr=False)
    role: Role
    pin: str | None = field(default=None, repr=False)
    email: str = ""
    phone: str = ""
