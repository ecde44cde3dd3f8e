"""Staff with accounts, and hashing that costs next to nothing."""

import pytest
from argon2 import PasswordHasher

from fitnesscrm_desktop.bootstrap import Services
from fitnesscrm_desktop.models.values import Role
from fitnesscrm_desktop.services.core.actor import Actor, command_line
from fitnesscrm_desktop.services.security.hashing import PASSWORDS, PINS
from fitnesscrm_desktop.services.security.results import NewStaff, StaffMember

PASSWORD = "correct horse"
PIN = "2580"


def make_hashing_cheap(patch: pytest.MonkeyPatch) -> None:
    """Keep argon2id, but with the least work it accepts."""
    patch.setattr(PASSWORDS, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    patch.setattr(PINS, "_hasher", PasswordHasher(time_cost=1, memory_cost=9, parallelism=1))
    patch.setattr(PASSWORDS, "_nobody", None)
    patch.setattr(PINS, "_nobody", None)


def hire(services: Services, login: str, role: Role = Role.FRONT_DESK, pin: str | None = PIN) -> StaffMember:
    """Add somebody whose name is the login with a capital, and whose password is ``PASSWORD``."""
    new = NewStaff(login.capitalize(), login, PASSWORD, role, pin)
    return services.staff.add(command_line(), new)


def signed_in(services: Services, login: str) -> Actor:
    """Somebody who was hired, at work."""
    return services.staff.sign_in(login, PASSWORD)
